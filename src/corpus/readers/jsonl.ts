/** JSON Lines: every line is an object that holds a document in one of its fields. */
import { bytesOf } from './bytes.ts';
import { limitBytes, linesOf, type Line } from './lines.ts';
import { UnreadableFile, type Reader } from './reader.ts';
import { documentsOf, type FileRecord } from './records.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const jsonl: Reader = {
  id: 'jsonl',
  title: 'JSON Lines, one document a line',
  takes: (name) => /\.(jsonl|ndjson|json)$/.test(name),
  records,
  documents: (file, options) => documentsOf(records(file, options.onBytes), options),
};

async function* records(file: string, onBytes?: (bytes: number) => void): AsyncGenerator<FileRecord> {
  for await (const line of linesOf(bytesOf(file, onBytes), limitBytes)) {
    const value = recordOf(line);
    if (value !== undefined) yield { origin: `${file}:${line.number}`, value };
  }
}

/** The record of a line, or why it is none; undefined for a blank line. */
export function recordOf(line: Line): object | UnreadableFile | undefined {
  try {
    return parse(line);
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
}

/** The object of a line; undefined for a blank line. */
function parse({ number, bytes }: Line): object | undefined {
  if (bytes === null) throw new UnreadableFile(`is longer than ${limitBytes >> 20} MB`);
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch (error) {
    throw new UnreadableFile('is not valid UTF-8', 'unreadable', { cause: error });
  }
  if (number === 1) text = text.replace(/^\uFEFF/, ''); // some editors mark the first line
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UnreadableFile(`is not JSON: ${(error as Error).message}`, 'unreadable', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadableFile('is not a JSON object');
  return value;
}
