/** Fields of a record: which one is the text, and what the others hold. */
import { UnreadableFile } from './reader.ts';

/** A field by its name or dotted path, and its value as text. */
export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

/** Names that a text field usually has, the likeliest first. */
const usualFields = ['text', 'content', 'body', 'raw_content', 'document', 'article', 'passage', 'story', 'code'];

/** @throws UnreadableFile when no field is clearly the text */
export function guessField(record: object): string {
  const usual = usualFields.find((name) => typeof valueAt(record, name) === 'string');
  if (usual !== undefined) return usual;
  const strings = Object.keys(record).filter((name) => typeof valueAt(record, name) === 'string');
  if (strings.length === 1) return strings[0]!;
  throw new UnreadableFile(`has no field that is clearly the text; ${fieldsOf(record)}`, 'field');
}

/** @throws UnreadableFile when the field is not there, is no text, or is blank */
export function textIn(record: object, field: string): string {
  const value = valueIn(record, field);
  if (value !== undefined && typeof value !== 'string')
    throw new UnreadableFile(`holds ${kindOf(value)} in field "${field}" where text should be`, 'field');
  if (value === undefined) throw new UnreadableFile(`has no text in field "${field}"; ${fieldsOf(record)}`, 'field');
  if (value.trim() === '') throw new UnreadableFile('holds an empty text', 'empty');
  return value;
}

/** What a field holds: by its whole name, else by its dotted path. */
export function valueIn(record: object, field: string): unknown {
  return field in record ? valueAt(record, field) : field.split('.').reduce<unknown>(valueAt, record);
}

/** A text, number, truth value or time as text; undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

/** Whether a record's field holds the value. */
export function holds(record: object, { field, value }: FieldValue): boolean {
  return scalarText(valueIn(record, field)) === value;
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
