/** A row against the baseline: paired by seed, tested, with an interval and a verdict. */
import { bootstrapInterval } from '#base/bootstrap';
import { differenceTest, meanInterval } from '#base/paired-test';
import { judge } from '#base/practical-difference';
import { randomFor } from '#base/random';
import { signFlipTest } from '#base/sign-flip';
import { signedRankTest } from '#base/signed-rank';
import { fold, mean } from '#base/statistics';
import type { Analysis, Difference, Estimate } from './types.ts';

/** Draws of a bootstrap interval. */
export const resamples = 4000;

/** One number a run, with the run's seed. */
export interface SeededValue {
  readonly seed: number;
  readonly value: number;
}

type Way = Pick<Analysis, 'interval' | 'level' | 'test' | 'alternative'>;

/** Mean over seeds with its interval. @param label names the numbers, so that equal questions draw equal samples */
export function estimateOf(values: readonly number[], { interval, level }: Way, label: string): Estimate {
  const folded = fold(values);
  if (interval === 't') return { ...folded, interval: meanInterval(folded, level) };
  const random = randomFor(0, `bootstrap ${label}`);
  return { ...folded, interval: bootstrapInterval(values, mean, { kind: interval, level, resamples, random }) };
}

/**
 * Row minus baseline over the seeds that both have; null when they share none. `pAdjusted` is left to whoever knows all
 * rows.
 *
 * @param region half width of no practical difference, in the unit of the values
 */
export function differenceOf(
  row: readonly SeededValue[],
  baseline: readonly SeededValue[],
  way: Way,
  region: number,
  label: string,
): Difference | null {
  const pairs = row.flatMap(({ seed, value }) => {
    const other = baseline.find((candidate) => candidate.seed === seed);
    return other === undefined || Number.isNaN(value - other.value) ? [] : [{ seed, value, other: other.value }];
  });
  if (pairs.length === 0) return null;
  const perSeed = pairs.map(({ value, other }) => value - other);
  const estimate = estimateOf(perSeed, way, `${label} difference`);
  const verdict = judge(estimate, region);
  const isPaired = ({ seed }: SeededValue): boolean => pairs.some((pair) => pair.seed === seed);
  return {
    ...estimate,
    seeds: pairs.map(({ seed }) => seed),
    perSeed,
    betterSeeds: perSeed.filter((x) => x < 0).length,
    unpaired: [
      ...row.filter((one) => !isPaired(one)).map(({ seed }) => ({ seed, has: 'row' as const })),
      ...baseline.filter((one) => !isPaired(one)).map(({ seed }) => ({ seed, has: 'baseline' as const })),
    ],
    share: estimate.mean / mean(pairs.map(({ other }) => other)),
    p: pValue(perSeed, way, label),
    pAdjusted: null,
    effect: estimate.sd === null || estimate.sd === 0 ? null : estimate.mean / estimate.sd,
    probabilityBetter: judge(estimate, 0)?.better ?? null,
    verdict,
    region,
  };
}

/** Null for fewer than two pairs, and where the test cannot say. */
function pValue(differences: readonly number[], { test, alternative }: Way, label: string): number | null {
  if (differences.length < 2) return null;
  const { pTwoSided, pLess } = {
    t: () => differenceTest(differences),
    'signed-rank': () => signedRankTest(differences),
    'sign-flip': () => signFlipTest(differences, randomFor(0, `sign flip ${label}`)),
  }[test]();
  return alternative === 'less' ? pLess : pTwoSided;
}
