import { expect, test } from 'vitest';
import { modelPresetShapes } from '#contract/experiment';
import { checkLargestTensor } from './largest-tensor.ts';
import { refusalOf, tinyShape } from './testing/small-trainer.ts';

const mebibyte = 2 ** 20;
const shape = { ...tinyShape, ...modelPresetShapes['pythia-160m'], vocabularySize: 50_304, context: 257 };

test('a model whose flat vector a card does not take is refused', () => {
  const refusal = refusalOf(() => checkLargestTensor({ shape, training: { batch: 1 } }, 128 * mebibyte));
  expect(refusal?.code).toBe('insufficient_memory');
  expect(refusal?.message).toMatch(/^One tensor, all parameters in one vector, has 619.MiB; .* takes 128.MiB\.$/);
});

test('a batch whose predictions or attention it does not take is refused, one that fits is not', () => {
  const of = (batch: number) => refusalOf(() => checkLargestTensor({ shape, training: { batch } }, 1024 * mebibyte));
  expect(of(20)).toBeUndefined();
  expect(of(21)?.details.remedy).toBe('Use a smaller batch or context, or another backend.');
  const long = { ...shape, context: 4097, vocabularySize: 257 };
  const refusal = refusalOf(() => checkLargestTensor({ shape: long, training: { batch: 2 } }, 1024 * mebibyte));
  expect(refusal?.message).toContain('attention');
});
