/** Sizes that follow from a model's shape, and shapes that cannot be. */
import type { Experiment } from '#contract/experiment';
import type { ModelShape } from '#contract/trainer';
import type { Finding } from './findings.ts';

/** Numbers in a GPT-NeoX model: untied embeddings, biases everywhere but in the output. */
export function parameterCount({ vocabularySize, hiddenSize: h, layers, intermediateSize: i }: ModelShape): number {
  const layer = 4 * h + (3 * h * h + 3 * h) + (h * h + h) + (h * i + i) + (i * h + h);
  return 2 * vocabularySize * h + layers * layer + 2 * h;
}

/** Operations to train on one token: six per parameter that multiplies, and attention over the context. */
export function trainingFlopsPerToken(shape: ModelShape): number {
  const multiplying = parameterCount(shape) - shape.vocabularySize * shape.hiddenSize; // the input embedding only looks up
  return 6 * multiplying + 12 * shape.layers * shape.hiddenSize * shape.context;
}

export function customShapeFindings({ model }: Experiment): Finding[] {
  if (typeof model === 'string' || model.hiddenSize % model.heads === 0) return [];
  return [
    {
      code: 'model_invalid',
      field: 'model.heads',
      severity: 'error',
      message: `A width of ${model.hiddenSize} cannot be divided among ${model.heads} heads.`,
      remedy: 'Choose a width that is a multiple of the heads.',
    },
  ];
}
