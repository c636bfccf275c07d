/** The native menu. Every entry of ours sends the id of a command; the window binds the keys, the menu only shows them. */
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '#contract/commands';

interface MenuFacts {
  readonly isMac: boolean;
  readonly recent: readonly string[];
  readonly choose: (command: MenuCommand) => void;
  readonly openRecent: (folder: string) => void;
}

export function menuTemplate({ isMac, recent, choose, openRecent }: MenuFacts): MenuItemConstructorOptions[] {
  const entry = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => choose(command),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        entry('New workspace…', 'file.new-workspace', 'CmdOrCtrl+N'),
        entry('Open workspace…', 'file.open-workspace', 'CmdOrCtrl+O'),
        {
          label: 'Open recent',
          enabled: recent.length > 0,
          submenu: recent.map((folder) => ({ label: folder, click: () => openRecent(folder) })),
        },
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
          submenu: [entry('Experiment file…', 'file.export-experiment', 'CmdOrCtrl+Shift+E')],
        },
        separator,
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        entry('Groups', 'view.groups', 'CmdOrCtrl+1'),
        entry('Experiment', 'view.experiment', 'CmdOrCtrl+2'),
        entry('Runs', 'view.runs', 'CmdOrCtrl+3'),
        entry('Compare', 'view.compare', 'CmdOrCtrl+4'),
        entry('Laws', 'view.laws', 'CmdOrCtrl+5'),
        entry('Report', 'view.report', 'CmdOrCtrl+6'),
        separator,
        entry('Command palette', 'view.palette', 'CmdOrCtrl+K'),
        entry('Fold or unfold the rail', 'view.rail', 'CmdOrCtrl+B'),
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
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Run',
      submenu: [
        entry('Start this experiment', 'run.start', 'CmdOrCtrl+Enter'),
        separator,
        entry('Start the queue', 'run.resume-queue'),
        entry('Pause the queue', 'run.pause-queue', 'CmdOrCtrl+.'),
      ],
    },
    {
      role: 'help',
      submenu: [
        entry('Keyboard shortcuts', 'help.shortcuts', 'F1'),
        entry('About Aioli Workbench', 'help.about'),
        separator,
        { role: 'toggleDevTools' },
      ],
    },
  ];
}
