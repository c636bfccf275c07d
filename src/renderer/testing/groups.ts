/** Groups for component tests. */
import type { DropPlan, GroupSummary, SourcePreview } from '#contract/api';

export function group(name: string, more: Partial<GroupSummary> = {}): GroupSummary {
  const split = { documents: 10, bytes: 1000, tokens: null };
  return {
    id: `id ${name}`,
    name,
    colour: 0,
    source: { paths: [`/text/${name}`], include: [], exclude: [], reader: 'auto', textField: '' },
    licence: '',
    isEnabled: true,
    sameTextAs: [],
    state: 'ready',
    problem: null,
    version: 'v1',
    documents: 1234,
    bytes: 2_500_000,
    duplicates: 0,
    rejectedFiles: 0,
    splits: { train: split, val: split, test: split },
    unigramBitsPerByte: 4.2,
    tokenized: [],
    ...more,
  };
}

/** Each path as a group of three files, everything taken. */
export function planOf(paths: readonly string[]): DropPlan {
  return {
    perPath: paths.map((path) => ({
      name: (path.split('/').at(-1) ?? path).replace(/\..*$/, ''),
      path,
      files: 3,
      bytes: 1500,
    })),
    perChild: null,
    notTaken: { perPath: [], perChild: [] },
  };
}

/** A file of records with two fields that could be the text. */
export function aSourcePreview(changes: Partial<SourcePreview> = {}): SourcePreview {
  const fields = [
    { name: 'text', kind: 'text', meanCharacters: 800 },
    { name: 'body', kind: 'text', meanCharacters: 20 },
    { name: 'language', kind: 'text', meanCharacters: 2 },
  ] as const;
  return {
    files: [{ file: '/text/a.jsonl', bytes: 5000 }],
    filesTotal: 1,
    file: '/text/a.jsonl',
    reader: 'jsonl',
    problem: null,
    fields,
    textField: 'text',
    rows: Array.from({ length: 6 }, (_, index) => ({
      index,
      line: index + 1,
      cells: ['Whereas the parties', 'a note', 'en'],
      text: 'Whereas the parties',
      isCut: true,
      problem: null,
    })),
    total: 40,
    estimatedTotal: 40,
    ...changes,
  };
}
