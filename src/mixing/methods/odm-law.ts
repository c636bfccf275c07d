/**
 * The equations of Online Data Mixing, free of any training. Source: Albalak et al. 2023 (arXiv 2312.02406) and its
 * published code; spec 2.12.
 */
import { normalise, softmax } from '#base/simplex';
import type { Proportions } from '../method.ts';

/** Losses above this count as this before they are exponentiated, nats. */
const largestLoss = 20;

/** Share of the draws that each of `m` groups gets whatever its reward. @param t step, the first is 1; 0 explores fully */
export function exploration(m: number, t: number): number {
  return t <= 0 ? 1 / m : Math.min(1 / m, Math.sqrt(Math.log(m) / (m * t)));
}

/**
 * Running rewards R after a batch; groups that it did not hold (null) keep theirs.
 *
 * @param p      shares that the batch was drawn at; only the paper's form uses them
 * @param memory share `a` of the old reward that is kept
 */
export function rewarded(
  rewards: readonly number[],
  losses: readonly (number | null)[],
  p: Proportions,
  { form, memory }: { readonly form: string; readonly memory: number },
): number[] {
  return rewards.map((reward, k) => {
    const loss = losses[k];
    if (loss === null || loss === undefined || !Number.isFinite(loss)) return reward;
    const gain = form === 'paper' ? loss / p[k]! : Math.exp(Math.min(loss, largestLoss));
    return memory * reward + (1 - memory) * gain;
  });
}

/**
 * Shares at step `t` from the rewards: `repo` in proportion to them, `paper` by a softmax that cools down.
 *
 * @param before step of the update before this one, 0 for the first
 */
export function sharesOf(rewards: readonly number[], t: number, form: string, before: number): number[] {
  const m = rewards.length;
  const epsilon = exploration(m, t);
  const sum = rewards.reduce((a, b) => a + b, 0);
  const chosen =
    form === 'paper'
      ? softmax(rewards.map((reward) => exploration(m, before) * reward))
      : rewards.map((reward) => (sum > 0 ? reward / sum : 1 / m));
  return normalise(chosen.map((share) => Math.max(0, 1 - m * epsilon) * share + epsilon));
}
