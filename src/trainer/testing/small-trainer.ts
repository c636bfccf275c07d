/** Small settings and made-up token shards that the trainer's tests share. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFor } from '#base/random';
import { Refusal } from '#base/refusal';
import { writeShards } from '#corpus/shards';
import type { ModelShape, TrainerSetting } from '#contract/trainer';

export const vocabulary = 32;

/** A model that plain JavaScript trains in milliseconds. */
export const tinyShape: ModelShape = {
  vocabularySize: vocabulary,
  hiddenSize: 16,
  layers: 1,
  heads: 2,
  intermediateSize: 32,
  rotaryShare: 0.5,
  rotaryBase: 10_000,
  context: 8,
  parallelResidual: true,
  layerNormEpsilon: 1e-5,
};

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'trainer-'));
}

/** What `act` refuses, or undefined. */
export function refusalOf(act: () => unknown): Refusal | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/**
 * Two groups of made-up tokens: in each, the next token follows from the last by the group's own rule, nine times out of
 * ten; every token is equally frequent, so the unigram entropy is ln(vocabulary) nats.
 */
export function settingOn(
  folder: string,
  backend: TrainerSetting['backend'],
  shape: ModelShape = tinyShape,
): TrainerSetting {
  const groups = ['odd', 'even'].map((name, j) => {
    const random = randomFor(j, name);
    const chain = (length: number): number[] => {
      const tokens = [random.below(vocabulary)];
      while (tokens.length < length) {
        const follows = (tokens.at(-1)! * 5 + 2 * j + 1) % vocabulary;
        tokens.push(random.next() < 0.9 ? follows : random.below(vocabulary));
      }
      return tokens;
    };
    const facts = { key: name, tokenizer: 'made-up', vocabularySize: vocabulary };
    writeShards(join(folder, name), { train: chain(6000), val: chain(1000), test: chain(1000) }, facts);
    return { name, folder: join(folder, name) };
  });
  return { backend, shape, groups, evaluationSequences: 16, training };
}

const training: TrainerSetting['training'] = {
  batch: 4,
  peakLearningRate: 1e-2,
  startLearningRate: 1e-7,
  endLearningRate: 1e-3,
  warmupSteps: 4,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clip: 1,
  splitter: 'exactCarry',
};
