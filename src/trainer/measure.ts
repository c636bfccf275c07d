/** What timing a training step needs: a throwaway model that takes real steps on made-up tokens. */
import * as tf from '@tensorflow/tfjs-core';
import { randomFor } from '#base/random';
import type { ModelShape } from '#contract/trainer';
import type { Workshop } from './learner.ts';
import { initialParameters } from './model.ts';
import { decayMask, type OptimiserState, updateScalars } from './optimiser.ts';
import { step } from './step.ts';

/** `takeStep` reads back what a real step does; needs a backend whose numbers can be waited for. */
export function throwawayModel({ model, training, context, execution }: Omit<Workshop, 'shards'>, shape: ModelShape) {
  const random = randomFor(0, 'measure');
  const parameters = tf.tensor1d(initialParameters(shape, random));
  const mask = tf.tensor1d(decayMask(model.parameters));
  const weights = tf.fill<tf.Rank.R1>([training.batch], 1 / training.batch);
  let state: OptimiserState = { parameters, first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };

  const madeUpTokens = (): tf.Tensor2D => {
    const tokens = Int32Array.from({ length: training.batch * context }, () => random.below(shape.vocabularySize));
    return tf.tensor2d(tokens, [training.batch, context], 'int32');
  };
  const takeStep = (): void => {
    const given = { tokens: madeUpTokens(), scalars: updateScalars(training, 1e-4, 1) };
    const { losses, gradientNorm, ...next } = execution.run('step', { ...state, mask, weights, ...given }, (inputs) =>
      step(model, training, inputs),
    );
    losses.dataSync();
    gradientNorm.dataSync();
    tf.dispose([...Object.values(given), losses, gradientNorm, ...tensorsOf(state)]);
    state = next;
  };
  return { takeStep, dispose: () => tf.dispose([...tensorsOf(state), mask, weights]) };
}

function tensorsOf({ parameters, first, second }: OptimiserState): tf.Tensor[] {
  return [parameters, first, second];
}
