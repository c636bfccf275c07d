/** How fast this machine trains a shape: real steps and evaluations of a throwaway model on made-up tokens. */
import { performance } from 'node:perf_hooks';
import * as tf from '@tensorflow/tfjs-core';
import { randomFor } from '#base/random';
import type { ModelShape } from '#contract/trainer';
import { evaluationRows, sequenceLosses } from './evaluation.ts';
import type { Workshop } from './learner.ts';
import { initialParameters } from './model.ts';
import { decayMask, type OptimiserState, updateScalars } from './optimiser.ts';
import { step } from './step.ts';

export interface Measured {
  readonly secondsPerStep: readonly number[];
  readonly secondsPerSequence: readonly number[];
  /** Largest memory of this process so far. */
  readonly peakBytes: number;
}

export function measure(shop: Omit<Workshop, 'shards'>, shape: ModelShape, steps: number): Measured {
  const { takeStep, evaluateOnce, rows, dispose } = throwawayModel(shop, shape);
  const measured = {
    secondsPerStep: timed(takeStep, steps),
    secondsPerSequence: timed(evaluateOnce, Math.min(steps, 3)).map((seconds) => seconds / rows),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
  dispose();
  return measured;
}

/** A model that takes steps and evaluates batches of `rows` made-up sequences, with all that a real step reads back. */
export function throwawayModel(shop: Omit<Workshop, 'shards'>, shape: ModelShape) {
  const { model, training, context, execution } = shop;
  const random = randomFor(0, 'measure');
  const rows = evaluationRows(shop);
  const parameters = tf.tensor1d(initialParameters(shape, random));
  const mask = tf.tensor1d(decayMask(model.parameters));
  const weights = tf.fill<tf.Rank.R1>([training.batch], 1 / training.batch);
  let state: OptimiserState = { parameters, first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };

  const made = (count: number): tf.Tensor2D => {
    const tokens = Int32Array.from({ length: count * context }, () => random.below(shape.vocabularySize));
    return tf.tensor2d(tokens, [count, context], 'int32');
  };
  const takeStep = (): void => {
    const given = { tokens: made(training.batch), scalars: updateScalars(training, 1e-4, 1) };
    const { losses, gradientNorm, ...next } = execution.run('step', { ...state, mask, weights, ...given }, (inputs) =>
      step(model, training, inputs),
    );
    losses.dataSync();
    gradientNorm.dataSync();
    tf.dispose([...Object.values(given), losses, gradientNorm, ...tensorsOf(state)]);
    state = next;
  };
  const evaluateOnce = (): void => tf.tidy(() => void sequenceLosses(shop, state.parameters, made(rows)));
  return { takeStep, evaluateOnce, rows, dispose: () => tf.dispose([...tensorsOf(state), mask, weights]) };
}

function tensorsOf({ parameters, first, second }: OptimiserState): tf.Tensor[] {
  return [parameters, first, second];
}

/** Seconds of each call after one that is not counted. */
function timed(act: () => void, times: number): number[] {
  act();
  return Array.from({ length: times }, () => {
    const start = performance.now();
    act();
    return (performance.now() - start) / 1000;
  });
}
