import { expect, test } from 'vitest';
import { aMeasurement } from '../testing/laws.ts';
import { lastStep, pairOf, similarityPoints, usualChildSteps } from './measured-law.ts';

test('both matrices share one scale, in a unit that keeps digits', () => {
  const small = aMeasurement();
  const shrunk = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row.map((value) => value / 100));
  const pair = pairOf({
    ...small,
    A: shrunk(small.A!),
    own: { ...small.own!, scaled: shrunk(small.own!.scaled) },
    gradient: { ...small.gradient!, A: shrunk(small.gradient!.A) },
  })!;
  expect(pair.unit).toBe('thousandths of a nat per whole share, over 15 steps');
  expect(pair.scale.limit).toBeGreaterThanOrEqual(Math.max(...pair.measured.flat(), ...pair.own!.flat()));
  expect(pair.measured[0]![0]).toBeCloseTo(small.A![0]![0]! * 10);
  expect(pair.difference![0]![0]).toBeCloseTo(pair.own![0]![0]! - pair.measured[0]![0]!, 12);
  expect(pair.gradientDifference![0]![0]).toBeCloseTo(pair.gradient![0]![0]! - pair.measured[0]![0]!, 12);
});

test('an estimate from gradients is scaled to the measured law, and of two groups brought to the slopes that are measured', () => {
  const measurement = aMeasurement({ groups: ['law', 'code'] });
  const estimate = [[5, 4], [2, 4]]; // prettier-ignore
  const pair = pairOf({ ...measurement, gradient: { ...measurement.gradient!, A: estimate, scale: 0.5 } })!;
  expect(pair.gradient).toEqual([[0.5, 0], [0, 1]]); // prettier-ignore
  expect(pairOf({ ...measurement, gradient: null })).toMatchObject({ gradient: null, gradientDifference: null });
});

test('nothing is drawn before a measurement is finished, nor a similarity of methods without a law', () => {
  expect(pairOf(aMeasurement({ A: null, own: null }))).toBeNull();
  expect(similarityPoints([aMeasurement(), aMeasurement({ own: null })])).toHaveLength(1);
});

test('children branch off where the run has been, with room before its end', () => {
  expect(usualChildSteps({ steps: 300 })).toBe(15);
  expect([lastStep({ step: 300, steps: 300 }, 15), lastStep({ step: 40, steps: 300 }, 15)]).toEqual([285, 40]);
});
