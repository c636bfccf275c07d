/** Points of the simplex: shares that are >= 0 and sum to 1. All in float64, updates in log space. */
import { Refusal } from './refusal.ts';

/** Equal shares of `m` groups. */
export function uniform(m: number): number[] {
  return Array.from({ length: m }, () => 1 / m);
}

/**
 * Weights divided by their sum.
 *
 * @param weights non-negative numbers, not all zero
 * @param field   where the weights come from, for the refusal
 * @throws        Refusal `proportions_invalid`
 */
export function normalise(weights: readonly number[], field?: string): number[] {
  const place = field === undefined ? {} : { field };
  const wrong = weights.findIndex((w) => !Number.isFinite(w) || w < 0);
  if (wrong >= 0)
    throw new Refusal('proportions_invalid', `Weight ${wrong + 1} is ${weights[wrong]!}.`, {
      ...place,
      remedy: 'Give every group a finite weight of 0 or more.',
    });
  const largest = Math.max(0, ...weights);
  if (largest === 0)
    throw new Refusal('proportions_invalid', 'All weights are 0.', {
      ...place,
      remedy: 'Give at least one group a weight above 0.',
    });
  const scaled = weights.map((w) => w / largest); // the sum of huge weights stays finite
  const sum = scaled.reduce((a, b) => a + b, 0);
  return scaled.map((w) => w / sum);
}

/**
 * Exponentiated gradient step: p_j exp(eta s_j), normalised. A share of exactly 0 stays 0.
 *
 * @param p      a point of the simplex
 * @param scores one score per group, larger means more of it
 */
export function exponentiate(p: readonly number[], scores: readonly number[], eta: number): number[] {
  return softmax(p.map((share, j) => (share > 0 ? Math.log(share) + eta * scores[j]! : -Infinity)));
}

/** exp of each entry, normalised, with the largest entry subtracted first. An entry of -Infinity gives 0. */
export function softmax(logs: readonly number[]): number[] {
  const largest = Math.max(...logs);
  return normalise(logs.map((x) => Math.exp(x - largest)));
}

/**
 * Shares proportional to size^temperature: 1 gives natural shares, towards 0 equal ones. A size of 0 gives 0.
 *
 * @param sizes       tokens per group
 * @param temperature exponent in (0, 1]
 */
export function tempered(sizes: readonly number[], temperature: number, field?: string): number[] {
  const shares = normalise(sizes, field);
  return normalise(shares.map((share) => (share > 0 ? share ** temperature : 0)));
}

/** Whether `p` is a point of the simplex to within `tolerance`. */
export function isOnSimplex(p: readonly number[], tolerance = 1e-9): boolean {
  const sum = p.reduce((a, b) => a + b, 0);
  return p.length > 0 && p.every((share) => Number.isFinite(share) && share >= 0) && Math.abs(sum - 1) <= tolerance;
}
