/** Compares this machine's model code with reference tensors: logits, gradients, losses and parameters of real steps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { Refusal } from '#base/refusal';
import type { VerifyReport } from '#contract/trainer';
import type { Running } from './backends/backend.ts';
import { type Execution, execution, wantedKind } from './compiled/execution.ts';
import { readParameters, readShape } from './huggingface.ts';
import { gptNeoX, type Model } from './model.ts';
import { decayMask, type OptimiserSetting, type OptimiserState, updateScalars } from './optimiser.ts';
import { openSafetensors } from './safetensors.ts';
import { lossesAndGradient, step, type WeightedBatch } from './step.ts';

const expectedSchema = z.object({
  /** Steps × sequences × tokens. */
  batches: z.array(z.array(z.array(z.int().min(0)))).min(1),
  optimizer: z.object({
    betas: z.tuple([z.number(), z.number()]),
    eps: z.number(),
    weight_decay: z.number(),
    clip_grad_norm: z.number(),
  }),
  lr_per_step: z.array(z.number()),
  loss_per_step: z.array(z.number()),
});
type Expected = z.output<typeof expectedSchema>;

/**
 * Largest absolute deviations on the running backend.
 *
 * @param folder config.json, model.safetensors, logits_batch0, grads_batch0, model_after_steps (.safetensors), expected.json
 * @throws Refusal when the folder lacks a file or one does not fit the others
 */
export async function verify(running: Running, folder: string): Promise<VerifyReport> {
  const shape = readShape(folder);
  const expected = readExpected(join(folder, 'expected.json'));
  const start = readParameters(join(folder, 'model.safetensors'), shape);
  const model = gptNeoX(shape, running.operations);
  const run = execution(running, wantedKind(running));
  try {
    const found = tf.tidy(() => {
      const parameters = tf.tensor1d(start);
      const batches = expected.batches.map(weighted);
      const { gradient } = run.run('gradient', { parameters, ...batches[0]! }, (inputs) =>
        lossesAndGradient(model, inputs.parameters, inputs),
      );
      const logits = logitsOf(run, model, parameters, batches[0]!);
      return { logits, gradient, ...trainThrough(run, model, parameters, batches, expected) };
    });
    const deviation = async (tensor: tf.Tensor, reference: ArrayLike<number>): Promise<number> =>
      largestDeviation(await tensor.data<'float32'>(), reference);
    const report = {
      backend: running.id,
      logits: await deviation(found.logits, readLogits(folder)),
      gradients: await deviation(found.gradient, readParameters(fileIn(folder, 'grads_batch0'), shape)),
      losses: await deviation(found.losses, expected.loss_per_step),
      parametersAfterSteps: await deviation(
        found.parameters,
        readParameters(fileIn(folder, 'model_after_steps'), shape),
      ),
    };
    tf.dispose(found);
    return report;
  } finally {
    run.dispose();
    model.dispose();
  }
}

function trainThrough(
  run: Execution,
  model: Model,
  parameters: tf.Tensor1D,
  batches: readonly WeightedBatch[],
  expected: Expected,
): { losses: tf.Tensor; parameters: tf.Tensor } {
  const { betas, eps, weight_decay: weightDecay, clip_grad_norm: clip } = expected.optimizer;
  const setting: OptimiserSetting = { beta1: betas[0], beta2: betas[1], epsilon: eps, weightDecay, clip };
  const mask = tf.tensor1d(decayMask(model.parameters));
  let state: OptimiserState = { parameters, first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };
  const losses = expected.lr_per_step.map((learningRate, i) => {
    const scalars = updateScalars(setting, learningRate, i + 1);
    const {
      losses: own,
      gradientNorm: _length,
      ...next
    } = run.run('step', { ...state, mask, scalars, ...batches[i]! }, (inputs) => step(model, setting, inputs));
    state = next;
    return tf.mean(own);
  });
  return { losses: tf.stack(losses), parameters: state.parameters };
}

function logitsOf(run: Execution, model: Model, parameters: tf.Tensor1D, { tokens }: WeightedBatch): tf.Tensor {
  const { logits } = run.run('logits', { parameters, tokens }, (inputs) => ({
    logits: model.logits(model.split(inputs.parameters), tf.reshape(inputs.tokens, [-1]), tokens.shape[1]),
  }));
  return logits;
}

function weighted(sequences: readonly (readonly number[])[]): WeightedBatch {
  const shape: [number, number] = [sequences.length, sequences[0]!.length];
  return {
    tokens: tf.tensor2d(Int32Array.from(sequences.flat()), shape, 'int32'),
    weights: tf.fill([sequences.length], 1 / sequences.length),
  };
}

function fileIn(folder: string, name: string): string {
  return join(folder, `${name}.safetensors`);
}

function readLogits(folder: string): Float32Array {
  const file = openSafetensors(fileIn(folder, 'logits_batch0'));
  try {
    return file.floats('logits');
  } finally {
    file.close();
  }
}

function readExpected(file: string): Expected {
  const remedy = 'Use a complete folder of reference tensors, as docs/training.md describes it.';
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Refusal('file_missing', `${file} cannot be read.`, { file, remedy }, { cause });
  }
  const parsed = expectedSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new Refusal('file_malformed', issue.message, { file, field: issue.path.join('.'), remedy });
}

/** NaN anywhere counts as infinitely far. */
function largestDeviation(ours: ArrayLike<number>, reference: ArrayLike<number>): number {
  if (ours.length !== reference.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < ours.length; i++) {
    const deviation = Math.abs(ours[i]! - reference[i]!);
    if (!(deviation <= largest)) largest = Number.isNaN(deviation) ? Infinity : deviation;
  }
  return largest;
}
