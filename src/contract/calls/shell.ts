/** What the window asks of the shell (Electron's main process), not of the engine. */

export type ThemeChoice = 'system' | 'light' | 'dark';

/** What a person set for the program as a whole, whatever workspace is open. */
export interface WindowPreferences {
  readonly theme: ThemeChoice;
  /** Factor of the interface's size; one of `zoomSteps`. */
  readonly zoom: number;
  /** 'reduced' stills everything that moves, whatever the system says. */
  readonly motion: 'system' | 'reduced';
  /** Whether the system tells that a run or the queue has ended while the window is behind others. */
  readonly notifications: boolean;
  /** Whether a start without a folder opens the last workspace; else the start page. */
  readonly reopensLast: boolean;
  /** Keys by the id of a command, where they differ from the program's own; empty for none. */
  readonly shortcuts: Readonly<Record<string, string>>;
}

export const firstWindowPreferences: WindowPreferences = {
  theme: 'system',
  zoom: 1,
  motion: 'system',
  notifications: true,
  reopensLast: true,
  shortcuts: {},
};

/** Sizes of the interface that keys and preferences step through. */
export const zoomSteps = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export interface RecentWorkspace {
  readonly folder: string;
  readonly exists: boolean;
  /** Of all its files; null when it is missing. */
  readonly bytes: number | null;
  /** ISO time of the last change of its store; null when it has none. */
  readonly changedAt: string | null;
}

/** How a workspace is opened, other than in the usual way. */
export interface OpeningChoice {
  /** Starts no run and skips the last view, so that nothing in the workspace can stop the start. */
  readonly isSafe?: boolean;
  /** Only looks: for a medium that cannot be written, or beside another program. */
  readonly isReadOnly?: boolean;
  /** Puts this kept copy of the store back first; the store that is there is kept aside. */
  readonly restores?: string;
}

/** What only the main process can do for the window. */
export interface ShellApi {
  about(): Promise<{ readonly version: string; readonly versions: Readonly<Record<string, string>> }>;
  chooseFiles(): Promise<readonly string[]>;
  chooseFolders(): Promise<readonly string[]>;
  /** Where to save; null when the person changed their mind. */
  chooseSave(suggested: string, extension: string): Promise<string | null>;
  writeText(file: string, text: string): Promise<void>;
  writeBytes(file: string, bytes: Uint8Array): Promise<void>;
  readText(file: string): Promise<string>;
  copyText(text: string): Promise<void>;
  revealFolder(folder: string): Promise<void>;
  /** Keeps a report's HTML for as long as the window lasts. @returns an address that a frame of the window may show */
  previewDocument(html: string): Promise<string>;
  /** Those other than the open one, the last used first. */
  recentWorkspaces(): Promise<readonly RecentWorkspace[]>;
  /** Takes a workspace off that list; its folder stays. */
  forgetWorkspace(folder: string): Promise<void>;
  /** Opens another workspace in this window: the engine is started anew. */
  openWorkspace(folder: string, choice?: OpeningChoice): Promise<void>;
  /** Lets the workspace go and shows the start page. */
  closeWorkspace(): Promise<void>;
  /** What dropped or named paths are, so that the window can say what it would do with them. */
  examinePaths(paths: readonly string[]): Promise<readonly ExaminedPath[]>;
  /** Files that the program was started with, once. */
  takeStartFiles(): Promise<readonly string[]>;
  preferences(): Promise<WindowPreferences>;
  changePreferences(changes: Partial<WindowPreferences>): Promise<WindowPreferences>;
  /** What Edit ▸ Undo and Redo say in the native menu. */
  nameEdits(undo: string | null, redo: string | null): Promise<void>;
  /** Tells through the system, unless notifications are off or the window is in front. */
  notify(title: string, body: string): Promise<void>;
  /** Whether the engine is up, and why not when it is not. */
  engineState(): Promise<EngineState>;
}

export interface ExaminedPath {
  readonly path: string;
  readonly kind: 'workspace' | 'experiment' | 'folder' | 'file' | 'missing';
}

export type EngineState =
  | { readonly state: 'starting' | 'ready' }
  /** No workspace is open. */
  | { readonly state: 'none' }
  | {
      readonly state: 'refused';
      /** Code of the refusal: what else can be offered depends on it. */
      readonly code: string;
      readonly folder: string;
      readonly message: string;
      readonly remedy: string;
      /** Kept copies of the store, the newest first. */
      readonly copies: readonly KeptCopy[];
    }
  | { readonly state: 'lost'; readonly message: string; /** Times in a row. */ readonly times: number };

/** A copy of a workspace's store, made daily or named by a person. */
export interface KeptCopy {
  /** File name in `copies/`. */
  readonly file: string;
  /** The person's name for it; empty for a daily one. */
  readonly name: string;
  readonly at: string;
  readonly bytes: number;
}

export interface ShellNews {
  engineChanged: EngineState;
  themeChanged: 'light' | 'dark';
  preferencesChanged: WindowPreferences;
  /** A menu entry was chosen: the id of a command of the palette. */
  commandChosen: string;
  /** Files that a second start of the program handed over. */
  filesOpened: readonly string[];
}
