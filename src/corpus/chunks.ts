/** Sequences of a split: chunks of C consecutive tokens, the last partial one dropped. */
import { randomFor } from '#base/random';
import { Refusal } from '#base/refusal';
import { permutationOf } from './permutation.ts';
import type { Shards } from './shards.ts';
import type { Split } from './split.ts';

/** How many sequences a split holds. @throws Refusal `group_too_small` when there is none */
export function chunksIn(shards: Shards, split: Split, context: number): number {
  const tokens = shards.tokens(split);
  if (tokens >= context) return Math.floor(tokens / context);
  throw new Refusal(
    'group_too_small',
    `Group "${shards.name}" is smaller than one sequence: its ${nameOf[split]} split has ${tokens} tokens, a sequence is ${context}.`,
    { field: `groups.${shards.name}`, remedy: 'Add text to the group, or choose a shorter context.' },
  );
}

/**
 * First token numbers of the chunks to evaluate on, ascending: `shards.read(split, offset, context)`. The set does not
 * depend on any seed, only on the group's text; where the limit cuts, it is spread at random over the split.
 *
 * @param limit  largest number of chunks
 * @param sample a random part of that set: share in (0, 1], at least one chunk; same `subset`, same chunks
 * @throws Refusal `group_too_small` when the split is shorter than one sequence
 */
export function evaluationChunks(
  shards: Shards,
  split: Split,
  context: number,
  limit: number,
  { fraction = 1, subset = 0 }: { readonly fraction?: number; readonly subset?: number } = {},
): readonly number[] {
  const chunks = chunksIn(shards, split, context);
  const place = permutationOf(chunks, 'evaluation', split, shards.meta.key);
  const all = Array.from({ length: Math.min(limit, chunks) }, (_, i) => place(i) * context).sort((a, b) => a - b);
  if (fraction >= 1) return all;
  const size = Math.max(1, Math.round(fraction * all.length));
  const random = randomFor(subset, `evaluation subset ${split} ${shards.meta.key}`);
  return random
    .shuffled(all)
    .slice(0, size)
    .sort((a, b) => a - b);
}

const nameOf = { train: 'training', val: 'validation', test: 'test' } as const;
