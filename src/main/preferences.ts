/** What the shell remembers between starts, in `preferences.json` of the user-data folder: workspaces, choices, window. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { firstWindowPreferences, zoomSteps, type WindowPreferences } from '#contract/calls/shell';

export interface WindowPlace {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximised: boolean;
}

export interface Preferences {
  /** Workspace folders, the last used first. */
  readonly workspaces: readonly string[];
  /** What the person set, on the page of preferences. */
  readonly chosen: WindowPreferences;
  readonly window: WindowPlace;
  /** Last folder of each kind of dialog. */
  readonly dialogFolders: Readonly<Record<string, string>>;
}

export const firstPreferences: Preferences = {
  workspaces: [],
  chosen: firstWindowPreferences,
  window: { width: 1280, height: 800, isMaximised: false },
  dialogFolders: {},
};

const mostRecent = 12;

/** The workspaces with `folder` in front, once. */
export function withWorkspace(workspaces: readonly string[], folder: string): readonly string[] {
  return [folder, ...workspaces.filter((other) => other !== folder)].slice(0, mostRecent);
}

/** Preferences from stored text; what is missing or makes no sense takes its first value. */
export function parsePreferences(text: string | null): Preferences {
  const stored = asObject(parseJson(text));
  const window = asObject(stored['window']);
  return {
    workspaces: Array.isArray(stored['workspaces'])
      ? stored['workspaces'].filter((folder): folder is string => typeof folder === 'string')
      : firstPreferences.workspaces,
    chosen: parseChosen(asObject(stored['chosen'])),
    window: {
      ...(isNumber(window['x']) && isNumber(window['y']) ? { x: window['x'], y: window['y'] } : {}),
      width: atLeast(window['width'], 640, firstPreferences.window.width),
      height: atLeast(window['height'], 480, firstPreferences.window.height),
      isMaximised: window['isMaximised'] === true,
    },
    dialogFolders: textsOf(stored['dialogFolders']),
  };
}

function parseChosen(stored: Record<string, unknown>): WindowPreferences {
  const { theme, zoom, motion, notifications, reopensLast } = stored;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    zoom: zoomSteps.find((step) => step === zoom) ?? firstWindowPreferences.zoom,
    motion: motion === 'reduced' ? motion : 'system',
    notifications: typeof notifications === 'boolean' ? notifications : firstWindowPreferences.notifications,
    reopensLast: typeof reopensLast === 'boolean' ? reopensLast : firstWindowPreferences.reopensLast,
    shortcuts: textsOf(stored['shortcuts']),
  };
}

/** Preferences in a file, written whole on each change. */
export class PreferenceFile {
  #current: Preferences;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    this.#current = parsePreferences(readIfThere(file));
  }
  get current(): Preferences {
    return this.#current;
  }
  change(changes: Partial<Preferences>): void {
    this.#current = { ...this.#current, ...changes };
    mkdirSync(dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(this.#current, null, 2));
    renameSync(draft, this.#file);
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // a half-written or hand-edited file: the program starts as if new
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(asObject(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
function atLeast(value: unknown, least: number, otherwise: number): number {
  return isNumber(value) && value >= least ? Math.round(value) : otherwise;
}
