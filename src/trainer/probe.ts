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
  readonly gradients?: { readonly validationSequences: number } | undefined;
}

export interface ProbeResult {
  readonly counts: readonly number[];
  readonly losses: readonly (number | null)[];
  readonly referenceLosses?: readonly (number | null)[];
  readonly alignments?: readonly number[];
  readonly gradientNorms?: readonly number[];
  readonly learningRate: number;
}

/** Gradients are clipped one by one to the training setting's largest norm before they are multiplied. */
export function probe(shop: Workshop, learner: Learner, order: ProbeOrder): ProbeResult {
  const batch = learner.keepBatch(order.proportions);
  const losses = (of: Learner): (number | null)[] => groupLosses(shop, of, batch);
  return {
    counts: batch.counts,
    losses: losses(learner),
    ...(order.reference && { referenceLosses: losses(order.reference) }),
    ...(order.gradients && alignmentsOf(shop, learner, batch, order.gradients.validationSequences)),
    learningRate: learner.learningRate,
  };
}

function groupLosses(shop: Workshop, learner: Learner, batch: Batch): (number | null)[] {
  const losses = tf.tidy(() =>
    shop.model.losses(shop.model.split(learner.parameters), batch.tokens, batch.groups.length).dataSync<'float32'>(),
  );
  return meansByGroup([...losses], batch.groups, batch.counts.length);
}

function alignmentsOf(
  shop: Workshop,
  learner: Learner,
  batch: Batch,
  validationSequences: number,
): Required<Pick<ProbeResult, 'alignments' | 'gradientNorms'>> {
  const clippedGradient = (tokens: Int32Array): tf.Tensor1D =>
    tf.tidy(() => {
      const rows = tokens.length / shop.context;
      const weighted = { tokens, weights: new Float32Array(rows).fill(1 / rows) };
      const { gradient } = lossesAndGradient(shop.model, learner.parameters, weighted);
      return clipped(gradient, norm(gradient), shop.training.clip);
    });
  return tf.tidy(() => {
    const target = clippedGradient(learner.drawValidation(validationSequences));
    const pairs = batch.counts.map((count, group) => {
      if (count === 0) return [0, 0] as const;
      return tf.tidy(() => {
        const gradient = clippedGradient(rowsOf(batch, group, shop.context));
        const products = tf.stack([tf.sum(tf.mul(gradient, target)), norm(gradient)]).dataSync<'float32'>();
        return [products[0]!, products[1]!] as const;
      });
    });
    return { alignments: pairs.map(([alignment]) => alignment), gradientNorms: pairs.map(([, length]) => length) };
  });
}

/** The sequences of one group, row by row. */
function rowsOf(batch: Batch, group: number, context: number): Int32Array {
  const tokens = new Int32Array(batch.counts[group]! * context);
  let at = 0;
  batch.groups.forEach((owner, row) => {
    if (owner !== group) return;
    tokens.set(batch.tokens.subarray(row * context, (row + 1) * context), at);
    at += context;
  });
  return tokens;
}
