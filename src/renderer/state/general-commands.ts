/** The commands that are there on every screen: those of the menu, and one to go to each screen, run and group. */
import type { MenuCommand } from '#contract/commands';
import type { Command } from './commands.svelte.ts';
import type { ScreenId } from './navigation.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** What only the frame of the window can do. */
export interface Frame {
  openPalette(): void;
  toggleRail(): void;
  showAbout(): void;
  showShortcuts(): void;
}

type Meaning = Omit<Command, 'id'>;

export function generalCommands(workbench: Workbench, frame: Frame): readonly Command[] {
  const { groups, navigation, notices, runs, shell, workspace } = workbench;
  const go = (screen: ScreenId, title: string, digit: number): Meaning => ({
    title: `Go to ${title}`,
    section: 'View',
    keys: `Mod+${digit}`,
    run: () => navigation.go({ screen }),
  });
  const theme = (choice: 'system' | 'light' | 'dark', title: string): Meaning => ({
    title,
    section: 'View',
    run: () => void notices.attempt(() => workspace.setTheme(choice)),
  });
  const isReady = () => workspace.engineState.state === 'ready';
  const openFolder = async () => {
    const [folder] = await shell.call.chooseFolders();
    if (folder !== undefined) await shell.call.openWorkspace(folder);
  };
  const addGroups = async (choose: () => Promise<readonly string[]>) => {
    const paths = await choose();
    if (paths.length === 0) return;
    navigation.go({ screen: 'groups' });
    await groups.addFrom(paths);
  };

  const meanings: Record<Exclude<MenuCommand, OfExperimentScreen>, Meaning> = {
    'file.new-workspace': {
      title: 'New workspace…',
      section: 'File',
      keys: 'Mod+N',
      run: () => void notices.attempt(openFolder),
    },
    'file.open-workspace': {
      title: 'Open workspace…',
      section: 'File',
      keys: 'Mod+O',
      run: () => void notices.attempt(openFolder),
    },
    'file.reveal-workspace': {
      title: 'Show the workspace folder',
      section: 'File',
      isEnabled: () => workspace.facts.value !== null,
      run: () => void notices.attempt(() => shell.call.revealFolder(workspace.facts.value?.folder ?? '')),
    },
    'file.add-folders': {
      title: 'Add folders as groups…',
      section: 'Groups',
      isEnabled: isReady,
      run: () => void notices.attempt(() => addGroups(() => shell.call.chooseFolders())),
    },
    'file.add-files': {
      title: 'Add files as groups…',
      section: 'Groups',
      isEnabled: isReady,
      run: () => void notices.attempt(() => addGroups(() => shell.call.chooseFiles())),
    },
    'file.build-sample': {
      title: 'Build the sample workspace',
      section: 'Groups',
      isEnabled: isReady,
      run: () => {
        navigation.go({ screen: 'groups' });
        void notices.attempt(() => groups.buildSample());
      },
    },
    'view.groups': go('groups', 'Groups', 1),
    'view.experiment': go('experiment', 'Experiment', 2),
    'view.runs': go('runs', 'Runs', 3),
    'view.compare': go('compare', 'Compare', 4),
    'view.laws': go('laws', 'Laws', 5),
    'view.report': go('report', 'Report', 6),
    'view.rail': { title: 'Fold or unfold the rail', section: 'View', keys: 'Mod+B', run: () => frame.toggleRail() },
    'view.palette': { title: 'Command palette', section: 'View', keys: 'Mod+K', run: () => frame.openPalette() },
    'view.theme-system': theme('system', "Use the system's theme"),
    'view.theme-light': theme('light', 'Use the light theme'),
    'view.theme-dark': theme('dark', 'Use the dark theme'),
    'run.resume-queue': {
      title: 'Start the queue',
      section: 'Run',
      isEnabled: () => isReady() && runs.queue.value.isPaused,
      run: () => void notices.attempt(() => runs.resumeQueue()),
    },
    'run.pause-queue': {
      title: 'Pause the queue',
      section: 'Run',
      keys: 'Mod+.',
      isEnabled: () => isReady() && !runs.queue.value.isPaused,
      run: () => void notices.attempt(() => runs.pauseQueue()),
    },
    'help.shortcuts': { title: 'Keyboard shortcuts', section: 'Help', keys: 'F1', run: () => frame.showShortcuts() },
    'help.about': { title: 'About Aioli Workbench', section: 'Help', run: () => frame.showAbout() },
  };
  const named = Object.entries(meanings).map(([id, meaning]) => ({ id, ...meaning }));
  const alternative = { id: 'view.palette', title: 'Command palette', section: '', keys: 'Mod+Shift+P' };
  return [...named, { ...alternative, run: () => frame.openPalette() }];
}

/** Menu commands that mean something only with the experiment form: its screen adds them. */
type OfExperimentScreen = 'run.start' | 'file.import-experiment' | 'file.export-experiment';

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
