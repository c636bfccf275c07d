/** What the window asks of the shell (Electron's main process), not of the engine. */

/** What only the main process can do for the window. */
export interface ShellApi {
  about(): Promise<{ readonly version: string; readonly versions: Readonly<Record<string, string>> }>;
  chooseFiles(): Promise<readonly string[]>;
  chooseFolders(): Promise<readonly string[]>;
  /** Where to save; null when the person changed their mind. */
  chooseSave(suggested: string, extension: string): Promise<string | null>;
  writeText(file: string, text: string): Promise<void>;
  readText(file: string): Promise<string>;
  copyText(text: string): Promise<void>;
  revealFolder(folder: string): Promise<void>;
  /** Keeps a report's HTML for as long as the window lasts. @returns an address that a frame of the window may show */
  previewDocument(html: string): Promise<string>;
  recentWorkspaces(): Promise<readonly { readonly folder: string; readonly exists: boolean }[]>;
  /** Opens another workspace in this window: the engine is started anew. */
  openWorkspace(folder: string): Promise<void>;
  theme(): Promise<ThemeChoice>;
  setTheme(theme: ThemeChoice): Promise<void>;
  /** Whether the engine is up, and why not when it is not. */
  engineState(): Promise<EngineState>;
}
export type ThemeChoice = 'system' | 'light' | 'dark';
export type EngineState =
  | { readonly state: 'starting' | 'ready' }
  | { readonly state: 'refused'; readonly message: string; readonly remedy: string }
  | { readonly state: 'lost'; readonly message: string };

export interface ShellNews {
  engineChanged: EngineState;
  themeChanged: 'light' | 'dark';
  /** A menu entry was chosen: the id of a command of the palette. */
  commandChosen: string;
}
