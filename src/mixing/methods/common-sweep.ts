/**
 * One sequence of mixtures for every sweep of an experiment: a method with n runs takes the first n, so that grid search,
 * Data Mixing Laws, RegMix and Olmix learn from the same runs and each of them is trained once.
 *
 * The sequence begins with equal shares. Each further mixture is the one of ten draws from a Dirichlet distribution that lies
 * farthest from all before it (best-candidate sampling; Mitchell 1991, "Spectrally optimal sampling for distribution ray
 * tracing"). So the first n cover the simplex well for any n. The strength is that of the Dirichlet cover, spec 2.4.
 */
import { dirichlet } from '#base/dirichlet';
import { randomFor } from '#base/random';
import { largestRemainder } from '#base/rounding';
import { uniform } from '#base/simplex';
import type { Complaint, Proportions, Setting } from '../method.ts';

const strength = 1.5;
const draws = 10;

/** The first `n` mixtures of the sequence. Shares have 6 decimals and sum to 1. @param seed that it is drawn with */
export function commonMixtures(m: number, n: number, seed: number): number[][] {
  const random = randomFor(seed, 'common sweep');
  const alpha = Array<number>(m).fill(strength);
  const found = [uniform(m)];
  while (found.length < n) {
    const candidates = Array.from({ length: draws }, () => dirichlet(alpha, random));
    const distances = candidates.map((p) => Math.min(...found.map((q) => squaredDistance(p, q))));
    found.push(rounded(candidates[distances.indexOf(Math.max(...distances))]!));
  }
  return found.slice(0, n);
}

/** The mixtures of a sweep: the common ones where the experiment has them, else the method's own. */
export function sweepMixtures(setting: Setting, count: number, own: () => Proportions[]): Proportions[] {
  const { sharing, groups, seed } = setting;
  return sharing?.sweepSteps === undefined ? own() : commonMixtures(groups.length, count, seed);
}

/** A method's own length of its runs does not count in a common sweep. */
export function commonSweepComplaints({ sharing }: Setting, trialSteps: number): Complaint[] {
  const common = sharing?.sweepSteps;
  if (common === undefined || trialSteps === 0 || trialSteps === common) return [];
  return [
    {
      knob: 'trialSteps',
      message: `The runs of the common sweep have ${common} steps each, not ${trialSteps}.`,
      remedy: 'Set the steps of the common runs in the experiment, or let each method make its own sweep.',
      severity: 'warning',
    },
  ];
}

function rounded(p: Proportions): number[] {
  return largestRemainder(1e6, p).map((millionths) => millionths / 1e6);
}

function squaredDistance(a: Proportions, b: Proportions): number {
  return a.reduce((sum, share, j) => sum + (share - b[j]!) ** 2, 0);
}
