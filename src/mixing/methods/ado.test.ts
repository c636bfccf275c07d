import { expect, test } from 'vitest';
import { complaintsOf, subjectRun } from '../compose.ts';
import { conduct, type Entry } from '../conduct.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues, Matrix, Trained } from '../method.ts';
import { fitCurve, type CurveFitOptions } from './ado-fit.ts';
import { blended, clippedFromBelow, lossAt, preferred, slopeAt, type LearningCurve } from './ado-law.ts';

function expectNear(found: readonly number[], expected: readonly number[], tolerance = 1e-6) {
  expect(found).toHaveLength(expected.length);
  found.forEach((x, k) => expect(Math.abs(x - expected[k]!)).toBeLessThan(tolerance));
}

const curves: readonly LearningCurve[] = [
  { a: 2, e: 0.9, alpha: 0.35 },
  { a: 1.5, e: 1.1, alpha: 0.25 },
  { a: 2.5, e: 0.8, alpha: 0.5 },
];

test('one step of the policy (spec 6.9, X3)', () => {
  const n = 256 * 1500;
  const exposure = [0.45, 0.35, 0.2];
  const average = [0.48, 0.32, 0.2];
  expectNear(
    curves.map((curve) => lossAt(curve, n)),
    [2.541652, 3.184202, 2.2452],
  );
  const slopes = curves.map((curve) => slopeAt(curve, n));
  const rho = preferred(slopes, [0.5, 0.3, 0.2], exposure, { exposurePower: 0.5, leastShare: 0.01 });
  expectNear(rho, [0.520663, 0.431811, 0.047525]);
  expectNear(blended(average, rho, 0.1), [0.484066, 0.331181, 0.184753]);
  expectNear(blended(average, rho, 1 / 1501), [0.480027, 0.320074, 0.199898]);
  expectNear(
    blended(
      exposure,
      [120, 90, 46].map((count) => count / 256),
      0.1,
    ),
    [0.451875, 0.350156, 0.197969],
  );
});

test('the least share ends slightly below itself (spec 6.9, X4)', () => {
  expectNear(clippedFromBelow([0.96, 0.035, 0.005], 0.01), [0.955224, 0.034826, 0.00995]);
});

const options: CurveFitOptions = { window: 11, ignored: 20, thinning: 2, leastPoints: 20, lossFloor: null };
const historyOf = (curve: LearningCurve, length: number) => {
  const n = Array.from({ length }, (_value, i) => 8 * (i + 1));
  return { n, losses: n.map((x) => lossAt(curve, x)) };
};

test('a fit finds the curve that losses come from', () => {
  const truth = { a: 1.8, e: 0.4, alpha: 0.45 };
  const fitted = fitCurve(historyOf(truth, 400), options, null)!;
  expectNear([fitted.a, fitted.e, fitted.alpha], [1.8, 0.4, 0.45], 2e-3);
});

test('too few points are not fitted, and a floor on the irreducible loss holds', () => {
  const truth = { a: 1.8, e: 0.4, alpha: 0.45 };
  expect(fitCurve(historyOf(truth, 50), options, null)).toBeNull();
  const floored = fitCurve(historyOf(truth, 400), { ...options, lossFloor: 1.65 }, null)!;
  expect(Math.exp(floored.e)).toBeGreaterThanOrEqual(1.65 - 1e-9);
});

/** Groups that learn along the curves given, by the sequences of the whole run. */
async function run(learning: readonly LearningCurve[], knobs: KnobValues, steps = 200, tokens = [1000, 1000]) {
  const groups = learning.map((_curve, k) => ({ name: `group ${k + 1}`, tokens: tokens[k]! }));
  const entries: Entry[] = [];
  let done = 0;
  const { proportions } = await conduct(
    subjectRun(resolveChoice({ id: 'ado', knobs }), { groups, steps, batch: 8, seed: 0 }),
    {
      transcript: [],
      answer: (ask) => {
        if (ask.ask === 'create') return { model: 0 };
        if (ask.ask !== 'train') throw new Error(`unexpected ${ask.ask}`);
        done += ask.steps;
        const counts = ask.proportions.map((share) => share * 8 * ask.steps);
        return {
          counts,
          losses: learning.map((curve, k) => (counts[k]! > 0 ? lossAt(curve, 8 * done) : null)),
        } satisfies Trained;
      },
      record: (entry) => void entries.push(entry),
    },
  );
  const noted = (name: string) => entries.flatMap(({ ask }) => (ask.ask === 'note' && ask.name === name ? [ask] : []));
  return { proportions, noted, trained: entries.flatMap(({ ask }) => (ask.ask === 'train' ? [ask] : [])) };
}
const slow = { a: 0.5, e: 0.7, alpha: 0.3 };
const fast = { a: 2.2, e: 0.7, alpha: 0.5 };

test('gives more to the group whose loss still falls faster, and notes the slopes as its law', async () => {
  const { proportions, noted, trained } = await run([slow, fast], {});
  expect(proportions[1]).toBeGreaterThan(0.55);
  expect(noted('curves').map((entry) => entry.round)).toEqual([40, 60, 80, 100, 120, 140, 160, 180, 200]);
  const last = noted('A').at(-1)!;
  expectNear(
    (last.value as Matrix).map((row, k) => row[k]! / slopeAt([slow, fast][k]!, 8 * last.round)),
    [1, 1],
    0.02,
  );
  expect(trained.slice(0, 40).every((ask) => ask.proportions[0] === 0.5)).toBe(true);
});

test('a group without text gets nothing, and the prior is kept until there are points to fit', async () => {
  const { proportions } = await run([slow, fast, slow], {}, 200, [1000, 1000, 0]);
  expect(proportions[2]).toBe(0);
  const { proportions: early } = await run([slow, fast], { leastPoints: 1000 }, 200, [1000, 3000]);
  expectNear(early, [0.25, 0.75]);
});

test('a least share that does not fit is refused, a start after the end is warned of', () => {
  const groups = Array.from({ length: 4 }, (_group, j) => ({ name: `group ${j + 1}`, tokens: 10 }));
  const found = (knobs: KnobValues) =>
    complaintsOf(resolveChoice({ id: 'ado', knobs }), { groups, steps: 100, batch: 8, seed: 0 }).map((c) => [
      c.field,
      c.severity,
    ]);
  expect(found({ leastShare: 0.25 })).toEqual([['method.knobs.leastShare', undefined]]);
  expect(found({ startStep: 100 })).toEqual([['method.knobs.startStep', 'warning']]);
  expect(found({ prior: 'given' })).toEqual([['method.knobs.priorWeights', undefined]]);
});
