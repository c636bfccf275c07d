import { expect, test } from 'vitest';
import { columnSums } from '#base/linear-algebra';
import { uniform } from '#base/simplex';
import type { Matrix, Proportions } from '../method.ts';
import {
  averaged,
  normalised,
  perturbations,
  solveDiagonalLaw,
  solveLaw,
  updated,
  type UpdateRule,
} from './aioli-law.ts';

function expectNear(found: readonly number[] | Matrix, expected: readonly number[] | Matrix, tolerance = 1e-6) {
  const [a, b] = [[found].flat(2), [expected].flat(2)];
  expect(a).toHaveLength(b.length);
  a.forEach((x, k) => expect(Math.abs(x - b[k]!)).toBeLessThan(tolerance));
}

const rule = (changes: Partial<UpdateRule>, start: Proportions): UpdateRule => ({
  form: 'egd',
  eta: 0.5,
  ema: 0.1,
  weights: null,
  start,
  ...changes,
});

/** p after one round per law. */
function rounds(laws: readonly Matrix[], given: UpdateRule): Proportions {
  let state = { p: given.start, average: null as Matrix | null };
  for (const law of laws) state = updated(state, law, given);
  return state.p;
}

// spec 6.2, A1
const A1 = [
  [0.0725, -0.0275],
  [-0.03375, 0.07625],
];
// spec 6.2, A2
const beta2 = [
  [0.06, 0.018, 0.03],
  [0.01, 0.05, 0.014],
  [0.024, 0.012, 0.07],
];
const A2 = [
  [0.132, -0.036, 0.012],
  [-0.034, 0.126, -0.018],
  [-0.01, -0.058, 0.174],
];
const second = [
  [0.03, 0.01, 0.02],
  [0, 0.02, 0.01],
  [0.02, 0.01, 0.09],
];
// spec 6.2, A3
const A3 = [
  [0.08, 0.01, 0.02],
  [0, 0.06, 0.01],
  [0.03, 0.02, 0.1],
];

test('two groups: law, normalisation and update (spec 6.2, A1)', () => {
  const beta = [
    [0.035, 0.01],
    [0.0075, 0.035],
  ];
  const A = solveLaw(beta, perturbations(2, 0.625));
  expectNear(A, A1);
  expectNear(columnSums(A), [0.03875, 0.04875]);
  expectNear(normalised(A), [
    [0.477528, 0.02809],
    [0, 0.494382],
  ]);
  expectNear(rounds([normalised(A)], rule({ eta: 0.2 }, uniform(2))), [0.497753, 0.502247]);
  expectNear(rounds([normalised(A)], rule({ eta: 0.5 }, uniform(2))), [0.494382, 0.505618]);
  expectNear(rounds([A], rule({ eta: 0.2 }, uniform(2))), [0.4995, 0.5005]);
});

test('two groups: the diagonal law (spec 6.2, A1)', () => {
  const A = solveDiagonalLaw(
    [
      [0.035, 0.01],
      [0.0075, 0.035],
    ],
    perturbations(2, 0.625),
  );
  expectNear(A, [
    [0.056, 0],
    [0, 0.056],
  ]);
  expectNear(normalised(A), [
    [0.5, 0],
    [0, 0.5],
  ]);
});

test('three groups: law and first update (spec 6.2, A2)', () => {
  const A = solveLaw(beta2, perturbations(3, 0.5));
  expectNear(A, A2);
  expectNear(normalised(A), [
    [0.234568, 0.02716, 0.08642],
    [0.02963, 0.22716, 0.049383],
    [0.059259, 0, 0.28642],
  ]);
  expectNear(columnSums(normalised(A)), [0.323457, 0.254321, 0.422222]);
  expectNear(rounds([normalised(A)], rule({}, uniform(3))), [0.331494, 0.320231, 0.348275]);
  expectNear(rounds([normalised(A)], rule({}, [0.2, 0.3, 0.5])), [0.197021, 0.285491, 0.517488]);
});

