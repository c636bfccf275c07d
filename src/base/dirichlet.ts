/** Random points of the simplex. */
import type { Random } from './random.ts';
import { softmax } from './simplex.ts';

/**
 * One draw from the Dirichlet distribution. Works in logs, so that strengths far below 1 give shares near 0, never NaN.
 *
 * @param alpha one strength per group, >= 0; a group at 0 gets exactly 0, at least one is above 0
 */
export function dirichlet(alpha: readonly number[], random: Random): number[] {
  return softmax(alpha.map((strength) => (strength > 0 ? logGamma(strength, random) : -Infinity)));
}

/**
 * Logarithm of a gamma variate of unit scale.
 *
 * Source: Marsaglia and Tsang 2000; strengths below 1 by their boost, gamma(a) = gamma(a + 1) u^(1/a).
 */
function logGamma(strength: number, random: Random): number {
  if (strength < 1) return logGamma(strength + 1, random) + Math.log(1 - random.next()) / strength;
  const d = strength - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
