// Worked examples of the method spec, sections 6.6 to 6.8, with their numbers.
import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { averagePerplexity } from '../comparison.ts';
import { bruteForce, scaledMatrix } from './brute-force.ts';
import { fitLaw, predictLosses, type LawTable } from './fit.ts';
import { lawById } from './index.ts';
import { listOf, numberOf } from './law.ts';
import { optimumOf, twoGroupOptimum } from './optimum.ts';
import { rSquared, scoresOf } from './scores.ts';
import { reducedToTwo, similarityOf, vectorSimilarity } from './similarity.ts';
import { fitTwoStep } from './two-step.ts';

const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const pairs = shares.map((p) => [p, 1 - p]);
const L1 = shares.map((p) => 2.6 + Math.exp(-2.5 * p - 0.6));
const L2 = shares.map((p) => 3 + Math.exp(-2.2 * (1 - p) - 0.1));
const exactPair: LawTable = {
  groups: ['a', 'b'],
  targets: ['a', 'b'],
  proportions: pairs,
  losses: L1.map((x, n) => [x, L2[n]!]),
};
const noise = [0.004, -0.003, 0.002, -0.005, 0.003, 0.001, -0.002, 0.004, -0.004];
const noisyPair: LawTable = { ...exactPair, targets: ['a'], losses: L1.map((x, n) => [x + noise[n]!]) };
const huber = { delta: 0.02 };

function close(found: readonly number[], expected: readonly number[], digits = 6): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, k) => expect(found[k]).toBeCloseTo(value, digits));
}

test('L1: exact two-group data give (c, k, b) back, and the optimum in closed form and by descent', () => {
  const fitted = fitLaw(lawById('log-linear-diagonal'), exactPair, huber);
  const [a, b] = fitted.fits.map(({ parameters }) => ['c', 'k', 'b'].map((name) => numberOf(parameters, name)));
  close(a!, [2.6, -2.5, -0.6]);
  close(b!, [3, -2.2, -0.1]);
  expect(twoGroupOptimum({ k: -2.5, b: -0.6 }, { k: -2.2, b: -0.1 })).toBeCloseTo(0.388901, 6);
  const optimum = optimumOf(fitted);
  expect(optimum.proportions[0]).toBeCloseTo(0.388901, 6);
  expect(2 * optimum.mean).toBeCloseTo(6.04346, 6);
});

test('L1: the grid of floors finds the published recipe', () => {
  const found = fitTwoStep(shares, L1);
  expect(found.c).toBeCloseTo(2.599313, 6);
  expect(found.k).toBeCloseTo(-2.491222, 4); // the printed numbers are as far as the source's optimiser went
  expect(found.b).toBeCloseTo(-0.59956, 4);
});

test('L2: noisy data, with mean squared error, R² both ways and the summed Huber loss', () => {
  const [fit] = fitLaw(lawById('log-linear-diagonal'), noisyPair, huber).fits;
  const { parameters, scores, meanHuber } = fit!;
  close(
    [numberOf(parameters, 'c'), numberOf(parameters, 'k'), numberOf(parameters, 'b')],
    [2.602064, -2.544478, -0.595465],
  );
  expect(scores.mse).toBeCloseTo(1.041657e-5, 10);
  expect(scores.r2).toBeCloseTo(0.999271013, 8);
  const predicted = shares.map(
    (p) => numberOf(parameters, 'c') + Math.exp(numberOf(parameters, 'k') * p + numberOf(parameters, 'b')),
  );
  expect(rSquared(predicted, noisyPair.losses.flat())).toBeCloseTo(0.999270481, 8);
  expect(meanHuber * 9).toBeCloseTo(4.687458e-5, 10);
});

const c3 = [2.5, 3, 3.4];
const t3 = [
  [-2.4, 0.3, 0.2],
  [0.1, -1.8, 0.1],
  [-0.3, 0.2, -2],
];
const mixtures3 = [
  [1 / 3, 1 / 3, 1 / 3],
  [0.6, 0.2, 0.2],
  [0.2, 0.6, 0.2],
  [0.2, 0.2, 0.6],
  [0.8, 0.1, 0.1],
  [0.1, 0.8, 0.1],
  [0.1, 0.1, 0.8],
  [0.45, 0.45, 0.1],
  [0.1, 0.45, 0.45],
];
const losses3 = mixtures3.map((p) =>
  c3.map((c, i) => c + Math.exp(p.reduce((sum, share, j) => sum + t3[i]![j]! * share, 0))),
);
const groups3 = ['a', 'b', 'c'];
const table3: LawTable = { groups: groups3, targets: groups3, proportions: mixtures3, losses: losses3 };

