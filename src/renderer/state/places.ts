/** Where the palette can go by name. */
import type { Command } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** More lines than this make the palette slow to open, and nobody finds a run among them by name. */
const mostRuns = 200;

/** Where the palette can go by name: every group and experiment, and the latest runs. */
export function places({ groups, experiments, runs, navigation }: Workbench): readonly Command[] {
  return [
    ...groups.all.map((group) => ({
      id: `group ${group.id}`,
      title: group.name,
      section: 'Groups of this workspace',
      run: () => navigation.go({ screen: 'groups', group: group.id }),
    })),
    ...experiments.all.map((experiment) => ({
      id: `experiment ${experiment.id}`,
      title: experiment.name,
      section: 'Experiments',
      run: () => navigation.go({ screen: 'compare', experiment: experiment.id }),
    })),
    ...runs.all.slice(-mostRuns).map((run) => ({
      id: `run ${run.id}`,
      title: `${run.label}, seed ${run.seed}, ${run.experimentName}`,
      section: 'Runs',
      run: () => navigation.go({ screen: 'runs', run: run.id, experiment: run.experiment }),
    })),
  ];
}
