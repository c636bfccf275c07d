/** Commands on designs that are there on every screen. */
import type { Command } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

export function designCommands(workbench: Workbench): readonly Command[] {
  const { designs, draft, experiments, navigation, notices, runs } = workbench;
  const show = () => navigation.go({ screen: 'experiment' });
  return [
    {
      id: 'experiment.clone-run',
      title: 'Clone this run into the form',
      section: 'Run',
      isEnabled: () => navigation.screen === 'runs' && runs.byId(navigation.run) !== undefined,
      run: () => {
        const run = runs.byId(navigation.run);
        if (run) void notices.attempt(() => designs.cloneRun(run, draft).then(show));
      },
    },
    {
      id: 'experiment.clone',
      title: 'Clone this experiment into the form',
      section: 'Run',
      isEnabled: () => experiments.byId(navigation.experiment) !== undefined,
      run: () => {
        const { experiment } = navigation;
        if (experiment !== null) void notices.attempt(() => designs.cloneExperiment(experiment, draft).then(show));
      },
    },
  ];
}
