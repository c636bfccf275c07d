/**
 * Batches of training sequences at given proportions. A sequence is a chunk of C consecutive tokens; the chunks of a
 * group are visited in a seeded order that a position alone determines, so that a cursor is two numbers.
 */
import type { RandomState } from '#base/random';
import type { Shards } from './shards.ts';
import type { Split } from './split.ts';

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
  /** Full passes over each group's training chunks so far, fractional. */
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
 * group's data in the same order. Batches reuse no memory.
 *
 * @throws Refusal `group_too_small` when a group's training split is shorter than one sequence
 */
export declare function openSampler(options: SamplerOptions): Sampler;

/**
 * First token numbers of the chunks to evaluate on, ascending: `shards.read(split, offset, context)`. The set does not
 * depend on any seed; it is spread evenly at random over the split.
 *
 * @param limit largest number of chunks
 * @param sample a random part of that set: share in (0, 1], at least one chunk; same `subset`, same chunks
 * @throws Refusal `group_too_small` when the split is shorter than one sequence
 */
export declare function evaluationChunks(
  shards: Shards,
  split: Split,
  context: number,
  limit: number,
  sample?: { readonly fraction?: number; readonly subset?: number },
): readonly number[];
