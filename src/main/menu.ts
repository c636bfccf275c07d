/** The native menu. Every entry of ours sends the id of a command; the window binds the keys, the menu only shows them. */
import type { MenuItemConstructorOptions } from 'electron';
import { menuKeys, type MenuCommand } from '#contract/commands';

interface MenuFacts {
  readonly isMac: boolean;
  readonly recent: readonly string[];
  /** What undo and redo would do now; null for nothing. */
  readonly edits: { readonly undo: string | null; readonly redo: string | null };
  /** Keys that the person set, by command; empty for none. */
  readonly shortcuts: Readonly<Record<string, string>>;
  readonly choose: (command: MenuCommand) => void;
  readonly openRecent: (folder: string) => void;
  readonly openLogs: () => void;
}

export function menuTemplate(facts: MenuFacts): MenuItemConstructorOptions[] {
  const { isMac, recent, edits, shortcuts, choose, openRecent } = facts;
  const entry = (label: string, command: MenuCommand): MenuItemConstructorOptions => {
    const keys = shortcuts[command] ?? menuKeys[command] ?? '';
    return {
      id: command,
      label,
      click: () => choose(command),
      ...(keys === '' ? {} : { accelerator: keys.replace('Mod', 'CmdOrCtrl'), registerAccelerator: false }),
    };
  };
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        entry('New workspace…', 'file.new-workspace'),
        entry('Open workspace…', 'file.open-workspace'),
        {
          label: 'Open recent',
          enabled: recent.length > 0,
          submenu: recent.map((folder) => ({ label: folder, click: () => openRecent(folder) })),
        },
        entry('Start page', 'file.start-page'),
        entry('Show the workspace folder', 'file.reveal-workspace'),
        separator,
        entry('Add folders as groups…', 'file.add-folders'),
        entry('Add files as groups…', 'file.add-files'),
        entry('Build the sample workspace', 'file.build-sample'),
        separator,
        {
          label: 'Import',
          submenu: [entry('Experiment file…', 'file.import-experiment')],
        },
        {
          label: 'Export',
          submenu: [entry('Experiment file…', 'file.export-experiment')],
        },
        separator,
        entry('Keep a copy of the results…', 'file.keep-copy'),
        entry('Copy the workspace…', 'file.copy-workspace'),
        entry('Move the workspace…', 'file.move-workspace'),
        entry('Reopen in safe mode', 'file.reopen-safely'),
        separator,
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        entry(edits.undo === null ? 'Undo' : `Undo: ${edits.undo}`, 'edit.undo'),
        entry(edits.redo === null ? 'Redo' : `Redo: ${edits.redo}`, 'edit.redo'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        entry('Find', 'edit.find'),
        separator,
        entry('Trash…', 'edit.trash'),
        entry('Preferences…', 'edit.preferences'),
      ],
    },
    {
      label: '&View',
      submenu: [
        entry('Groups', 'view.groups'),
        entry('Experiment', 'view.experiment'),
        entry('Runs', 'view.runs'),
        entry('Compare', 'view.compare'),
        entry('Laws', 'view.laws'),
        entry('Report', 'view.report'),
        separator,
        entry('Command palette', 'view.palette'),
        entry('Fold or unfold the rail', 'view.rail'),
        entry('Ask the store in SQL…', 'view.sql'),
        separator,
        {
          label: 'Theme',
          submenu: [
            entry('As the system', 'view.theme-system'),
            entry('Light', 'view.theme-light'),
            entry('Dark', 'view.theme-dark'),
          ],
        },
        separator,
        entry('Larger', 'view.zoom-in'),
        entry('Smaller', 'view.zoom-out'),
        entry('Usual size', 'view.zoom-reset'),
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Run',
      submenu: [
        entry('Start this experiment', 'run.start'),
        separator,
        entry('Start the queue', 'run.resume-queue'),
        entry('Pause the queue after the runs that train', 'run.pause-queue'),
        entry('Pause all runs now', 'run.stop-now'),
        separator,
        entry('Move this run to the trash', 'run.remove'),
      ],
    },
    {
      role: 'help',
      submenu: [
        entry('Guide', 'help.guide'),
        entry('Keyboard shortcuts', 'help.shortcuts'),
        { label: "Folder of the program's own files", click: facts.openLogs },
        separator,
        entry('About Aioli Workbench', 'help.about'),
        { role: 'toggleDevTools' },
      ],
    },
  ];
}
