/** Mean loss of each group on fixed chunks of its validation or test split; nothing changes. */
import * as tf from '@tensorflow/tfjs-core';
import { evaluationChunks } from '#corpus/sampler';
import type { SplitLosses } from '#contract/trainer';
import type { Workshop } from './learner.ts';

export interface EvaluationOrder {
  readonly split: 'val' | 'test';
  /** Largest number of sequences per group. */
  readonly sequences: number;
  readonly fraction?: number | undefined;
  readonly subset?: number | undefined;
}

/** Batches are filled across groups, in group order, so that equal orders compute equal numbers. */
export async function evaluate(shop: Workshop, parameters: tf.Tensor1D, order: EvaluationOrder): Promise<SplitLosses> {
  const { shards, context } = shop;
  const part = {
    ...(order.fraction !== undefined && { fraction: order.fraction }),
    ...(order.subset !== undefined && { subset: order.subset }),
  };
  const chunks = shards.map((group) => evaluationChunks(group, order.split, context, order.sequences, part));
  const all = chunks.flatMap((offsets, group) => offsets.map((offset) => ({ group, offset })));
  const sums = shards.map(() => 0);
  const rows = evenRows(all.length, evaluationRows(shop));
  for (let first = 0; first < all.length; first += rows) {
    const some = all.slice(first, first + rows);
    const read = new Int32Array(rows * context); // rows beyond the last chunk stay zeros, and are not looked at
    some.forEach(({ group, offset }, row) => shards[group]!.read(order.split, offset, context, read, row * context));
    const tokens = tf.tensor2d(read, [rows, context], 'int32');
    const losses = await sequenceLosses(shop, parameters, tokens);
    some.forEach(({ group }, row) => (sums[group]! += losses[row]!));
    tokens.dispose();
  }
  return { losses: sums.map((sum, i) => sum / chunks[i]!.length), sequences: chunks.map(({ length }) => length) };
}

/** Mean loss of each sequence of tokens (B,T). */
export async function sequenceLosses(
  { model, execution }: Pick<Workshop, 'model' | 'execution'>,
  parameters: tf.Tensor1D,
  tokens: tf.Tensor2D,
): Promise<Float32Array> {
  const { losses } = execution.run('losses', { parameters, tokens }, (inputs) => ({
    losses: model.losses(model.split(inputs.parameters), inputs.tokens),
  }));
  const read = await losses.data<'float32'>();
  losses.dispose();
  return read;
}

/** Sequences per batch, at most `most`, with as many in the last batch as in the others or nearly so. */
function evenRows(sequences: number, most: number): number {
  return Math.ceil(sequences / Math.ceil(sequences / most));
}

/** Most sequences per batch of an evaluation: enough to be quick, few enough that their logits fit into 256 MiB. */
export function evaluationRows({ model, context }: Pick<Workshop, 'model' | 'context'>): number {
  const vocabulary = model.parameters[0]!.shape[0]!;
  const tokens = Math.min(4096, 2 ** 26 / vocabulary);
  return Math.max(1, Math.floor(tokens / context));
}