test('L3: three groups: losses, parameters, optimum, the best run by either metric', () => {
  close(losses3[7]!, [2.896531, 3.470011, 4.182705]);
  const fitted = fitLaw(lawById('log-linear-static'), table3, huber);
  fitted.fits.forEach(({ parameters }, i) => {
    expect(numberOf(parameters, 'g')).toBeCloseTo([0.916291, 1.098612, 1.223775][i]!, 6);
    close(listOf(parameters, 't'), t3[i]!);
  });
  const optimum = optimumOf(fitted);
  close(optimum.proportions, [0.478051, 0.271079, 0.250871]);
  expect(optimum.mean).toBeCloseTo(3.492073, 6);
  expect(predictLosses(fitted, [1 / 3, 1 / 3, 1 / 3]).reduce((a, b) => a + b) / 3).toBeCloseTo(3.504684, 6);
  const means = losses3.map((row) => row.reduce((a, b) => a + b) / 3);
  expect(means.indexOf(Math.min(...means))).toBe(1);
  expect(means[1]).toBeCloseTo(3.500126, 6);
  expect(averagePerplexity(losses3[0]!)).toBeCloseTo(35.353667, 6);
  expect(averagePerplexity(losses3[1]!)).toBeCloseTo(37.420357, 6);
});

test.each([
  [0.1, [0.395371, 0.280013, 0.324616]],
  [1, [0.253347, 0.295124, 0.451529]],
  [10, [0.206314, 0.299482, 0.494204]],
])('L3: divergence from a prior with lambda %d', (lambda, expected) => {
  const fitted = fitLaw(lawById('log-linear-static'), table3, huber);
  close(optimumOf(fitted, { prior: [0.2, 0.3, 0.5], lambda }).proportions, expected);
});

test('L4: a vertex is a valid optimum', () => {
  const t = [
    [-3, 0],
    [-1, -0.2],
  ];
  const losses = pairs.map((p) => t.map(([a, b]) => 2 + Math.exp(a! * p[0]! + b! * p[1]!)));
  const fitted = fitLaw(lawById('log-linear-static'), { ...exactPair, losses }, huber);
  expect(optimumOf(fitted).proportions).toEqual([1, 0]);
});

test('every gauge of the log-linear law predicts the same and finds the same optimum', () => {
  for (const id of ['log-linear-reduced', 'log-linear-redundant']) {
    const fitted = fitLaw(lawById(id), table3, huber);
    close(optimumOf(fitted).proportions, [0.478051, 0.271079, 0.250871]);
  }
});

test('losses that do not vary leave R² undefined and put all of the loss into the floor', () => {
  for (const id of ['log-linear-static', 'log-linear-reduced', 'log-linear-redundant', 'log-linear-diagonal']) {
    const [fit] = fitLaw(lawById(id), { ...exactPair, losses: pairs.map(() => [2, 3]) }).fits;
    expect(fit!.scores.r2).toBeNull();
    expect(numberOf(fit!.parameters, 'c')).toBe(2);
    expect(fit!.scores.mse).toBe(0);
  }
});

test('T1: scores of four predictions', () => {
  const scores = scoresOf([1, 2, 3, 4], [1.1, 1.9, 3.2, 3.8]);
  close([scores.mse, scores.r2!, scores.rmse, scores.mae], [0.025, 0.98, 0.158114, 0.15]);
  expect(rSquared([1.1, 1.9, 3.2, 3.8], [1, 2, 3, 4])).toBeCloseTo(0.977778, 6);
});

test.each([
  ['T3', [1, 2, 3], [1, 2, 3], 1, 1, 1],
  ['T4', [0.3, 0.2, 0.5], [0.25, 0.35, 0.4], 0.952835, 0.5, 0.726418],
  ['T5', [0.3, 0.2, 0.5], [0.5, 0.3, 0.2], 0.815789, -0.5, 0.157895],
  ['T6', [0.4, 0.6], [0.7, 0.3], 0.837611, -1, -0.081195],
  ['T7', [0.4, 0.6], [0.45, 0.55], 0.995229, 1, 0.997614],
  ['T8', [0.3, 0.3, 0.4], [0.2, 0.3, 0.5], 0.973726, 0.866025, 0.919876],
  ['T10', [-0.3, -0.2, -0.5], [0.3, 0.2, 0.5], -1, -1, -1],
])('%s: similarity of column sums', (_id, a, b, cosine, spearman, similarity) => {
  const found = vectorSimilarity(a, b);
  close([found.cosine!, found.spearman!, found.similarity!], [cosine, spearman, similarity]);
});