test.each([
  ['egd', 0.1, [0.314025, 0.296218, 0.389757]],
  ['repo', 0.1, [0.318167, 0.310347, 0.371487]],
  ['cumulative-ema', 0.1, [0.31556, 0.297346, 0.387095]],
  ['repo', 0.5, [0.324117, 0.314793, 0.36109]],
])('three groups: second round in the form %s with averaging %d (spec 6.2, A2)', (form, ema, p) => {
  expectNear(rounds([normalised(A2), normalised(second)], rule({ form, ema }, uniform(3))), p);
});

test('three groups: averaged laws (spec 6.2, A2)', () => {
  expectNear(columnSums(normalised(second)), [0.238095, 0.190476, 0.571429]);
  expectNear(columnSums(averaged(normalised(second), normalised(A2), 0.1)), [0.246631, 0.196861, 0.556508]);
  expectNear(columnSums(averaged(normalised(second), normalised(A2), 0.5)), [0.280776, 0.222399, 0.496825]);
});

const betaOf = (A: Matrix, W: Matrix) =>
  A.map((row) => W.map((p) => p.reduce((sum, share, j) => sum + share * row[j]!, 0)));

test('the law is recovered whatever the lean (spec 6.2, A3)', () => {
  expectNear(betaOf(A3, perturbations(3, 0.5)), [
    [0.0475, 0.03, 0.0325],
    [0.0175, 0.0325, 0.02],
    [0.045, 0.0425, 0.0625],
  ]);
  expectNear(betaOf(A3, perturbations(3, 0.75)), [
    [0.06375, 0.02, 0.02625],
    [0.00875, 0.04625, 0.015],
    [0.0375, 0.03125, 0.08125],
  ]);
  for (const lean of [0.34, 0.5, 0.625, 0.75, 1])
    expectNear(solveLaw(betaOf(A3, perturbations(3, lean)), perturbations(3, lean)), A3, 1e-9);
});

test('solving with the shares really drawn undoes their unevenness (spec 6.2, A4)', () => {
  const W = [
    [12, 3, 1],
    [1, 12, 3],
    [3, 1, 12],
  ].map((counts) => counts.map((n) => n / 16));
  const beta = betaOf(A3, W);
  expectNear(beta, [
    [0.063125, 0.01625, 0.030625],
    [0.011875, 0.046875, 0.01125],
    [0.0325, 0.035625, 0.081875],
  ]);
  expectNear(solveLaw(beta, W), A3, 1e-12);
  expectNear(solveLaw(beta, perturbations(3, 0.75)), [
    [0.079, 0.004, 0.027],
    [0.005, 0.061, 0.004],
    [0.022, 0.027, 0.101],
  ]);
});

test('a law of equal entries says nothing about any group (spec 6.2, A5)', () => {
  for (const [entry, rounding] of [
    [-0.1, 0],
    [0, 0],
    [-0.1, 1e-15],
  ] as const) {
    const A = [
      [entry, entry + rounding],
      [entry, entry],
    ];
    expectNear(normalised(A), [
      [0.25, 0.25],
      [0.25, 0.25],
    ]);
  }
});

test('the published form never leaves its band, the cumulative one does (spec 6.2, A6)', () => {
  const law = [
    [0.6, 0.4],
    [0, 0],
  ];
  const twenty = Array.from({ length: 20 }, () => law);
  expectNear(rounds(twenty, rule({ form: 'repo', eta: 0.2 }, uniform(2))), [0.509999, 0.490001]);
  expectNear(rounds(twenty, rule({ eta: 0.2 }, uniform(2))), [0.689974, 0.310026]);
});

test('weights of the losses shift the update towards what helps the weighted group', () => {
  const weighted = rounds([normalised(A2)], rule({ weights: [3, 0, 0] }, uniform(3)));
  const own = normalised(A2)[0]!.map((a) => Math.exp(0.5 * 3 * a));
  expectNear(
    weighted,
    own.map((x) => x / own.reduce((a, b) => a + b)),
  );
});

test('mixtures that do not differ are refused', () => {
  expect(() => solveLaw(beta2, perturbations(3, 1 / 3))).toThrow(/too alike/);
});
