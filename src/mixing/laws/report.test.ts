import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { fitLaw, type LawTable } from './fit.ts';
import { laws, lawById } from './index.ts';
import { numberOf } from './law.ts';
import { optimumOf } from './optimum.ts';
import { reportLaw } from './report.ts';
import { crossValidated } from './validation.ts';

const groups = ['law', 'code', 'math'];
const t = [
  [-2.4, 0.3, 0.2],
  [0.1, -1.8, 0.1],
  [-0.3, 0.2, -2],
];

/** A sweep of `runs` random mixtures in a world that follows the log-linear law, with noise of this deviation. */
function sweep(runs: number, deviation: number, seed = 1): LawTable {
  const random = randomFor(seed, 'sweep');
  const proportions = Array.from({ length: runs }, () => {
    const weights = groups.map(() => -Math.log(1 - random.next()));
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  });
  const losses = proportions.map((p) =>
    t.map(
      (row, i) => 2.5 + 0.5 * i + Math.exp(row.reduce((sum, x, j) => sum + x * p[j]!, 0)) + deviation * random.normal(),
    ),
  );
  return { groups, targets: groups, proportions, losses, starts: losses.map(() => [4, 4.5, 5]) };
}

const trueOptimum = [0.478051, 0.271079, 0.250871];

test('about 95 % of the intervals hold the truth, over many noisy sweeps', () => {
  const isHeld = Array.from({ length: 20 }, (_sweep, seed) =>
    reportLaw(lawById('log-linear-static'), sweep(24, 0.005, seed), { resamples: 60, folds: 0, fit: { starts: 8 } }),
  ).flatMap(({ optimum, fits }) => [
    ...optimum.uncertainty!.proportions.map(([low, high], j) => low <= trueOptimum[j]! && trueOptimum[j]! <= high),
    ...fits.map(({ intervals }, i) => {
      const [low, high] = intervals!['c'] as [number, number];
      return low <= 2.5 + 0.5 * i && 2.5 + 0.5 * i <= high;
    }),
  ]);
  const share = isHeld.filter(Boolean).length / isHeld.length;
  expect(share).toBeGreaterThan(0.88);
  expect(share).toBeLessThan(1);
});

test('without noise the intervals close on the truth', () => {
  const { optimum } = reportLaw(lawById('log-linear-static'), sweep(24, 0), { resamples: 20, folds: 0 });
  optimum.uncertainty!.proportions.forEach(([low, high], j) => {
    expect(high - low).toBeLessThan(1e-5);
    expect(low).toBeCloseTo(trueOptimum[j]!, 5);
  });
});

test('errors on held-out folds are larger than on the runs that were fitted, and near the noise', () => {
  const report = reportLaw(lawById('log-linear-static'), sweep(24, 0.01), { resamples: 0 });
  for (const fit of report.fits) {
    expect(fit.outOfSample!.mse).toBeGreaterThan(fit.mse);
    expect(fit.outOfSample!.rmse).toBeLessThan(0.03);
  }
  const squares = report.heldOut!.map((row, n) => (row[0]! - sweep(24, 0.01).losses[n]![0]!) ** 2);
  expect(squares.reduce((a, b) => a + b) / squares.length).toBeCloseTo(report.fits[0]!.outOfSample!.mse, 12);
});

test('a fold that would leave too few runs is not validated', () => {
  expect(crossValidated(lawById('log-linear-static'), sweep(4, 0), 4, randomFor(0, 'folds'))).toBeNull();
});

test('a sweep of many hundred runs is described and fitted', () => {
  const report = reportLaw(lawById('linear-static'), sweep(600, 0), { folds: 0, resamples: 0 });
  expect(report.sweep.runs).toBe(600);
  expect(report.sweep.closestPair).toBeGreaterThan(0);
});