test('T9: equal column sums leave Spearman undefined, which is said and counts as 0', () => {
  const found = vectorSimilarity([0.5, 0.5], [0.4, 0.6]);
  expect(found.cosine).toBeCloseTo(0.980581, 6);
  expect(found.spearman).toBeNull();
  expect(found.similarity).toBeCloseTo(0.980581 / 2, 6);
  expect(found.warnings[0]).toMatch(/Spearman is undefined/);
});

test('T11: two groups have one degree of freedom per row', () => {
  const A = [
    [0.5, 0.2],
    [0.3, 0.6],
  ];
  close(reducedToTwo(A).flat(), [0.3, 0, 0, 0.3]);
  close([...similarityOf(A, A).columnSums[0]], [0.3, 0.3]);
});

const A = [
  [0.3, 0.05, 0.08],
  [0.02, 0.25, 0.04],
  [0.05, 0.06, 0.4],
];
const childNoise = [
  [0.002, -0.001, 0.001],
  [-0.001, 0.001, 0.002],
  [0.001, 0, -0.002],
  [-0.002, 0.002, 0.001],
  [0.001, -0.001, 0],
];
const parent = [3.4, 4.6, 3.9];
const childMixtures = [mixtures3[1]!, mixtures3[2]!, mixtures3[3]!, mixtures3[0]!, mixtures3[8]!];
const children = {
  groups: groups3,
  parent,
  children: childMixtures.map((p, n) => ({
    proportions: p,
    losses: A.map((row, i) => parent[i]! - row.reduce((sum, a, j) => sum + a * p[j]!, 0) + childNoise[n]![i]!),
  })),
};
const expectedStar = [
  [0.298154, 0.052962, 0.077962],
  [0.02037, 0.248321, 0.040821],
  [0.047891, 0.055287, 0.405287],
];

test('Y1: the full dynamic form, its errors, and the intercept form', () => {
  const { A: star, fitted } = bruteForce(children);
  star.forEach((row, i) => close(row, expectedStar[i]!));
  fitted.fits.forEach(({ scores }, i) => {
    expect(scores.mse).toBeCloseTo([1.6e-6, 1.240828e-6, 6.745562e-8][i]!, 11);
    expect(scores.r2).toBeCloseTo([0.999023, 0.998924, 0.999977][i]!, 6);
  });
  const table = {
    groups: groups3,
    targets: groups3,
    proportions: childMixtures,
    losses: children.children.map(({ losses }) => losses),
  };
  const intercept = fitLaw(lawById('linear-dynamic-intercept'), table);
  const rows = intercept.fits.map(({ parameters }) => [numberOf(parameters, 'c'), ...listOf(parameters, 'k')]);
  close(rows[0]!, [3.322038, -0.220192, 0.025]);
  close(rows[1]!, [4.559179, 0.020451, -0.2075]);
  close(rows[2]!, [3.494713, 0.357396, 0.35]);
});

test('Y2: a method matrix on the scale of the children, with and without intercepts, and its similarity', () => {
  const method = [
    [0.4, 0.1, 0.1],
    [0.05, 0.3, 0.02],
    [0.1, 0.1, 0.5],
  ];
  const plain = scaledMatrix(method, children);
  expect(plain.b).toBeCloseTo(0.749973, 6);
  const free = scaledMatrix(method, children, true);
  expect(free.b).toBeCloseTo(0.837907, 6);
  // The spec prints intercepts of (child - parent), so with the other sign.
  close(free.intercepts!, [-0.023684, 0.001324, -0.025332]);
  const found = similarityOf(plain.scaled, bruteForce(children).A);
  close([...found.columnSums[0]], [0.412485, 0.374986, 0.464983]);
  close([found.cosine!, found.spearman!, found.similarity!], [0.994436, 1, 0.997218]);
});

test('Y3: the Huber fit of the dynamic law clips only the last residual', () => {
  const proportions = [0.6, 0.4, 0.8, 0.2, 0.5].map((p) => [p, 1 - p]);
  const decreases = [0.222, 0.179, 0.261, 0.138, 0.26];
  const table = {
    groups: ['a', 'b'],
    targets: ['a'],
    proportions,
    losses: decreases.map((fall) => [3 - fall]),
    starts: decreases.map(() => [3]),
  };
  const [fit] = fitLaw(lawById('linear-dynamic'), table, huber).fits;
  close(listOf(fit!.parameters, 'A'), [0.308, 0.102]);
});

test('the same seed gives the same numbers', () => {
  const fit = () => fitLaw(lawById('log-linear-static'), table3, { random: randomFor(3, 'law') }).fits;
  expect(fit()).toEqual(fit());
});
