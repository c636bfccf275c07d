/** Groups for component tests. */
import type { GroupSummary } from '#contract/api';

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
