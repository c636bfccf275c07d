/**
 * What a number of pairs can show: power of the two-sided paired t test, exactly, by the noncentral t distribution. The
 * size of an effect is the mean difference in standard deviations of the differences (Cohen's d for pairs).
 */
import { normalCdf } from './normal.ts';
import { studentQuantile } from './student.ts';

/** Two-sided confidence and wanted power; the usual ones of textbooks. */
export interface TestPlan {
  readonly level: number;
  readonly power: number;
}

export const usualPlan: TestPlan = { level: 0.95, power: 0.8 };

const points = 2000;

/**
 * Chance that a paired t test finds a difference of `effect` deviations with `pairs` pairs.
 *
 * The t statistic is (Z + δ) / s with δ = effect √pairs, s² a chi-square over its degrees of freedom; its tail
 * probability is the mean over s of the normal one, which is what is summed here.
 * Source: Johnson, Kotz and Balakrishnan 1995, chapter 31.
 */
export function pairedPower(effect: number, pairs: number, level = usualPlan.level): number {
  if (pairs < 2) return 0;
  const degrees = pairs - 1;
  const critical = studentQuantile(level, degrees);
  const shift = effect * Math.sqrt(pairs);
  const width = 9 / Math.sqrt(2 * degrees);
  const [from, to] = [Math.max(0, 1 - width), 1 + width];
  let [found, total] = [0, 0];
  for (let i = 0; i < points; i++) {
    const s = from + ((i + 0.5) * (to - from)) / points;
    const weight = Math.exp((degrees - 1) * Math.log(s) - (degrees * (s * s - 1)) / 2); // density of s up to a factor
    found += weight * (normalCdf(shift - critical * s) + normalCdf(-shift - critical * s));
    total += weight;
  }
  return found / total;
}

/** The smallest effect, in deviations, that so many pairs show with the wanted power; null for fewer than two. */
export function visibleEffect(pairs: number, { level, power }: TestPlan = usualPlan): number | null {
  if (pairs < 2) return null;
  let [low, high] = [0, 1];
  while (pairedPower(high, pairs, level) < power) high *= 2;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (pairedPower(middle, pairs, level) < power) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The fewest pairs that show an effect with the wanted power; null when that takes more than `most`. */
export function pairsFor(effect: number, { level, power }: TestPlan = usualPlan, most = 1000): number | null {
  if (pairedPower(effect, most, level) < power) return null;
  let [low, high] = [1, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (pairedPower(effect, middle, level) < power) low = middle;
    else high = middle;
  }
  return high;
}
