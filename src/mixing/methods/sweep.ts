/** Short runs at many fixed mixtures: what grid search, Data Mixing Laws, RegMix and Olmix learn from. */
import { mean } from '#base/statistics';
import { Diverged } from '../diverged.ts';
import { note, trials, type Asks, type Cost, type Losses, type Proportions, type Setting } from '../method.ts';
import { learningSteps } from './learning-steps.ts';

/** What one mixture led to. */
export interface Swept {
  readonly p: Proportions;
  /** Validation losses before the first step, mean over seeds. */
  readonly start: Losses;
  /** Validation losses after the last step, mean over seeds. */
  readonly losses: Losses;
}

/** How the runs of a sweep are made. */
export interface SweepPlan {
  /** Steps of each run; 0 is the length of the whole run. */
  readonly trialSteps: number;
  /** Seeds per mixture: the run's own and those that follow it. */
  readonly trialSeeds: number;
}

/**
 * Trains a fresh model at each mixture. Notes 'mixtures' and 'losses', one row per mixture, with round 0.
 *
 * @returns one entry per mixture whose losses are all numbers, in order
 * @throws  Diverged when there is none
 */
export function* sweep(setting: Setting, mixtures: readonly Proportions[], plan: SweepPlan): Asks<Swept[]> {
  const steps = stepsPerTrial(setting, mixtures.length, plan);
  const seeds = Array.from({ length: plan.trialSeeds }, (_seed, n) => setting.seed + n);
  const found = yield* trials(mixtures.flatMap((proportions) => seeds.map((seed) => ({ proportions, steps, seed }))));
  const swept = mixtures.map((p, n): Swept => {
    const own = found.slice(n * seeds.length, (n + 1) * seeds.length);
    return { p, start: meanLosses(own.map((trial) => trial.start)), losses: meanLosses(own.map((t) => t.losses)) };
  });
  const sound = swept.filter(({ losses }) => losses.every(Number.isFinite));
  if (sound.length === 0) throw new Diverged('No run of the sweep ended with losses that are numbers.', 0);
  yield* note(
    'mixtures',
    0,
    sound.map(({ p }) => p),
  );
  yield* note(
    'losses',
    0,
    sound.map(({ losses }) => losses),
  );
  if (sound.length < swept.length)
    yield* note(
      'warning',
      0,
      `${swept.length - sound.length} runs of the sweep ended without losses and are left out.`,
    );
  return sound;
}

/** Steps of each run of a sweep of `count` mixtures, within the learning budget; those of a common sweep keep to all of them. */
export function stepsPerTrial(setting: Setting, count: number, { trialSteps, trialSeeds }: SweepPlan): number {
  if (setting.sharing?.sweepSteps !== undefined) return setting.sharing.sweepSteps;
  return learningSteps(setting, trialSteps > 0 ? trialSteps : setting.totalSteps, count * trialSeeds);
}

/** Cost of a method that sweeps `count` mixtures and then trains. Each run is evaluated before and after. */
export function sweepCost(setting: Setting, count: number, plan: SweepPlan): Cost {
  const runs = count * plan.trialSeeds;
  return {
    learningSteps: runs * (runs > 0 ? stepsPerTrial(setting, count, plan) : 0),
    measuringSteps: 0,
    finalSteps: setting.steps,
    evaluations: 2 * runs,
  };
}

function meanLosses(rows: readonly Losses[]): number[] {
  return rows[0]!.map((_loss, i) => mean(rows.map((row) => (Number.isFinite(row[i]) ? row[i]! : NaN))));
}
