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

export async function measure(shop: Omit<Workshop, 'shards'>, shape: ModelShape, steps: number): Promise<Measured> {
  const { finishStep, evaluateOnce, rows, dispose } = throwawayModel(shop, shape);
  const measured = {
    secondsPerStep: await timed(finishStep, steps),
    secondsPerSequence: (await timed(evaluateOnce, Math.min(steps, 3))).map((seconds) => seconds / rows),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
  dispose();
  return measured;
}

/**
 * A model that takes steps and evaluates batches of `rows` made-up sequences, with all that a real step reads back.
 * `takeStep` waits for the numbers, where the backend can; `finishStep` is the same for every backend.
 */
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
  /** @returns what a real step reads back; the caller owns it */
  const beginStep = (): readonly tf.Tensor[] => {
    const given = { tokens: made(training.batch), scalars: updateScalars(training, 1e-4, 1) };
    const { losses, gradientNorm, ...next } = execution.run('step', { ...state, mask, weights, ...given }, (inputs) =>
      step(model, training, inputs),
    );
    tf.dispose([...Object.values(given), ...tensorsOf(state)]);
    state = next;
    return [losses, gradientNorm];
  };
  const takeStep = (): void => {
    const read = beginStep();
    for (const tensor of read) tensor.dataSync();
    tf.dispose(read as tf.Tensor[]);
  };
  const finishStep = async (): Promise<void> => {
    const read = beginStep();
    await Promise.all(read.map((tensor) => tensor.data()));
    tf.dispose(read as tf.Tensor[]);
  };
  const evaluateOnce = async (): Promise<void> => {
    const tokens = made(rows);
    await sequenceLosses(shop, state.parameters, tokens);
    tokens.dispose();
  };
  const dispose = (): void => tf.dispose([...tensorsOf(state), mask, weights]);
  return { takeStep, finishStep, evaluateOnce, rows, dispose };
}

function tensorsOf({ parameters, first, second }: OptimiserState): tf.Tensor[] {
  return [parameters, first, second];
}

/** Seconds of each call after one that is not counted. */
async function timed(act: () => Promise<void>, times: number): Promise<number[]> {
  await act();
  const seconds: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await act();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}
