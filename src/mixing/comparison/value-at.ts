/** Which losses of a run are compared, and the step that they belong to. */
import { mean } from '#base/statistics';
import type { FinishedRun, ValueAt } from './types.ts';

/** Losses at a step of the final run. */
export interface LossesAt {
  readonly step: number;
  readonly losses: readonly number[];
}

/** Nothing to show for this run, and why in words. */
export interface NoLosses {
  readonly why: string;
}

type Passes = NonNullable<FinishedRun['validation']>;

/**
 * @param at with `totalSteps` already a number
 */
export function lossesAt(run: FinishedRun, at: Exclude<ValueAt, { totalSteps: 'least' }>): LossesAt | NoLosses {
  const { finalSteps, learningSteps } = run.cost;
  if (at === 'test') return { step: finalSteps, losses: run.testLosses };
  const passes = run.validation ?? [];
  const last = passes.at(-1);
  if (last === undefined) return { why: 'it has no validation pass' };
  if (at === 'last') return last;
  if (at === 'best') return best(passes);
  if ('step' in at) return between(passes, at.step);
  if ('share' in at) return between(passes, at.share * finalSteps);
  const left = (at.totalSteps as number) - learningSteps;
  return left < 0
    ? { why: `learning alone took ${learningSteps} steps, more than the budget of ${at.totalSteps as number}` }
    : between(passes, left);
}

/** Total steps of the cheapest run; null without a run. */
export function leastTotal(runs: readonly FinishedRun[]): number | null {
  const totals = runs.map(({ cost }) => cost.learningSteps + cost.finalSteps);
  return totals.length > 0 ? Math.min(...totals) : null;
}

function best(passes: Passes): LossesAt {
  return passes.reduce((found, pass) => (mean(pass.losses) < mean(found.losses) ? pass : found));
}

/** On the straight line between the passes around a step. */
function between(passes: Passes, step: number): LossesAt | NoLosses {
  const after = passes.findIndex((pass) => pass.step >= step);
  const to = passes[after];
  if (to === undefined) return { why: `it trained for ${passes.at(-1)!.step} steps, fewer than ${step}` };
  if (to.step === step) return to;
  const from = passes[after - 1];
  if (from === undefined) return { why: `its first validation pass is at step ${to.step}` };
  const share = (step - from.step) / (to.step - from.step);
  return { step, losses: from.losses.map((loss, i) => loss + share * (to.losses[i]! - loss)) };
}
