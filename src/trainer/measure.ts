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
  const { model, training, context, execution } = shop;
  const random = randomFor(0, 'measure');
  const made = (rows: number): tf.Tensor2D => {
    const tokens = Int32Array.from({ length: rows * context }, () => random.below(shape.vocabularySize));
    return tf.tensor2d(tokens, [rows, context], 'int32');
  };
  return tf.tidy(() => {
    const parameters = tf.tensor1d(initialParameters(shape, random));
    const mask = tf.tensor1d(decayMask(model.parameters));
    let state: OptimiserState = { parameters, first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };
    const weights = tf.fill<tf.Rank.R1>([training.batch], 1 / training.batch);
    const takeStep = (): void => {
      const given = { tokens: made(training.batch), scalars: updateScalars(training, 1e-4, 1) };
      const { losses, gradientNorm, ...next } = execution.run('step', { ...state, mask, weights, ...given }, (inputs) =>
        step(model, training, inputs),
      );
      losses.dataSync();
      tf.dispose([...Object.values(given), losses, gradientNorm]);
      if (state.parameters !== parameters) tf.dispose([state.parameters, state.first, state.second]);
      state = next;
    };
    const rows = evaluationRows(shop);
    const evaluateOnce = (): void => {
      tf.tidy(() => void sequenceLosses(shop, parameters, made(rows)));
    };
    return {
      secondsPerStep: timed(takeStep, steps),
      secondsPerSequence: timed(evaluateOnce, Math.min(steps, 3)).map((seconds) => seconds / rows),
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
  });
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
