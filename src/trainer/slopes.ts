/**
 * What steps on each group alone would lower each validation loss by, to first order. The optimiser is played as it is, with
 * its moments, clipping, decay and schedule, along gradients that stay those of the model now; a loss then falls by its
 * gradient times the way that the parameters would go. Nothing changes.
 */
import * as tf from '@tensorflow/tfjs-core';
import { chunksIn } from '#corpus/chunks';
import { permutationOf } from '#corpus/permutation';
import { evaluationChunks } from '#corpus/sampler';
import type { Shards } from '#corpus/shards';
import type { Learner, Workshop } from './learner.ts';
import { clipped, norm } from './optimiser.ts';
import { lossesAndGradient } from './step.ts';

export interface SlopesOrder {
  /** Of the optimiser, on each group alone. */
  readonly steps: number;
  /** Of each group, of validation and of training text. */
  readonly sequences: number;
  /** Which random ones. */
  readonly subset: number;
  /** Largest number of sequences per group in a validation pass; those for the slopes are some of them. */
  readonly evaluationSequences: number;
}

/** Sequences of a group, by the number of their first token in the split. */
interface Sequences {
  readonly group: Shards;
  readonly split: 'train' | 'val';
  readonly offsets: readonly number[];
}

/**
 * Holds a vector as long as the parameters for each group meanwhile.
 *
 * @returns entry (i, j): fall of group i's validation loss, nats per token, after the steps on group j alone
 */
export async function slopes(
  shop: Workshop,
  learner: Learner,
  order: SlopesOrder,
): Promise<{ readonly falls: readonly (readonly number[])[] }> {
  const { shards } = shop;
  const columns = tf.tidy(() => {
    const targets = shards.map((group) => meanGradient(shop, learner, validationOf(shop, group, order)));
    return shards.map((group) =>
      tf.tidy(() => {
        const batches = trainingBatches(shop, group, order).map((batch) => clippedGradient(shop, learner, batch));
        const way = learner.wayAlong(batches, order.steps);
        return tf.stack(targets.map((target) => tf.sum(tf.mul(target, way))));
      }),
    );
  });
  const read = await Promise.all(columns.map((column) => column.data<'float32'>()));
  tf.dispose(columns);
  return { falls: shards.map((_group, i) => read.map((column) => column[i]!)) };
}

function validationOf({ context }: Workshop, group: Shards, order: SlopesOrder): Sequences {
  const { sequences, subset, evaluationSequences: limit } = order;
  const fraction = Math.min(1, sequences / Math.min(limit, chunksIn(group, 'val', context)));
  return { group, split: 'val', offsets: evaluationChunks(group, 'val', context, limit, { fraction, subset }) };
}

/** Whole batches, as training would clip them; one short batch where the sequences do not fill one. */
function trainingBatches({ context, training }: Workshop, group: Shards, order: SlopesOrder): readonly Sequences[] {
  const chunks = chunksIn(group, 'train', context);
  const place = permutationOf(chunks, 'slopes', order.subset, group.meta.key);
  const all = Array.from({ length: Math.min(order.sequences, chunks) }, (_, i) => place(i) * context);
  const size = Math.min(training.batch, all.length);
  return Array.from({ length: Math.floor(all.length / size) }, (_, n) => ({
    group,
    split: 'train',
    offsets: all.slice(n * size, (n + 1) * size),
  }));
}

/** Gradient of the mean loss over the sequences, in parts no larger than a batch of training. */
function meanGradient(shop: Workshop, learner: Learner, sequences: Sequences): tf.Tensor1D {
  const { length } = sequences.offsets;
  const rows = Math.ceil(length / Math.ceil(length / shop.training.batch));
  const parts = Array.from({ length: Math.ceil(length / rows) }, (_, n) => ({
    ...sequences,
    offsets: sequences.offsets.slice(n * rows, (n + 1) * rows),
  }));
  return parts.slice(1).reduce(
    (sum, part) =>
      tf.tidy(() => {
        const next = tf.add<tf.Tensor1D>(sum, gradientOf(shop, learner, part, 1 / length));
        sum.dispose();
        return next;
      }),
    gradientOf(shop, learner, parts[0]!, 1 / length),
  );
}

function clippedGradient(shop: Workshop, learner: Learner, batch: Sequences): tf.Tensor1D {
  return tf.tidy(() => {
    const gradient = gradientOf(shop, learner, batch, 1 / batch.offsets.length);
    return clipped(gradient, norm(gradient), shop.training.clip);
  });
}

/** @param weight of each sequence's loss */
function gradientOf(
  { model, execution, context }: Workshop,
  { parameters }: Learner,
  { group, split, offsets }: Sequences,
  weight: number,
): tf.Tensor1D {
  const read = new Int32Array(offsets.length * context);
  offsets.forEach((offset, row) => group.read(split, offset, context, read, row * context));
  return tf.tidy(() => {
    const tokens = tf.tensor2d(read, [offsets.length, context], 'int32');
    const weights = tf.fill<tf.Rank.R1>([offsets.length], weight);
    return execution.run('gradient', { parameters, tokens, weights }, (inputs) => ({
      gradient: lossesAndGradient(model, inputs.parameters, inputs).gradient,
    })).gradient;
  });
}
