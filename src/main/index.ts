/** Electron's main process: opens the window, starts and watches the engine, relays between the two. Does no work itself. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, ipcMain, Menu, nativeTheme, session, shell, type BrowserWindow } from 'electron';
import type { EditHistory, OpeningChoice, ShellNews, WindowPreferences } from '#contract/api';
import { bridgeChannel, type Envelope, type Party } from '#contract/bridge';
import { serve, type Message } from '#contract/wire';
import { EngineHost } from './engine-host.ts';
import { bundledNode, chooseNode } from './engine-node.ts';
import { kindOfPath } from './examine-path.ts';
import { Leaving } from './leaving.ts';
import { menuTemplate } from './menu.ts';
import { PreferenceFile, withWorkspace } from './preferences.ts';
import { closeOff, registerPageScheme, servePage } from './security.ts';
import { shellApi } from './shell-api.ts';
import { openWindow } from './window.ts';
import { chooseStart, ownArguments } from './workspace-choice.ts';

const out = dirname(dirname(fileURLToPath(import.meta.url)));
const developmentServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const isMac = process.platform === 'darwin';

process.env['AIOLI_ELECTRON'] ??= process.execPath; // the engine prints with the runtime that it was started by
registerPageScheme();
if (app.requestSingleInstanceLock()) void app.whenReady().then(start).catch(endWith);
else app.quit(); // the first start got our arguments and comes to the front

async function start(): Promise<void> {
  const preferences = new PreferenceFile(join(app.getPath('userData'), 'preferences.json'));
  nativeTheme.themeSource = preferences.current.chosen.theme;
  const previews = new Map<string, string>();
  servePage(session.defaultSession, join(out, 'renderer'), previews);
  closeOff(session.defaultSession, developmentServer);

  let window: BrowserWindow | null = null;
  const toWindow = (party: Party, message: Message) => {
    if (window && !window.isDestroyed()) window.webContents.send(bridgeChannel, { party, message });
  };
  const tell = <K extends keyof ShellNews>(news: K, content: ShellNews[K]) => toWindow('shell', { news, content });

  const leaving = new Leaving(async (question) => {
    const options = {
      type: 'question' as const,
      defaultId: 1,
      cancelId: 1,
      ...question,
      buttons: [...question.buttons],
    };
    return (await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))).response;
  });
  const engine = new EngineHost({
    file: join(out, 'main', 'engine.js'),
    ...chooseNode(process.env['AIOLI_ENGINE_NODE'], process.versions.node, bundledNode(import.meta.url)),
    toWindow: (message) => {
      leaving.hear(message);
      toWindow('engine', message);
    },
    onState: (state) => {
      if (state.state !== 'ready') leaving.nothingRuns();
      tell('engineChanged', state);
    },
  });
  let edits: EditHistory = { undo: null, redo: null };
  const openWorkspace = async (folder: string, choice: OpeningChoice = {}) => {
    preferences.change({ workspaces: withWorkspace(preferences.current.workspaces, folder) });
    edits = { undo: null, redo: null };
    setMenu();
    await engine.open(folder, choice);
  };
  const setMenu = () =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate({
          isMac,
          recent: preferences.current.workspaces.filter((folder) => folder !== engine.folder && existsSync(folder)),
          edits,
          shortcuts: preferences.current.chosen.shortcuts,
          choose: (command) => tell('commandChosen', command),
          openRecent: (folder) => void openWorkspace(folder),
          openLogs: () => void shell.openPath(app.getPath('userData')),
        }),
      ),
    );
  const applyPreferences = (chosen: WindowPreferences) => {
    nativeTheme.themeSource = chosen.theme;
    window?.webContents.setZoomFactor(chosen.zoom);
    setMenu();
    tell('preferencesChanged', chosen);
  };
  const chosenBy = (argv: readonly string[], from: string, recent = preferences.current.workspaces) =>
    chooseStart({
      args: ownArguments(argv, app.isPackaged),
      from,
      recent,
      reopensLast: preferences.current.chosen.reopensLast,
      kindOf: kindOfPath,
    });
  const first = chosenBy(process.argv, process.cwd());
  const startFiles = [...first.files];

  const open = (): BrowserWindow => {
    const background = nativeTheme.shouldUseDarkColors ? '#161713' : '#faf9f5';
    const opened = openWindow({ preferences, out, background, developmentServer });
    opened.on('close', (event) => {
      if (isMac || leaving.isFree) return;
      event.preventDefault();
      void leaving.agrees().then((goes) => goes && opened.close());
    });
    opened.on('closed', () => (window = null));
    opened.webContents.on('did-start-navigation', () => engine.forgetPage());
    opened.webContents.on('did-finish-load', () => opened.webContents.setZoomFactor(preferences.current.chosen.zoom));
    return opened;
  };
  window = open();

  const hearers = new Set<(message: Message) => void>();
  ipcMain.on(bridgeChannel, (event, { party, message }: Envelope) => {
    if (event.sender !== window?.webContents) return;
    if (party === 'engine') engine.post(message);
    else hearers.forEach((hear) => hear(message));
  });
  const api = shellApi({
    window: () => window,
    engine,
    preferences,
    openWorkspace,
    previews,
    applyPreferences,
    startFiles,
    nameEdits: (named) => {
      edits = named;
      setMenu();
    },
  });
  serve(api, {
    post: (message) => toWindow('shell', message),
    listen: (hear) => {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
  });

  nativeTheme.on('updated', () => tell('themeChanged', nativeTheme.shouldUseDarkColors ? 'dark' : 'light'));
  app.on('second-instance', (_event, argv, from) => {
    const { workspace, files } = chosenBy(argv, from, []);
    if (workspace !== null && workspace !== engine.folder) void openWorkspace(workspace);
    if (files.length > 0) tell('filesOpened', files);
    window?.restore();
    window?.focus();
  });
  app.on('activate', () => (window ??= open()));
  app.on('window-all-closed', () => {
    if (!isMac) app.quit();
  });
  let isClosing = false;
  app.on('before-quit', (event) => {
    if (isClosing) return;
    event.preventDefault();
    if (!leaving.isFree) {
      void leaving.agrees().then((goes) => goes && app.quit());
      return;
    }
    isClosing = true;
    void engine.close().finally(() => app.quit());
  });

  setMenu();
  if (first.workspace !== null) await openWorkspace(first.workspace, { isSafe: first.isSafe });
}

/** A fault before there is a window to show it in. */
function endWith(error: unknown): void {
  console.error(error);
  dialog.showErrorBox('Aioli Workbench cannot start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}
