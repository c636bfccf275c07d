import { expect, test } from 'vitest';
import { fitBoostedTrees } from './boosted-trees.ts';
import { randomFor } from './random.ts';

const options = { trees: 400, learningRate: 0.1, leaves: 31, minLeaf: 3 };
const sampleOf = (n: number, seed: number) => {
  const random = randomFor(seed, 'trees');
  const rows = Array.from({ length: n }, () => [random.next(), random.next()]);
  return { rows, values: rows.map(([x, y]) => (x! > 0.5 ? 2 : 0) + y! ** 2) };
};

test('learns a step and a curve', () => {
  const { rows, values } = sampleOf(300, 1);
  const model = fitBoostedTrees(rows, values, options);
  const fresh = sampleOf(200, 2);
  const worst = fresh.rows.map((row, i) => Math.abs(model.predict(row) - fresh.values[i]!)).sort((a, b) => a - b);
  expect(worst[150]).toBeLessThan(0.05);
});

test('with fewer rows than two leaves need it is a constant (spec 2.6)', () => {
  const { rows, values } = sampleOf(39, 1);
  const model = fitBoostedTrees(rows, values, { ...options, minLeaf: 20 });
  expect(model.trees).toBe(0);
  expect(model.predict([0, 0])).toBeCloseTo(values.reduce((a, b) => a + b) / 39, 12);
});

test('one tree of two leaves is the best single split', () => {
  const model = fitBoostedTrees([[1], [2], [3], [10]], [0, 0, 1, 1], {
    trees: 1,
    learningRate: 1,
    leaves: 2,
    minLeaf: 1,
  });
  expect([1, 2, 2.4, 2.6, 9].map((x) => model.predict([x]))).toEqual([0, 0, 0, 1, 1]);
});

test('ends when held-out rows no longer gain', () => {
  const { rows, values } = sampleOf(100, 1);
  const random = randomFor(5, 'noise');
  const noise = values.map(() => random.normal());
  const held = { rows: rows.slice(70), values: noise.slice(70), patience: 3 };
  const model = fitBoostedTrees(rows.slice(0, 70), noise.slice(0, 70), { ...options, held });
  expect(model.trees).toBeLessThan(50);
});
