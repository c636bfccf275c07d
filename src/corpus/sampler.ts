/**
 * Batches of training sequences at given proportions. A sequence is a chunk of C consecutive tokens; the chunks of a
 * group are visited in a seeded order that a position alone determines, so that a cursor is two numbers.
 */
import { randomFor, randomFrom, type RandomState } from '#base/random';
import { exactCarry, multinomialCounts } from '#base/rounding';
import { chunksIn } from './chunks.ts';
import { permutationOf } from './permutation.ts';
import type { Shards } from './shards.ts';

export { evaluationChunks } from './chunks.ts';

/** How a batch is divided among groups. */
export type BatchSplitter = 'multinomial' | 'exactCarry';

/** Where a group's data stands: `position` chunks of epoch `epoch` are used up. */
export interface Cursor {
  readonly epoch: number;
  readonly position: number;
}

/** Everything needed to go on with exactly the same batches; plain data. */
export interface SamplerState {
  readonly cursors: readonly Cursor[];
  /** What `exactCarry` owes each group. */
  readonly carry: readonly number[];
  readonly counts: RandomState;
  readonly order: RandomState;
}

export interface Batch {
  /** (B, C) token ids, row by row. */
  readonly tokens: Int32Array;
  /** (B) group number of each row. */
  readonly groups: Int32Array;
  /** Rows per group, in group order. */
  readonly counts: readonly number[];
}

export interface Sampler {
  /** Forgets what `exactCarry` owes: call it at every change of proportions. */
  beginSegment(): void;
  /** @param p one share per group, on the simplex */
  draw(p: readonly number[], splitter: BatchSplitter): Batch;
  state(): SamplerState;
  /** Passes over each group's training chunks so far, fractional. */
  epochs(): readonly number[];
}

export interface SamplerOptions {
  /** One per group, in group order. */
  readonly shards: readonly Shards[];
  /** C, tokens per sequence. */
  readonly context: number;
  /** B, sequences per batch. */
  readonly batch: number;
  readonly seed: number;
  /** Goes on from here. */
  readonly state?: SamplerState;
}

/**
 * The k-th sequence drawn from a group depends on the seed and that group's shards alone, so every method sees a
 * group's data in the same order. Batches share no memory.
 *
 * @throws Refusal `group_too_small` when a group's training split is shorter than one sequence
 */
export function openSampler({ shards, context, batch, seed, state }: SamplerOptions): Sampler {
  const orders = shards.map((group, j) => openOrder(group, context, seed, state?.cursors[j]));
  const countsRandom = state ? randomFrom(state.counts) : randomFor(seed, 'batch counts');
  const orderRandom = state ? randomFrom(state.order) : randomFor(seed, 'batch order');
  let carry: readonly number[] = state?.carry ?? shards.map(() => 0);

  const split = (p: readonly number[], splitter: BatchSplitter): readonly number[] => {
    if (splitter === 'multinomial') return multinomialCounts(batch, p, countsRandom);
    const exact = exactCarry(batch, p, carry);
    carry = exact.carry;
    return exact.counts;
  };

  return {
    beginSegment: () => void (carry = shards.map(() => 0)),
    draw(p, splitter) {
      const counts = split(p, splitter);
      const rows = orderRandom.shuffled(counts.flatMap((count, j) => Array<number>(count).fill(j)));
      const tokens = new Int32Array(rows.length * context);
      rows.forEach((j, row) => shards[j]!.read('train', orders[j]!.next() * context, context, tokens, row * context));
      return { tokens, groups: Int32Array.from(rows), counts };
    },
    state: () => ({
      cursors: orders.map((order) => order.cursor()),
      carry,
      counts: countsRandom.state(),
      order: orderRandom.state(),
    }),
    epochs: () => orders.map((order) => order.cursor().epoch + order.cursor().position / order.chunks),
  };
}

interface ChunkOrder {
  readonly chunks: number;
  next(): number;
  cursor(): Cursor;
}

/** The seeded order of one group's chunks, another one in every epoch. */
function openOrder(
  shards: Shards,
  context: number,
  seed: number,
  from: Cursor = { epoch: 0, position: 0 },
): ChunkOrder {
  const chunks = chunksIn(shards, 'train', context);
  const orderOf = (epoch: number) => permutationOf(chunks, 'chunk order', seed, shards.meta.key, epoch);
  let { epoch, position } = from;
  let place = orderOf(epoch);
  return {
    chunks,
    next() {
      if (position === chunks) {
        epoch += 1;
        position = 0;
        place = orderOf(epoch);
      }
      return place(position++);
    },
    cursor: () => ({ epoch, position }),
  };
}
