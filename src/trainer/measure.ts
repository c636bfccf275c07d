/** How fast this machine trains a shape: real steps and evaluations of a throwaway model on made-up tokens. */
import { performance } from 'node:perf_hooks';
import * as tf from '@tensorflow/tfjs-core';
import { randomFor } from '#base/random';
import type { ModelShape } from '#contract/trainer';
import { evaluationRows } from './evaluation.ts';
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
  const { model, training, context } = shop;
  const random = randomFor(0, 'measure');
  const made = (rows: number): Int32Array =>
    Int32Array.from({ length: rows * context }, () => random.below(shape.vocabularySize));
  return tf.tidy(() => {
    const parameters = tf.tensor1d(initialParameters(shape, random));
    const mask = tf.tensor1d(decayMask(model.parameters));
    let state: OptimiserState = { parameters, first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };
    const weights = new Float32Array(training.batch).fill(1 / training.batch);
    const takeStep = (): void => {
      const batch = { tokens: made(training.batch), weights };
      const scalars = updateScalars(training, 1e-4, 1);
      const taken = step(model, state, batch, mask, scalars, training);
      taken.losses.dataSync();
      if (state.parameters !== parameters) tf.dispose([state.parameters, state.first, state.second]);
      state = taken.state;
    };
    const rows = evaluationRows(shop);
    const evaluateOnce = (): void => {
      tf.tidy(() => void model.losses(model.split(parameters), made(rows), rows).dataSync());
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
