/** The commands that are there on every screen: those of the menu. */
import type { RunSummary } from '#contract/api';
import { menuKeys, type MenuCommand } from '#contract/commands';
import type { DialogId } from '../dialogs/index.ts';
import type { Command } from './commands.svelte.ts';
import { openExperimentFile } from './drops.ts';
import { designCommands } from './design-commands.ts';
import { isTyping } from './keys.ts';
import type { ScreenId } from './navigation.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** What only the frame of the window can do. */
export interface Frame {
  openPalette(): void;
  toggleRail(): void;
  show(dialog: DialogId): void;
}

type Meaning = Omit<Command, 'id' | 'keys'>;

export function generalCommands(workbench: Workbench, frame: Frame): readonly Command[] {
  const { groups, history, navigation, notices, preferences, runs, shell, workspace } = workbench;
  const go = (screen: ScreenId, title: string): Meaning => ({
    title: `Go to ${title}`,
    section: 'View',
    isEnabled: () => workspace.engineState.state !== 'none',
    run: () => navigation.go({ screen }),
  });
  const theme = (choice: 'system' | 'light' | 'dark', title: string): Meaning => ({
    title,
    section: 'View',
    run: () => void notices.attempt(() => workspace.setTheme(choice)),
  });
  const isReady = () => workspace.engineState.state === 'ready';
  const show = (dialog: DialogId, section: string, title: string, needsWorkspace = true): Meaning => ({
    title,
    section,
    isEnabled: () => !needsWorkspace || isReady(),
    run: () => frame.show(dialog),
  });
  /** What needs the form in sight: it is shown first, and gives the command its own meaning. */
  const toForm = (section: string, title: string): Meaning => ({
    title,
    section,
    isEnabled: () => isReady() && navigation.screen !== 'experiment',
    run: () => navigation.go({ screen: 'experiment' }),
  });
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
  const edit = (step: 'undo' | 'redo'): Meaning => ({
    get title() {
      const name = history.value[step];
      return `${step === 'undo' ? 'Undo' : 'Redo'}${name === null ? '' : `: ${name}`}`;
    },
    section: 'Edit',
    isEnabled: () => isTyping(document.activeElement) || (isReady() && history.value[step] !== null),
    run: () => {
      // A field keeps an undo of its own; the menu reaches it here, keys never leave it.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing has come in its place
      if (isTyping(document.activeElement)) document.execCommand(step);
      else void notices.attempt(() => history[step]());
    },
  });

  const meanings: Record<MenuCommand, Meaning> = {
    'file.start-page': {
      title: 'Start page: recent workspaces',
      section: 'File',
      isEnabled: () => workspace.engineState.state !== 'none',
      run: () => void notices.attempt(() => shell.call.closeWorkspace()),
    },
    'file.new-workspace': {
      title: 'New workspace…',
      section: 'File',
      run: () => void notices.attempt(openFolder),
    },
    'file.open-workspace': {
      title: 'Open workspace…',
      section: 'File',
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
    'file.import-experiment': {
      title: 'Import an experiment file…',
      section: 'File',
      isEnabled: isReady,
      run: () =>
        void notices.attempt(async () => {
          const [file] = await shell.call.chooseFiles();
          if (file !== undefined) await openExperimentFile(workbench, file);
        }),
    },
    'file.export-experiment': toForm('File', 'Go to the experiment to export it'),
    'file.keep-copy': show('copies', 'File', 'Keep a copy of the results, or go back to one…'),
    'file.copy-workspace': show('copy-workspace', 'File', 'Copy the workspace…'),
    'file.move-workspace': show('move-workspace', 'File', 'Move the workspace…'),
    'file.reopen-safely': {
      title: 'Reopen in safe mode',
      section: 'File',
      isEnabled: () => workspace.facts.value !== null,
      run: () =>
        void notices.attempt(() => shell.call.openWorkspace(workspace.facts.value?.folder ?? '', { isSafe: true })),
    },
    'edit.undo': edit('undo'),
    'edit.redo': edit('redo'),
    'edit.find': {
      title: 'Find on this screen',
      section: 'Edit',
      isEnabled: () => searchField() !== null,
      run: () => searchField()?.focus(),
    },
    'edit.trash': show('trash', 'Edit', 'Trash…'),
    'edit.preferences': show('preferences', 'Edit', 'Preferences…', false),
    'view.groups': go('groups', 'Groups'),
    'view.experiment': go('experiment', 'Experiment'),
    'view.runs': go('runs', 'Runs'),
    'view.compare': go('compare', 'Compare'),
    'view.laws': go('laws', 'Laws'),
    'view.report': go('report', 'Report'),
    'view.rail': { title: 'Fold or unfold the rail', section: 'View', run: () => frame.toggleRail() },
    'view.palette': { title: 'Command palette', section: 'View', run: () => frame.openPalette() },
    'view.zoom-in': {
      title: 'Larger interface',
      section: 'View',
      run: () => void notices.attempt(() => preferences.zoomBy(1)),
    },
    'view.zoom-out': {
      title: 'Smaller interface',
      section: 'View',
      run: () => void notices.attempt(() => preferences.zoomBy(-1)),
    },
    'view.zoom-reset': {
      title: 'Usual size of the interface',
      section: 'View',
      run: () => void notices.attempt(() => preferences.change({ zoom: 1 })),
    },
    'view.sql': show('sql', 'View', 'Ask the store in SQL…'),
    'view.theme-system': theme('system', "Use the system's theme"),
    'view.theme-light': theme('light', 'Use the light theme'),
    'view.theme-dark': theme('dark', 'Use the dark theme'),
    'run.start': toForm('Run', 'Go to the experiment to start it'),
    'run.resume-queue': {
      title: 'Start the queue',
      section: 'Run',
      isEnabled: () => isReady() && runs.queue.value.isPaused,
      run: () => void notices.attempt(() => runs.resumeQueue()),
    },
    'run.pause-queue': {
      title: 'Pause the queue',
      section: 'Run',
      isEnabled: () => isReady() && !runs.queue.value.isPaused,
      run: () => void notices.attempt(() => runs.pauseQueue()),
    },
    'run.stop-now': {
      title: 'Pause all runs now',
      section: 'Run',
      isEnabled: () => isReady() && runs.running.length > 0,
      run: () => void notices.attempt(() => runs.pauseQueue('now')),
    },
    'run.remove': {
      title: 'Move this run to the trash',
      section: 'Run',
      isEnabled: () => isReady() && navigation.screen === 'runs' && runs.byId(navigation.run) !== undefined,
      run: () => {
        const run = runs.byId(navigation.run);
        if (run) void notices.attempt(() => removeRun(workbench, run));
      },
    },
    'help.guide': show('guide', 'Help', 'Guide', false),
    'help.shortcuts': show('shortcuts', 'Help', 'Keyboard shortcuts', false),
    'help.about': show('about', 'Help', 'About Aioli Workbench', false),
  };
  const named = Object.keys(meanings).map((id): Command => {
    const keys = menuKeys[id as MenuCommand];
    return Object.defineProperties(
      { id, ...(keys === undefined ? {} : { keys }) },
      Object.getOwnPropertyDescriptors(meanings[id as keyof typeof meanings]),
    ) as Command;
  });
  const again = (id: keyof typeof meanings, keys: string): Command => ({
    ...meanings[id],
    id: `${id} by ${keys}`,
    section: '',
    keys,
  });
  return [
    ...named,
    ...designCommands(workbench),
    again('view.palette', 'Mod+Shift+P'),
    again('edit.redo', 'Mod+Y'),
    again('edit.find', '/'),
    again('view.zoom-in', 'Mod++'),
    again('help.shortcuts', '?'),
  ];
}

async function removeRun(workbench: Workbench, { id, label, seed }: RunSummary): Promise<void> {
  await workbench.engine.call.removeRun(id);
  workbench.navigation.go({ run: null });
  workbench.tellRemoved([{ kind: 'run', id, title: `${label}, seed ${seed}` }]);
}

/** The field of the screen that narrows what it shows. */
function searchField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('main input[type="search"]');
}
