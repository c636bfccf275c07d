/** The fields of a few records, flattened to dotted paths, as a person sees them before choosing the text field. */
import { scalarText, valueIn } from '../readers/fields.ts';

export type FieldKind = 'text' | 'number' | 'truth' | 'list' | 'object' | 'empty';

export interface FieldFacts {
  readonly name: string;
  readonly kind: FieldKind;
  /** Of the records seen, in characters; null unless it is text. */
  readonly meanCharacters: number | null;
}

/** Objects are opened up to here. */
const deepest = 3;
const cellCharacters = 300;

/**
 * @param names fields that are there in any case, in their order: columns of a table
 * @returns     in the order in which they are met
 */
export function fieldsOfRecords(records: readonly object[], names: readonly string[] = []): readonly FieldFacts[] {
  const pathsByName = new Map<string, Set<string>>(names.map((name) => [name, new Set()]));
  for (const record of records)
    for (const [name, value] of Object.entries(record)) {
      const paths = pathsByName.get(name) ?? new Set();
      for (const path of pathsOf(value, name, 0)) paths.add(path);
      pathsByName.set(name, paths);
    }
  const leaves = [...pathsByName].flatMap(([name, paths]) => {
    const inner = [...paths].filter((path) => ![...paths].some((other) => other.startsWith(`${path}.`)));
    return inner.length > 0 ? inner : [name];
  });
  return leaves.map((name) => {
    const values = records
      .map((record) => valueIn(record, name))
      .filter((value) => value !== undefined && value !== null);
    const kind = kindOf(values[0]);
    const texts = values.filter((value) => typeof value === 'string');
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    return { name, kind, meanCharacters: kind === 'text' ? Math.round(characters / texts.length) : null };
  });
}

/** What a field holds, as short text; null when it is absent. */
export function cellOf(record: object, field: string): string | null {
  const value = valueIn(record, field);
  if (value === undefined || value === null) return null;
  const text = scalarText(value) ?? JSON.stringify(value, (_key, inner: unknown) => scalarOf(inner));
  return text.length > cellCharacters ? `${text.slice(0, cellCharacters)}…` : text;
}

/** The path itself, or those inside an object. */
function pathsOf(value: unknown, path: string, depth: number): string[] {
  if (kindOf(value) !== 'object' || value instanceof Date || depth === deepest) return [path];
  const inner = Object.entries(value as object);
  return inner.length === 0 ? [path] : inner.flatMap(([name, one]) => pathsOf(one, `${path}.${name}`, depth + 1));
}

function kindOf(value: unknown): FieldKind {
  if (value === undefined || value === null) return 'empty';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'boolean') return 'truth';
  return Array.isArray(value) ? 'list' : 'object';
}

/** Numbers of 64 bits, which JSON does not write, as text. */
function scalarOf(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
