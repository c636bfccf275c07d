/** The readers there are, and which one a file gets. */
import { Refusal } from '#base/refusal';
import { bytesOf, innerName } from './bytes.ts';
import { csv } from './csv.ts';
import { jsonl } from './jsonl.ts';
import { linesOf } from './lines.ts';
import { parquet } from './parquet.ts';
import { isPickleName, pickle } from './pickle.ts';
import type { Reader } from './reader.ts';
import { source } from './source.ts';
import { text } from './text.ts';

export type { Document, Reader, Rejection } from './reader.ts';

export const readers: readonly Reader[] = [text, source, jsonl, csv, parquet];

/** Ids that a group may name; 'auto' chooses by each file's name. */
export const readerIds: readonly string[] = ['auto', ...readers.map(({ id }) => id)];

/** How a group's files are read. */
export interface ReaderChoice {
  /** Whether a file is wanted by default. */
  readonly takes: (name: string) => boolean;
  readonly readerOf: (file: string) => Promise<Reader>;
}

/** @throws Refusal `reader_unknown` */
export function chooseReader(id: string): ReaderChoice {
  if (id === 'auto') return { takes: () => true, readerOf: guessReader };
  const reader = readers.find((candidate) => candidate.id === id);
  if (!reader)
    throw new Refusal('reader_unknown', `There is no reader "${id}".`, {
      field: 'source.reader',
      remedy: `Choose one of ${readerIds.join(', ')}.`,
    });
  return {
    takes: (name) => reader.takes(innerName(name)),
    readerOf: (file) => Promise.resolve(isPickleName(innerName(file)) ? pickle : reader),
  };
}

/** Whether a file holds many documents, by its name. */
export function isFileOfRecords(file: string): boolean {
  return /\.(jsonl|ndjson|csv|tsv|parquet)$/.test(innerName(file));
}

async function guessReader(file: string): Promise<Reader> {
  const name = innerName(file);
  if (isPickleName(name)) return pickle;
  if (csv.takes(name)) return csv;
  if (parquet.takes(name)) return parquet;
  if (/\.(jsonl|ndjson)$/.test(name)) return jsonl;
  if (name.endsWith('.json') && (await beginsWithObjectLine(file))) return jsonl;
  return text;
}

/** Whether the first line of a .json file is an object by itself: then every line is one. */
async function beginsWithObjectLine(file: string): Promise<boolean> {
  for await (const { bytes } of linesOf(bytesOf(file), 1 << 20)) {
    try {
      return bytes !== null && typeof JSON.parse(bytes.toString('utf8')) === 'object' && bytes.includes(123);
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }
  return false;
}
