/** What two groups share, for component tests. */
import type { LeakCell, NearPair, OverlapCell, OverlapReport } from '#contract/api';

const pair: NearPair = {
  a: { group: 'id law', split: 'train', index: 3, text: 'Whereas the parties agree to mend a bridge.', isCut: false },
  b: { group: 'id code', split: 'test', index: 8, text: 'Note: the parties agree to mend it.', isCut: true },
  similarity: 0.8,
};

/** Law and code share a little; one held-out part of code leaks, one of law a little. */
export function anOverlapReport(): OverlapReport {
  const cell = (changes: Partial<OverlapCell> = {}): OverlapCell => ({
    exact: 0,
    near: 0,
    shared: 1,
    examples: [],
    ...changes,
  });
  const leak = (
    evaluated: string,
    trained: string,
    split: 'val' | 'test',
    changes: Partial<LeakCell> = {},
  ): LeakCell => ({
    evaluated: `id ${evaluated}`,
    trained: `id ${trained}`,
    split,
    documents: 40,
    exact: 0,
    near: 0,
    shared: 0,
    verdict: 'clean',
    examples: [],
    ...changes,
  });
  return {
    groups: ['law', 'code'].map((name) => ({ id: `id ${name}`, name, version: 'v1', documents: 400 })),
    cells: [
      [cell(), cell({ exact: 1, near: 3, shared: 0.125, examples: [pair] })],
      [cell({ exact: 1, near: 2, shared: 0.2 }), cell()],
    ],
    leaks: [
      leak('law', 'law', 'val'),
      leak('law', 'law', 'test'),
      leak('law', 'code', 'val', { documents: 200, near: 1, verdict: 'some' }),
      leak('law', 'code', 'test'),
      leak('code', 'law', 'val'),
      leak('code', 'law', 'test', { exact: 1, near: 3, verdict: 'leaks', examples: [pair] }),
      leak('code', 'code', 'val'),
      leak('code', 'code', 'test'),
    ],
    settings: { nearSimilarity: 0.7, shingleWords: 5, sequenceWords: 8, hashes: 128 },
    checkedAt: '2026-01-01T10:00:00Z',
  };
}
