/** JSON Lines: every line is an object that holds a document in one of its fields. */
import { bytesOf } from './bytes.ts';
import { linesOf, type Line } from './lines.ts';
import { UnreadableFile, type Document, type Reader } from './reader.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const limitBytes = 64 << 20;
/** Names that a text field usually has, the likeliest first. */
const usualFields = ['text', 'content', 'body', 'raw_content', 'document', 'article', 'passage', 'story', 'code'];

export const jsonl: Reader = {
  id: 'jsonl',
  title: 'JSON Lines, one document a line',
  takes: (name) => /\.(jsonl|ndjson|json)$/.test(name),

  async *documents(file, { textField, reject, onBytes }) {
    let field = textField;
    let lines = 0;
    for await (const line of linesOf(bytesOf(file, onBytes), limitBytes)) {
      const origin = `${file}:${line.number}`;
      try {
        const record = parse(line);
        if (record === undefined) continue;
        lines += 1;
        field ||= guessField(record);
        yield { text: textIn(record, field), origin } satisfies Document;
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        lines += 1;
        reject({ file: origin, reason: error.message, kind: error.kind });
      }
    }
    if (lines === 0) throw new UnreadableFile('is empty', 'empty');
  },
};

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

function guessField(record: object): string {
  const usual = usualFields.find((name) => typeof valueAt(record, name) === 'string');
  if (usual !== undefined) return usual;
  const strings = Object.keys(record).filter((name) => typeof valueAt(record, name) === 'string');
  if (strings.length === 1) return strings[0]!;
  throw new UnreadableFile(`has no field that is clearly the text; ${fieldsOf(record)}`, 'field');
}

function textIn(record: object, field: string): string {
  const value = field in record ? valueAt(record, field) : field.split('.').reduce<unknown>(valueAt, record);
  if (value !== undefined && typeof value !== 'string')
    throw new UnreadableFile(`holds ${kindOf(value)} in field "${field}" where text should be`, 'field');
  if (value === undefined) throw new UnreadableFile(`has no text in field "${field}"; ${fieldsOf(record)}`, 'field');
  if (value.trim() === '') throw new UnreadableFile('holds an empty text', 'empty');
  return value;
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function fieldsOf(record: object): string {
  return `its fields are ${Object.keys(record).slice(0, 12).join(', ') || 'none'}`;
}
