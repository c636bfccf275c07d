/** What only the main process can do for the window: dialogs, files that the person names, clipboard, theme, workspaces. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  app,
  clipboard,
  dialog,
  Notification,
  shell,
  type BrowserWindow,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';
import { Refusal } from '#base/refusal';
import type { EditHistory, OpeningChoice, ShellApi, WindowPreferences } from '#contract/api';
import type { EngineHost } from './engine-host.ts';
import { kindOfPath } from './examine-path.ts';
import { previewAddress } from './page-policy.ts';
import type { PreferenceFile } from './preferences.ts';
import { describeRecent } from './recent.ts';

interface Surroundings {
  /** The window of the moment; dialogs belong to it. */
  readonly window: () => BrowserWindow | null;
  readonly engine: EngineHost;
  readonly preferences: PreferenceFile;
  readonly openWorkspace: (folder: string, choice?: OpeningChoice) => Promise<void>;
  /** Brings what the person set into force. */
  readonly applyPreferences: (chosen: WindowPreferences) => void;
  readonly nameEdits: (edits: EditHistory) => void;
  /** Files of the start that the window has not asked for yet. */
  readonly startFiles: string[];
  /** HTML of documents by the address that they are shown at; only the latest is kept. */
  readonly previews: Map<string, string>;
}

export function shellApi(surroundings: Surroundings): ShellApi {
  const { window, engine, preferences, openWorkspace, previews } = surroundings;
  /** A dialog that starts where the last one of its purpose ended. */
  const choose = async (
    purpose: string,
    properties: NonNullable<OpenDialogOptions['properties']>,
  ): Promise<readonly string[]> => {
    const folder = preferences.current.dialogFolders[purpose];
    const options: OpenDialogOptions = { properties, ...(folder === undefined ? {} : { defaultPath: folder }) };
    const parent = window();
    const { filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
    if (filePaths[0] !== undefined) rememberFolder(purpose, dirname(filePaths[0]));
    return filePaths;
  };
  const rememberFolder = (purpose: string, folder: string) =>
    preferences.change({ dialogFolders: { ...preferences.current.dialogFolders, [purpose]: folder } });

  return {
    about: () =>
      Promise.resolve({
        version: app.getVersion(),
        versions: {
          Workbench: app.getVersion(),
          Electron: process.versions.electron,
          Chromium: process.versions.chrome,
          'Node of the shell': process.versions.node,
          Platform: `${process.platform} ${process.arch}`,
        },
      }),
    chooseFiles: () => choose('files', ['openFile', 'multiSelections']),
    chooseFolders: () => choose('folders', ['openDirectory', 'createDirectory', 'multiSelections']),
    chooseSave: async (suggested, extension) => {
      const folder = preferences.current.dialogFolders['save'] ?? app.getPath('documents');
      const options: SaveDialogOptions = {
        defaultPath: join(folder, suggested),
        filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      };
      const parent = window();
      const { filePath, canceled } = await (parent
        ? dialog.showSaveDialog(parent, options)
        : dialog.showSaveDialog(options));
      if (canceled || !filePath) return null;
      rememberFolder('save', dirname(filePath));
      return filePath;
    },
    writeText: (file, text) => writeSafely(file, text),
    writeBytes: (file, bytes) => writeSafely(file, bytes),
    readText: (file) => readFile(file, 'utf8').catch(refuseFor(file)),
    copyText: async (text) => {
      await clipboard.writeText(text); // a promise in newer Electrons only
    },
    revealFolder: async (folder) => {
      const problem = await shell.openPath(folder);
      if (problem)
        throw new Refusal('folder_missing', problem, { file: folder, remedy: 'Check that it still exists.' });
    },
    previewDocument: (html) => {
      const address = `${previewAddress}${randomUUID()}`;
      previews.clear();
      previews.set(address, html);
      return Promise.resolve(address);
    },
    recentWorkspaces: () => describeRecent(preferences.current.workspaces.filter((folder) => folder !== engine.folder)),
    forgetWorkspace: (folder) => {
      preferences.change({ workspaces: preferences.current.workspaces.filter((other) => other !== folder) });
      return Promise.resolve();
    },
    openWorkspace,
    closeWorkspace: () => engine.leave(),
    examinePaths: (paths) => Promise.resolve(paths.map((path) => ({ path, kind: kindOfPath(path) }))),
    takeStartFiles: () => Promise.resolve(surroundings.startFiles.splice(0)),
    preferences: () => Promise.resolve(preferences.current.chosen),
    changePreferences: (changes) => {
      const chosen = { ...preferences.current.chosen, ...changes };
      preferences.change({ chosen });
      surroundings.applyPreferences(chosen);
      return Promise.resolve(chosen);
    },
    nameEdits: (undo, redo) => {
      surroundings.nameEdits({ undo, redo });
      return Promise.resolve();
    },
    notify: (title, body) => {
      const isSeen = window()?.isFocused() ?? false;
      if (!isSeen && preferences.current.chosen.notifications && Notification.isSupported()) {
        const notification = new Notification({ title, body });
        notification.on('click', () => window()?.focus());
        notification.show();
      }
      return Promise.resolve();
    },
    engineState: () => Promise.resolve(engine.state),
  };
}

/** Writes beside the file first, so that what was there stays whole until all is written. */
async function writeSafely(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, content).catch(refuseFor(file));
  await rename(draft, file);
}

/** Turns a failed read or write of a file that the person named into a refusal. */
function refuseFor(file: string) {
  return (cause: unknown): never => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC')
      throw new Refusal(
        'disk_full',
        'The disk is full.',
        { file, remedy: 'Free some space and try again.' },
        { cause },
      );
    throw new Refusal(
      'file_missing',
      `The file cannot be opened (${code ?? 'unknown reason'}).`,
      { file, remedy: 'Check the path and whether you may read and write there.' },
      { cause },
    );
  };
}
