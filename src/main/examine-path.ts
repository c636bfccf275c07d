/** What a path that was named or dropped is. */
import { existsSync, openSync, readSync, closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExaminedPath } from '#contract/api';

/** Enough to see the first fields of an experiment file. */
const headBytes = 4096;

export function kindOfPath(path: string): ExaminedPath['kind'] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 'missing';
  if (found.isDirectory()) return existsSync(join(path, 'workspace.sqlite')) ? 'workspace' : 'folder';
  return path.endsWith('.json') && looksLikeExperiment(head(path)) ? 'experiment' : 'file';
}

/** By the fields that only an experiment file has; the form says what is wrong with the rest. */
function looksLikeExperiment(text: string): boolean {
  return (
    /^\s*\{/.test(text.replace(/^\ufeff/, '')) && /"methods"\s*:/.test(text) && /"(groups|seeds|format)"\s*:/.test(text)
  );
}

function head(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(headBytes);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, headBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}
