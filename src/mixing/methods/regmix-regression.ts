/** How RegMix predicts a loss from a mixture: boosted trees, or polynomials where runs are few. Spec 2.6. */
import { fitBoostedTrees } from '#base/boosted-trees';
import { dot, matrixOf, solverOf } from '#base/linear-algebra';
import type { Matrix, Proportions } from '../method.ts';

export type RegressionKind = 'trees' | 'cubic' | 'quadratic' | 'linear';
export type Predict = (p: Proportions) => number;

/** From so many runs on trees are used; below, with the source's leaves of 20 runs, they would hardly split. */
const runsForTrees = 64;
const ridge = 1e-6;
/** Of the source. */
const boosting = { trees: 1000, learningRate: 0.01, leaves: 31 };
const patience = 3;

/** The kind that suits so many runs of m groups; a quadratic needs 1.5 runs per number. */
export function kindFor(wanted: string, runs: number, m: number): RegressionKind {
  if (wanted !== 'auto') return wanted as RegressionKind;
  if (runs >= runsForTrees) return 'trees';
  return runs >= 1.5 * quadraticNumbers(m) ? 'quadratic' : 'linear';
}

export function quadraticNumbers(m: number): number {
  return (m * (m + 1)) / 2;
}

/** Runs below which a regression says little. */
export function leastRuns(kind: RegressionKind, m: number): number {
  if (kind === 'trees') return 40;
  if (kind === 'cubic') return (m * (m + 1) * (m + 2)) / 6;
  return kind === 'quadratic' ? quadraticNumbers(m) : m;
}

/**
 * Fits the loss of mixtures.
 *
 * @param held runs that trees stop on; polynomials do not look at them
 */
export function fitRegression(
  kind: RegressionKind,
  mixtures: Matrix,
  losses: readonly number[],
  held: { readonly mixtures: Matrix; readonly losses: readonly number[] },
): Predict {
  if (kind !== 'trees') return fitPolynomial(kind, mixtures, losses);
  const minLeaf = mixtures.length >= 400 ? 20 : Math.max(2, Math.floor(mixtures.length / 25));
  const stopping = held.losses.length > 0 ? { held: { rows: held.mixtures, values: held.losses, patience } } : {};
  const forest = fitBoostedTrees(mixtures, losses, { ...boosting, minLeaf, ...stopping });
  return (p) => forest.predict(p);
}

/** Least squares with a small ridge. Shares sum to 1, so products of the highest degree hold the lower ones too. */
function fitPolynomial(kind: keyof typeof degrees, mixtures: Matrix, losses: readonly number[]): Predict {
  const features = (p: Proportions) => products(p, degrees[kind]);
  const rows = mixtures.map((p) => features(p));
  const size = rows[0]!.length;
  const normal = matrixOf(
    size,
    size,
    (a, b) => rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0) + (a === b ? ridge : 0),
  );
  const right = Array.from({ length: size }, (_entry, a) =>
    rows.reduce((sum, row, n) => sum + row[a]! * losses[n]!, 0),
  );
  const coefficients = solverOf(normal)!(right);
  return (p) => dot(features(p), coefficients);
}

const degrees = { linear: 1, quadratic: 2, cubic: 3 } as const;

/** All products of `degree` shares, whatever their order. */
function products(p: Proportions, degree: number): number[] {
  if (degree === 1) return [...p];
  return p.flatMap((share, i) => products(p.slice(i), degree - 1).map((product) => share * product));
}
