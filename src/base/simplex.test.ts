import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from './refusal.ts';
import { exponentiate, isOnSimplex, normalise, tempered, uniform } from './simplex.ts';

function refusalOf(attempt: () => unknown): Refusal {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('nothing was refused');
}

const near = (p: readonly number[], expected: readonly number[]) =>
  expected.forEach((share, j) => expect(Math.abs(p[j]! - share)).toBeLessThan(1e-6));

test.each([
  ['negative', [1, -0.5], 'Weight 2 is -0.5.'],
  ['not a number', [NaN, 1], 'Weight 1 is NaN.'],
  ['endless', [1, Infinity], 'Weight 2 is Infinity.'],
  ['all zero', [0, 0], 'All weights are 0.'],
  ['absent', [], 'All weights are 0.'],
])('weights that are %s are refused with their field', (_name, weights, message) => {
  const refusal = refusalOf(() => normalise(weights, 'methods.0.knobs.weights'));
  expect(refusal.code).toBe('proportions_invalid');
  expect(refusal.message).toBe(message);
  expect(refusal.details.field).toBe('methods.0.knobs.weights');
});

test('weights of any size are normalised', () => {
  expect(normalise([1e308, 1e308])).toEqual([0.5, 0.5]);
  near(normalise([2, 3, 5]), [0.2, 0.3, 0.5]);
});

test('a share of exactly 0 stays 0 whatever its score', () => {
  expect(exponentiate([0, 0.5, 0.5], [1e6, 0, 0], 1)[0]).toBe(0);
});

test('an exponentiated step stays on the simplex even for huge scores', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e5, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 12 }), (scores) =>
      isOnSimplex(exponentiate(uniform(scores.length), scores, 1)),
    ),
  );
});

test('natural shares follow token counts, and temperature flattens them (spec 2.2, N1)', () => {
  near(tempered([1000, 3000, 6000], 1), [0.1, 0.3, 0.6]);
  near(tempered([1000, 3000, 6000], 0.5), [0.192993, 0.334273, 0.472734]);
  expect(tempered([0, 10], 0.01)).toEqual([0, 1]);
});
