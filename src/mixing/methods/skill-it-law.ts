/**
 * The equations of Skill-It, free of any training: the graph of influences, and how losses become proportions.
 * Source: Chen et al. 2023 (arXiv 2307.14430) and its published code; spec 2.7.
 */
import { columnSums, matrixOf } from '#base/linear-algebra';
import { exponentiate, uniform } from '#base/simplex';
import type { Losses, Matrix, Proportions } from '../method.ts';

/**
 * How much training on each group alone lowered each group's loss, as a share of where it started.
 *
 * @param starts `starts[j][i]`: loss of group i before the run on group j alone, nats per token, above 0
 * @param ends   `ends[j][i]`: after it
 * @returns      G, rows evaluated, columns trained
 */
export function influences(starts: readonly Losses[], ends: readonly Losses[]): number[][] {
  const m = starts.length;
  return matrixOf(m, m, (i, j) => (starts[j]![i]! - ends[j]![i]!) / starts[j]![i]!);
}

/** Proportions that the summed losses of a window give: from equal shares, p_j ~ exp(eta sum_i s_i G_ij). */
export function windowed(G: Matrix, summedLosses: Losses, eta: number): number[] {
  return exponentiate(uniform(G.length), columnSums(G, summedLosses), eta);
}

/** The same step taken from where p stands: p_j ~ p_j exp(eta sum_i L_i G_ij). */
export function multiplied(p: Proportions, G: Matrix, losses: Losses, eta: number): number[] {
  return exponentiate(p, columnSums(G, losses), eta);
}

/** Sum over the last `window` evaluations. @param evaluations at least one */
export function windowSum(evaluations: readonly Losses[], window: number): number[] {
  const last = evaluations.slice(-window);
  return last[0]!.map((_loss, i) => last.reduce((sum, losses) => sum + losses[i]!, 0));
}

/** The linear dynamic law that Skill-It acts on: A = diag(L) G. */
export function lawAt(losses: Losses, G: Matrix): number[][] {
  return G.map((row, i) => row.map((g) => losses[i]! * g));
}
