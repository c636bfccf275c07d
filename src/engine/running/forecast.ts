/** When runs will start and end, from what trained lately. */
import type { RunForecast, RunId } from '#contract/api';
import type { RunSpec } from '../run-spec.ts';
import type { Pace, StoredRun } from '../store/runs.ts';

/** Tells the seconds of so many steps of a run; null when nothing like it has trained yet. */
export type Timing = (spec: RunSpec, steps: number) => number | null;

/** Runs of the same kind that count; older ones say less about the computer of today. */
const latest = 8;

/**
 * Runs like this one when there are any (same model, batch and backend), otherwise all by their work: tokens times
 * operations a token.
 */
export function timingFrom(paces: readonly Pace[]): Timing {
  const perStep = new Map<string, { readonly seconds: number; readonly steps: number }[]>();
  for (const { spec, seconds, computedSteps } of paces) {
    const key = kindOf(spec);
    perStep.set(key, [...(perStep.get(key) ?? []), { seconds, steps: computedSteps }]);
  }
  const units = paces.reduce((sum, { spec, computedSteps }) => sum + work(spec) * computedSteps, 0);
  const perUnit = paces.reduce((sum, { seconds }) => sum + seconds, 0) / units;
  return (spec, steps) => {
    const alike = perStep.get(kindOf(spec))?.slice(0, latest);
    const seconds = alike
      ? (steps * alike.reduce((sum, one) => sum + one.seconds, 0)) / alike.reduce((sum, one) => sum + one.steps, 0)
      : steps * work(spec) * perUnit;
    return Number.isFinite(seconds) ? seconds : null;
  };
}

/** Seconds that a run has still to train; its own pace counts as soon as it has one. */
export function secondsLeft(run: StoredRun, timing: Timing): number | null {
  const left = stepsLeft(run);
  if (run.computedSteps === 0 || run.seconds === 0) return timing(run.spec, left);
  return (left * run.seconds) / run.computedSteps;
}

/** Steps that a run has still to take, those of its method included. Steps that are done already do not count. */
export function stepsLeft(run: StoredRun): number {
  return Math.max(0, run.cost.learningSteps + run.steps - run.learningSteps - run.step);
}

export interface Job {
  readonly run: RunId;
  readonly seconds: number | null;
}

/**
 * Each waiting job takes the slot that is free first.
 *
 * @param running at work now  @param waiting in the order in which they start
 * @returns those that something is known of; nothing behind a job of unknown length has a time
 */
export function forecast(running: readonly Job[], waiting: readonly Job[], slots: number): readonly RunForecast[] {
  const found = running.flatMap(({ run, seconds }) =>
    seconds === null ? [] : [{ run, startsIn: 0, endsIn: seconds }],
  );
  if (found.length < running.length) return found;
  const idle = Math.max(0, slots - running.length);
  const freeAt = [...found.map(({ endsIn }) => endsIn), ...new Array<number>(idle).fill(0)];
  for (const { run, seconds } of waiting) {
    if (seconds === null) break;
    const slot = freeAt.indexOf(Math.min(...freeAt));
    const startsIn = freeAt[slot]!;
    freeAt[slot] = startsIn + seconds;
    found.push({ run, startsIn, endsIn: startsIn + seconds });
  }
  return found;
}

function kindOf({ shape, training, backend }: RunSpec): string {
  return JSON.stringify([shape, training.batch, backend]);
}

/** Work of one step, up to a factor. */
function work({ shape, training }: RunSpec): number {
  return (
    training.batch * shape.context * shape.hiddenSize * (shape.layers * shape.hiddenSize * 12 + shape.vocabularySize)
  );
}
