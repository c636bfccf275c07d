/** What only the main process can do for the window: dialogs, files that the person names, clipboard, theme, workspaces. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  app,
  clipboard,
  dialog,
  nativeTheme,
  shell,
  type BrowserWindow,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';
import { Refusal } from '#base/refusal';
import type { ShellApi } from '#contract/api';
import type { EngineHost } from './engine-host.ts';
import { previewAddress } from './page-policy.ts';
import type { PreferenceFile } from './preferences.ts';

interface Surroundings {
  /** The window of the moment; dialogs belong to it. */
  readonly window: () => BrowserWindow | null;
  readonly engine: EngineHost;
  readonly preferences: PreferenceFile;
  readonly openWorkspace: (folder: string) => Promise<void>;
  /** HTML of documents by the address that they are shown at; only the latest is kept. */
  readonly previews: Map<string, string>;
}

export function shellApi({ window, engine, preferences, openWorkspace, previews }: Surroundings): ShellApi {
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
    writeText: async (file, text) => {
      const draft = `${file}.new`;
      await writeFile(draft, text).catch(refuseFor(file));
      await rename(draft, file);
    },
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
    recentWorkspaces: () =>
      Promise.resolve(
        preferences.current.workspaces
          .filter((folder) => folder !== engine.folder)
          .map((folder) => ({ folder, exists: existsSync(folder) })),
      ),
    openWorkspace,
    theme: () => Promise.resolve(preferences.current.theme),
    setTheme: (theme) => {
      preferences.change({ theme });
      nativeTheme.themeSource = theme;
      return Promise.resolve();
    },
    engineState: () => Promise.resolve(engine.state),
  };
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
