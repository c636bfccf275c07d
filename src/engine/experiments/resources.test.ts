import { expect, test } from 'vitest';
import { expectedBytes, resourceFindings } from './resources.ts';

const gibibyte = 2 ** 30;
const machine = { freeMemoryBytes: 16 * gibibyte, freeDiskBytes: 100 * gibibyte };
const needs = { trainerBytes: gibibyte, trainers: 2, diskBytes: gibibyte };

const pythia160m = {
  vocabularySize: 50_257,
  context: 256,
  hiddenSize: 768,
  layers: 12,
  heads: 12,
  intermediateSize: 3072,
  rotaryShare: 0.25,
  rotaryBase: 10_000,
  parallelResidual: true,
  layerNormEpsilon: 1e-5,
};

test('what fits well is not worth a word', () => {
  expect(resourceFindings(needs, machine)).toEqual([]);
});

test('trainers that need more memory together than is free are refused, with what to change', () => {
  expect(resourceFindings({ ...needs, trainerBytes: 9 * gibibyte }, machine)).toMatchObject([
    {
      code: 'insufficient_memory',
      severity: 'error',
      message: expect.stringMatching(/18\.0.GiB of memory with 2 trainers at a time; 16\.0.GiB are free/) as string,
      remedy: expect.stringContaining('fewer trainers') as string,
    },
  ]);
});

test('what comes close to the memory there is is a warning', () => {
  expect(resourceFindings({ ...needs, trainerBytes: 7 * gibibyte }, machine)).toMatchObject([{ severity: 'warning' }]);
});

test('checkpoints that do not fit on the disk are refused', () => {
  expect(resourceFindings({ ...needs, diskBytes: 101 * gibibyte }, machine)).toMatchObject([
    { code: 'disk_full', severity: 'error' },
  ]);
});

test('pythia-160m at 8 × 256 tokens needs about what it was seen to hold, 8.9 GiB', () => {
  const expected = expectedBytes(pythia160m, 8, 1) / gibibyte;
  expect(expected).toBeGreaterThan(8);
  expect(expected).toBeLessThan(9);
});

test('the memory of a model follows its parameters and what a step keeps', () => {
  const shape = { ...pythia160m, context: 2048 };
  const one = expectedBytes(shape, 8, 1);
  expect(one / gibibyte).toBeGreaterThan(10);
  expect(one / gibibyte).toBeLessThan(80);
  expect(expectedBytes(shape, 8, 2) - one).toBe(12 * 162_250_752);
});
