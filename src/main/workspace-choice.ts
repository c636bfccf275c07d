/** What a start opens: a workspace, files, or the start page. */
import { resolve } from 'node:path';
import type { ExaminedPath } from '#contract/api';

interface Start {
  /** Arguments after the program and, in a checkout, the project folder. */
  readonly args: readonly string[];
  /** Folder that relative arguments are relative to. */
  readonly from: string;
  /** Workspaces used before, the last one first. */
  readonly recent: readonly string[];
  /** Whether a start that names no workspace opens the last one. */
  readonly reopensLast: boolean;
  readonly kindOf: (path: string) => ExaminedPath['kind'];
}

export interface StartChoice {
  /** Null for the start page. */
  readonly workspace: string | null;
  readonly isSafe: boolean;
  /** Experiment files and text that the window is asked about. */
  readonly files: readonly string[];
}

/**
 * The workspace is the first folder that is named, or a name that does not exist yet; else the one used last, unless the
 * person would rather be asked. Files among the arguments are for the window.
 */
export function chooseStart({ args, from, recent, reopensLast, kindOf }: Start): StartChoice {
  const named = args.filter((argument) => !argument.startsWith('-')).map((argument) => resolve(from, argument));
  const isFile = (path: string) => ['file', 'experiment'].includes(kindOf(path)) || path.endsWith('.json');
  const files = named.filter(isFile);
  const folder = named.find((path) => !files.includes(path));
  const last = reopensLast ? recent.find((path) => kindOf(path) !== 'missing') : undefined;
  return { workspace: folder ?? last ?? null, isSafe: args.includes('--safe-mode'), files };
}

/**
 * Arguments meant for the program: a checkout is started as `electron [switches] <project folder> [arguments]`, a
 * packaged program without the folder.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const rest = argv.slice(1);
  if (isPackaged) return rest;
  const project = rest.findIndex((argument) => !argument.startsWith('-'));
  return project === -1 ? rest : rest.slice(project + 1);
}
