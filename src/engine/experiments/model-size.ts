/** Sizes that follow from a model's shape, and shapes that cannot be. */
import type { Experiment } from '#contract/experiment';
import type { ModelShape } from '#contract/trainer';
import type { Finding } from './findings.ts';

/** Numbers in a GPT-NeoX model: untied embeddings, biases everywhere but in the output. */
export function parameterCount({ vocabularySize, hiddenSize: h, layers, intermediateSize: i }: ModelShape): number {
  const layer = 4 * h + (3 * h * h + 3 * h) + (h * h + h) + (h * i + i) + (i * h + h);
  return 2 * vocabularySize * h + layers * layer + 2 * h;
}

/**
 * Multiplications and additions to train on one token: forward two for each number of a matrix that multiplies (the input
 * embedding only looks up), and as many for queries with keys and shares with values over the whole context; backward twice that.
 * Source: Chowdhery et al. 2022 (PaLM), appendix B, 6 N + 12 L H Q T.
 */
export function trainingFlopsPerToken(shape: ModelShape): number {
  const { vocabularySize, hiddenSize: h, layers, intermediateSize, context } = shape;
  const multiplying = layers * (4 * h * h + 2 * h * intermediateSize) + vocabularySize * h;
  return 6 * multiplying + 12 * layers * h * context;
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
