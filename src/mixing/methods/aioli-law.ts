/**
 * The equations of Aioli, free of any training: solving for the law's parameters, normalising them, updating p.
 * Source: Chen et al. 2024; spec 2.10.2 to 2.10.4.
 */
import { columnSums, matrixOf, solverOf } from '#base/linear-algebra';
import { Refusal } from '#base/refusal';
import { exponentiate } from '#base/simplex';
import type { Matrix, Proportions } from '../method.ts';

/**
 * Mixtures of the perturbations: row j leans towards group j.
 *
 * @param m    groups, at least 2
 * @param lean share `f` of the favoured group, in (1/m, 1]; the others divide the rest
 */
export function perturbations(m: number, lean: number): number[][] {
  return matrixOf(m, m, (j, k) => (k === j ? lean : (1 - lean) / (m - 1)));
}

/**
 * Solves for the law's parameters from the loss decreases seen after leaning towards each group in turn.
 *
 * @param beta `beta[i][j]`: mean fall of group i's validation loss (nats per token) in a segment that leant towards j
 * @param W    row j holds the shares of the segments that leant towards j
 * @returns    A, m x m, with beta = A W^T
 * @throws     Refusal `lean_too_small` when W is singular
 */
export function solveLaw(beta: Matrix, W: Matrix): number[][] {
  const solve = solverOf(W);
  if (solve === null)
    throw new Refusal('lean_too_small', 'The perturbed mixtures are too alike to tell the groups apart.', {
      field: 'oneHotFactor',
      remedy: 'Raise oneHotFactor, lpSteps or the batch size.',
    });
  return beta.map((row) => solve(row));
}

/** The ablation that sees only each group's effect on itself: A_ii = beta_ii / W_ii, the rest 0. */
export function solveDiagonalLaw(beta: Matrix, W: Matrix): number[][] {
  return beta.map((row, i) => row.map((fall, j) => (i === j ? fall / W[i]![i]! : 0)));
}

/**
 * Shifts A so that its smallest entry is not negative, then divides by the sum of all entries; columns then sum to
 * shares of 1. Where nothing is left to divide (all entries equal and not positive) every entry becomes 1/m^2.
 */
export function normalised(A: Matrix): number[][] {
  const shift = Math.min(0, ...A.flat());
  const shifted = A.map((row) => row.map((a) => a - shift));
  const sum = shifted.flat().reduce((x, y) => x + y, 0);
  // Entries that differ by rounding only are equal; dividing by what is left would blow the rounding up.
  if (sum <= 1e-9 * Math.max(...A.flat().map(Math.abs)))
    return A.map((row) => row.map(() => 1 / (A.length * row.length)));
  return shifted.map((row) => row.map((a) => a / sum));
}

/** Running mean of matrices: share `ema` stays with the previous one; the first is taken as it is. */
export function averaged(A: Matrix, previous: Matrix | null, ema: number): Matrix {
  if (previous === null) return A;
  return A.map((row, i) => row.map((a, j) => (1 - ema) * a + ema * previous[i]![j]!));
}

/** What a round learned. */
export interface Learned {
  /** null when a number was not finite; the proportions then stay. */
  readonly A: Matrix | null;
  /** What is wrong with it, in words. */
  readonly problem: string | null;
}

/** What the update remembers between rounds. */
export interface UpdateState {
  readonly p: Proportions;
  readonly average: Matrix | null;
}

export interface UpdateRule {
  /** `egd` multiplies on without averaging; `repo` averages A and restarts each round; `cumulative-ema` does both. */
  readonly form: string;
  readonly eta: number;
  readonly ema: number;
  /** Where p stood before the first round; `repo` restarts there every round. */
  readonly start: Proportions;
  /** One weight per evaluated group with sum m; null for equal weights. */
  readonly weights: readonly number[] | null;
}

/** One round's update of p from its (normalised) law. */
export function updated(state: UpdateState, law: Matrix, rule: UpdateRule): UpdateState {
  const average = rule.form === 'egd' ? null : averaged(law, state.average, rule.ema);
  const from = rule.form === 'repo' ? rule.start : state.p;
  const scores = columnSums(average ?? law, rule.weights ?? undefined);
  return { p: exponentiate(from, scores, rule.eta), average };
}