test('runs kept back are predicted, not fitted', () => {
  const report = reportLaw(lawById('log-linear-static'), sweep(20, 0), {
    held: sweep(7, 0, 2),
    folds: 0,
    resamples: 0,
  });
  for (const fit of report.fits) expect(fit.held!.rmse).toBeLessThan(1e-6);
});

test('an optimum beyond the mixtures that were run is called an extrapolation', () => {
  const table = sweep(40, 0);
  const near = table.proportions.map((p) => p.map((share) => 0.2 * share + (0.8 * (1 - 0.5)) / 3 + 0.0));
  const narrow = near.map((p) => [p[0]! * 0.2, p[1]!, 1 - p[0]! * 0.2 - p[1]!]);
  const losses = narrow.map((p) =>
    t.map((row, i) => 2.5 + 0.5 * i + Math.exp(row.reduce((sum, x, j) => sum + x * p[j]!, 0))),
  );
  const report = reportLaw(
    lawById('log-linear-static'),
    { groups, targets: groups, proportions: narrow, losses },
    { resamples: 0 },
  );
  expect(report.warnings.join()).toMatch(/extrapolation/);
});

test('a linear law puts its optimum on a vertex and says so', () => {
  const report = reportLaw(lawById('linear-static'), sweep(20, 0), { resamples: 0 });
  expect(report.optimum.proportions).toContain(1);
  expect(report.warnings.join()).toMatch(/vertex/);
});

test('a floor above the data is warned of, or kept below them on request', () => {
  // One run far below the curve of the others.
  const table = sweep(24, 0);
  const losses = table.losses.map((row, n) => (n === 0 ? [1.9, row[1]!, row[2]!] : row));
  const report = reportLaw(lawById('log-linear-static'), { ...table, losses }, { resamples: 0, folds: 0 });
  expect(report.warnings.join()).toMatch(/law: the floor c/);
  const [fit] = fitLaw(lawById('log-linear-static'), { ...table, losses }, { floor: 'below-data' }).fits;
  expect(numberOf(fit!.parameters, 'c')).toBeLessThanOrEqual(1.9);
});

test('caps hold at the optimum', () => {
  const fitted = fitLaw(lawById('log-linear-static'), sweep(20, 0));
  const { proportions } = optimumOf(fitted, { caps: [0.3, 1, 1] });
  expect(proportions[0]).toBeCloseTo(0.3, 12);
  expect(proportions.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});

test('the grid of the sources finds the same law', () => {
  const table = sweep(12, 0.003);
  const quick = fitLaw(lawById('log-linear-static'), table);
  const thorough = fitLaw(lawById('log-linear-static'), table, { isThorough: true });
  quick.fits.forEach(({ scores }, i) => expect(thorough.fits[i]!.scores.mse / scores.mse).toBeCloseTo(1, 6));
});

test.each(laws.map((law) => law.id))('%s: slopes are the derivatives of its predictions', (id) => {
  const law = lawById(id);
  const fitted = fitLaw(law, sweep(20, 0.02));
  const p = [0.2, 0.5, 0.3];
  fitted.targets.forEach((target, i) => {
    const { parameters } = fitted.fits[i]!;
    law.gradient(parameters, p, target).forEach((slope, j) => {
      const moved = p.map((share, k) => (k === j ? share + 1e-6 : share));
      const difference = (law.predict(parameters, moved, target) - law.predict(parameters, p, target)) / 1e-6;
      expect(slope).toBeCloseTo(difference, 4);
    });
  });
});

test('too few runs, an unknown law and a missing start are refused with what to do', () => {
  expect(() => fitLaw(lawById('log-linear-static'), sweep(3, 0))).toThrow(
    /4 free numbers per group, and there are 3 runs/,
  );
  expect(() => lawById('log-liner-static')).toThrow(/no law "log-liner-static"/);
  const { starts: _starts, ...table } = sweep(8, 0);
  expect(() => fitLaw(lawById('linear-dynamic'), table)).toThrow(/starts from the loss before training/);
});
