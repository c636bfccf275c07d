/** Measures a training batch without stepping: what DoReMi and DoGE ask for. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '#corpus/sampler';
import type { Proportions } from '#mixing/method';
import { type Learner, meansByGroup, type Workshop } from './learner.ts';
import { clipped, norm } from './optimiser.ts';
import { lossesAndGradient } from './step.ts';

export interface ProbeOrder {
  readonly proportions: Proportions;
  readonly reference?: Learner | undefined;
  readonly tokenExcess?: true | undefined;
  readonly gradients?: { readonly validationSequences: number; readonly perGroup?: true } | undefined;
}

type PerGroup = readonly (number | null)[];

export interface ProbeResult {
  readonly counts: readonly number[];
  readonly losses: PerGroup;
  readonly referenceLosses?: PerGroup;
  readonly tokenExcess?: PerGroup;
  readonly alignments?: readonly number[];
  readonly gradientNorms?: readonly number[];
  readonly gradientScales?: readonly number[];
  readonly alignmentMatrix?: readonly (readonly number[])[];
  readonly learningRate: number;
}

/** Gradients are clipped one by one to the training setting's largest norm before they are multiplied. */
export async function probe(shop: Workshop, learner: Learner, order: ProbeOrder): Promise<ProbeResult> {
  const batch = learner.keepBatch(order.proportions);
  return {
    counts: batch.counts,
    ...(await lossesOf(shop, learner, batch, order)),
    ...(order.gradients && (await alignmentsOf(shop, learner, batch, order.gradients))),
    learningRate: learner.learningRate,
  };
}

/** Losses of the batch per group; with a reference also its losses, and how far tokens lie above them. */
async function lossesOf(shop: Workshop, learner: Learner, batch: Batch, { reference, tokenExcess }: ProbeOrder) {
  const own = await tokenLosses(shop, learner, batch);
  const byGroup = (perToken: Float32Array): PerGroup => groupMeans(perToken, batch);
  if (!reference) return { losses: byGroup(own) };
  const theirs = await tokenLosses(shop, reference, batch);
  return {
    losses: byGroup(own),
    referenceLosses: byGroup(theirs),
    ...(tokenExcess && { tokenExcess: byGroup(own.map((loss, token) => Math.max(0, loss - theirs[token]!))) }),
  };
}

/** Loss of every prediction in the batch, sequence by sequence. */
async function tokenLosses(
  { model, execution, context }: Workshop,
  learner: Learner,
  batch: Batch,
): Promise<Float32Array> {
  const { parameters } = learner;
  const tokens = tf.tensor2d(batch.tokens, [batch.groups.length, context], 'int32');
  const { losses } = execution.run('token losses', { parameters, tokens }, (inputs) => ({
    losses: model.tokenLosses(model.split(inputs.parameters), inputs.tokens),
  }));
  const read = await losses.data<'float32'>();
  tf.dispose([tokens, losses]);
  return read;
}

/** Means over each group's sequences of their mean over tokens. */
function groupMeans(perToken: Float32Array, { groups, counts }: Batch): PerGroup {
  const length = perToken.length / groups.length;
  const ofSequence = Array.from(groups, (_group, row) => {
    const own = perToken.subarray(row * length, (row + 1) * length);
    return own.reduce((sum, value) => sum + value, 0) / length;
  });
  return meansByGroup(ofSequence, groups, counts.length);
}

/** A gradient, and its norm before clipping. */
type ClippedGradient = Readonly<{ gradient: tf.Tensor1D; length: tf.Scalar }>;

async function alignmentsOf(
  shop: Workshop,
  learner: Learner,
  batch: Batch,
  { validationSequences, perGroup }: NonNullable<ProbeOrder['gradients']>,
) {
  const { model, execution, context, training } = shop;
  const { clip } = training;
  const clippedGradient = (sequences: Int32Array): ClippedGradient =>
    tf.tidy(() => {
      const rows = sequences.length / context;
      const tokens = tf.tensor2d(sequences, [rows, context], 'int32');
      const weights = tf.tensor1d(new Float32Array(rows).fill(1 / rows));
      const { parameters } = learner;
      return execution.run('clipped gradient', { parameters, tokens, weights }, (inputs): ClippedGradient => {
        const { gradient } = lossesAndGradient(model, inputs.parameters, inputs);
        const length = norm(gradient);
        return { gradient: clipped(gradient, length, clip), length };
      });
    });
  const validation = learner.drawValidation(validationSequences);
  const drawn = [...batch.counts.keys()].filter((group) => batch.counts[group]! > 0);
  const measured = tf.tidy(() => {
    const targets = [clippedGradient(validation.tokens).gradient];
    if (perGroup)
      for (const group of batch.counts.keys()) {
        const own = rowsOf(validation, group, shop.context);
        targets.push(own.length > 0 ? clippedGradient(own).gradient : tf.zerosLike(targets[0]!));
      }
    return drawn.map((group) =>
      tf.tidy(() => {
        const { gradient, length } = clippedGradient(rowsOf(batch, group, shop.context));
        const products = targets.map((target) => tf.sum(tf.mul(gradient, target)));
        return tf.stack([length, norm(gradient), ...products]);
      }),
    );
  });
  const read = await Promise.all(measured.map((numbers) => numbers.data<'float32'>()));
  tf.dispose(measured);
  const found = batch.counts.map((_count, group) => {
    const numbers = read[drawn.indexOf(group)];
    if (!numbers) return { products: [], clippedNorm: 0, scale: 1 };
    const [before, after, ...products] = numbers;
    return { products, clippedNorm: after!, scale: Math.min(1, clip / (before! + 1e-6)) };
  });
  return {
    alignments: found.map(({ products }) => products[0] ?? 0),
    gradientNorms: found.map(({ clippedNorm }) => clippedNorm),
    gradientScales: found.map(({ scale }) => scale),
    ...(perGroup && {
      alignmentMatrix: batch.counts.map((_count, i) => found.map(({ products }) => products[i + 1] ?? 0)),
    }),
  };
}

/** The sequences of one group, row by row. */
function rowsOf({ tokens, groups }: Pick<Batch, 'tokens' | 'groups'>, group: number, context: number): Int32Array {
  const own = [...groups.keys()].filter((row) => groups[row] === group);
  const found = new Int32Array(own.length * context);
  own.forEach((row, at) => found.set(tokens.subarray(row * context, (row + 1) * context), at * context));
  return found;
}
