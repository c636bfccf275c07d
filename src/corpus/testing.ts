/** A folder of real files for one test file. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ingest, type Ingested, type IngestOptions } from './ingest.ts';
import type { TextSource } from './source.ts';

export interface Scene {
  readonly folder: string;
  /** Writes a file below the folder. @returns its path */
  write(name: string, content: string | Uint8Array): string;
  /** Ingests into `texts` below the folder. */
  ingest(source: Partial<TextSource> & Pick<TextSource, 'paths'>, options?: Partial<IngestOptions>): Promise<Ingested>;
  /** Folder of a stored text. */
  textFolder(version: string): string;
  remove(): void;
}

export function newScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  return {
    folder,
    write(name, content) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    ingest: (source, options) =>
      ingest(
        { include: [], exclude: [], reader: 'auto', textField: '', ...source },
        { root: folder, textsFolder: join(folder, 'texts'), ...options },
      ),
    textFolder: (version) => join(folder, 'texts', version),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Distinct documents of a line each. */
export function documentsOf(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name} ${i}: ${'words '.repeat(1 + (i % 7))}`);
}

/** Documents as JSON Lines. */
export function asLines(documents: readonly string[]): string {
  return documents.map((text) => JSON.stringify({ text }) + '\n').join('');
}
