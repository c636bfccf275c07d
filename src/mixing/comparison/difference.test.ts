import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun, fiveSeeds } from '../testing/finished-run.ts';
import { estimateOf } from './difference.ts';

const drops = [0.03, 0.02, 0.021, 0.015, 0.02];
const differenceIn = (
  analysis: Parameters<typeof aComparisonOf>[1] = {},
  measure = 'mean-loss',
  runs = fiveSeeds(drops),
) => aComparisonOf(runs, analysis).rows[1]!.cells[measure]!.difference!;

test('a paired difference has its interval, p, chance of being better, verdict and effect', () => {
  const difference = differenceIn();
  expect(difference).toMatchObject({ n: 5, seeds: [0, 1, 2, 3, 4], betterSeeds: 5, region: 0.005, unpaired: [] });
  expect(difference.mean).toBeCloseTo(-0.0212, 12);
  expect(difference.interval!.low).toBeCloseTo(-0.0212 - 2.776445 * difference.standardError!, 8);
  expect(difference.interval!.high).toBeCloseTo(-0.0212 + 2.776445 * difference.standardError!, 8);
  expect(difference.p).toBeCloseTo(0.0009617, 6);
  expect(difference.probabilityBetter).toBeCloseTo(1 - 0.0009617 / 2, 6);
  expect(difference.verdict!.better).toBeCloseTo(0.9986701957, 8);
  expect(difference.effect).toBeCloseTo(-0.0212 / difference.sd!, 12);
  expect(difference.share).toBeCloseTo(-0.0212 / 1.59, 12);
});

test('the interval is of the differences, not of the two means: pairing takes out what seeds share', () => {
  const { value, difference } = aComparisonOf(fiveSeeds(drops)).rows[1]!.cells['mean-loss']!;
  expect(difference!.standardError!).toBeLessThan(value.standardError! / 4);
});

test('every measure has its difference: each group, both perplexities, bits per byte, the worst group', () => {
  const { rows, measures } = aComparisonOf(fiveSeeds(drops));
  for (const { id } of measures) expect(rows[1]!.cells[id]!.difference?.n, id).toBe(5);
  expect(differenceIn({}, 'loss of code').mean).toBeCloseTo(-0.0212, 12);
  expect(differenceIn({}, 'worst-loss').perSeed[0]).toBeCloseTo(-0.03, 12);
  expect(differenceIn({}, 'bits-per-byte of code').mean).toBeCloseTo((-0.0212 / Math.LN2) * 0.25, 12);
});

test('seeds that only one of the two has are left out and named', () => {
  const runs = [
    ...fiveSeeds(drops).slice(0, 6),
    aFinishedRun('aioli', 7, [1, 1]),
    aFinishedRun('stratified', 8, [1, 1]),
  ];
  expect(differenceIn({}, 'mean-loss', runs)).toMatchObject({
    seeds: [0, 1, 2],
    unpaired: [
      { seed: 7, has: 'row' },
      { seed: 8, has: 'baseline' },
    ],
  });
});

test('one shared seed has a difference and nothing that says how sure it is', () => {
  const none = { interval: null, p: null, pAdjusted: null, verdict: null, probabilityBetter: null, effect: null };
  expect(differenceIn({}, 'mean-loss', fiveSeeds([0.03]))).toMatchObject({ n: 1, ...none });
});

test('p values are corrected after Holm over the rows, within each measure', () => {
  const noisy = [0.01, -0.02, 0.03, 0, 0.01].map((drop, seed) =>
    aFinishedRun('doge', seed, [1.5 + seed / 50 - drop, 1.6 + seed / 50 - drop]),
  );
  const { rows } = aComparisonOf([...fiveSeeds(drops), ...noisy]);
  const [aioli, doge] = [rows[1]!, rows[2]!].map((row) => row.cells['mean-loss']!.difference!);
  expect(aioli!.pAdjusted).toBeCloseTo(2 * aioli!.p!, 12);
  expect(doge!.pAdjusted).toBeCloseTo(doge!.p!, 12);
});

test('the test and the kind of interval are chosen by name', () => {
  expect(differenceIn({ test: 'sign-flip' }).p).toBeCloseTo(2 / 32, 12);
  expect(differenceIn({ test: 'signed-rank' }).p).toBeCloseTo(2 / 32, 12);
  const [t, bca] = [differenceIn(), differenceIn({ interval: 'bca' })].map(({ interval }) => interval!);
  expect(bca!.high - bca!.low).toBeLessThan(t!.high - t!.low);
  expect(differenceIn({ interval: 'bca' }).interval).toEqual(bca);
  expect(differenceIn({ level: 0.99 }).interval!.low).toBeLessThan(t!.low);
});

test('a one-sided test asks only whether the row is better', () => {
  const [two, less] = [differenceIn(), differenceIn({ alternative: 'less' })].map(({ p }) => p!);
  expect(less).toBeCloseTo(two! / 2, 12);
  expect(differenceIn({ test: 'sign-flip', alternative: 'less' }).p).toBeCloseTo(1 / 32, 12);
  const worse = fiveSeeds(drops.map((drop) => -drop));
  expect(differenceIn({ alternative: 'less' }, 'mean-loss', worse).p).toBeGreaterThan(0.99);
});

test('the region of no practical difference follows each measure: half a percent of perplexity is 0.005 nats', () => {
  const { rows } = aComparisonOf(fiveSeeds(drops));
  const region = (id: string) => rows[1]!.cells[id]!.difference!.region;
  expect(region('average-perplexity')).toBeCloseTo(0.005 * rows[0]!.cells['average-perplexity']!.value.mean, 12);
  expect(region('mean-bits-per-byte')).toBeCloseTo((0.005 / Math.LN2) * 0.625, 12);
  expect(differenceIn({ region: 0.1 }).verdict!.equal).toBeGreaterThan(0.99);
});

test('a choice that cannot be is refused with what can', () => {
  expect(() => differenceIn({ level: 95 })).toThrow(expect.objectContaining({ code: 'option_invalid' }));
  expect(() => differenceIn({ region: -1 })).toThrow('region cannot be -1');
  expect(() => differenceIn({ test: 'anova' as 't' })).toThrow(
    expect.objectContaining({ details: { field: 'test', remedy: 'Choose one of t, signed-rank, sign-flip.' } }),
  );
});

test('a bootstrap interval of equal questions is the same, whatever else is compared', () => {
  const way = { interval: 'percentile', level: 0.95, test: 't', alternative: 'two-sided' } as const;
  expect(estimateOf([1, 2, 4], way, 'a')).toEqual(estimateOf([1, 2, 4], way, 'a'));
});
