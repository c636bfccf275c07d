/** Which workspace folder a start opens. */
import { join, resolve } from 'node:path';

interface Start {
  /** Arguments after the program and, in a checkout, the project folder. */
  readonly args: readonly string[];
  /** Folder that relative arguments are relative to. */
  readonly from: string;
  /** Workspaces used before, the last one first. */
  readonly recent: readonly string[];
  /** The person's folder of documents. */
  readonly documents: string;
  readonly exists: (folder: string) => boolean;
}

/** The one named by the first argument that is no switch, else the one used last, else a new one among the documents. */
export function chooseWorkspace({ args, from, recent, documents, exists }: Start): string {
  const named = args.find((argument) => !argument.startsWith('-'));
  if (named !== undefined) return resolve(from, named);
  return recent.find(exists) ?? join(documents, 'Aioli Workbench');
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
