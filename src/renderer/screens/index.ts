/** The screens of the rail, in order. A new one is a component and a line here. */
import type { Component } from 'svelte';
import type { ScreenId } from '../state/navigation.svelte.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import type { IconName } from '../parts/icons.ts';
import Compare from './Compare.svelte';
import Experiment from './Experiment.svelte';
import Groups from './Groups.svelte';
import Laws from './Laws.svelte';
import Report from './Report.svelte';
import Runs from './Runs.svelte';

export interface Screen {
  readonly id: ScreenId;
  readonly title: string;
  readonly icon: IconName;
  readonly component: Component<{ workbench: Workbench }>;
  /** What stands beside the title in the rail; empty for nothing. */
  readonly count: (workbench: Workbench) => string;
}

const some = (n: number): string => (n === 0 ? '' : String(n));

export const screens: readonly Screen[] = [
  { id: 'groups', title: 'Groups', icon: 'groups', component: Groups, count: ({ groups }) => some(groups.all.length) },
  {
    id: 'experiment',
    title: 'Experiment',
    icon: 'experiment',
    component: Experiment,
    count: ({ experiments }) => some(experiments.all.length),
  },
  { id: 'runs', title: 'Runs', icon: 'runs', component: Runs, count: runCount },
  { id: 'compare', title: 'Compare', icon: 'compare', component: Compare, count: () => '' },
  { id: 'laws', title: 'Laws', icon: 'laws', component: Laws, count: () => '' },
  { id: 'report', title: 'Report', icon: 'report', component: Report, count: () => '' },
];

/** `2 of 40` while something is unfinished, else how many there are. */
function runCount({ runs }: Workbench): string {
  const { length } = runs.all;
  return runs.unfinished.length > 0 ? `${runs.unfinished.length} of ${length}` : some(length);
}
