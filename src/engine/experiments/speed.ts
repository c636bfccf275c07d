/**
 * How long training takes here: measured on this machine once for each model, and corrected by how long finished runs
 * of the same kind took against what that measurement promised.
 */
import { cpus, hostname } from 'node:os';
import { mean } from '#base/statistics';
import type { LikelyRange, RunId } from '#contract/api';
import { resolveChoice } from '#mixing/knobs';
import { kindOfWork } from '#mixing/plan';
import { measureSpeed, median } from '../machine/calibrate.ts';
import { contentHash, type RunSpec } from '../run-spec.ts';
import type { Calibration } from '../store/calibrations.ts';
import type { Store } from '../store/index.ts';
import type { LaunchTrainer } from '../trainer-process.ts';

/** Steps of a calibration; the first ones are slower and count for the upper end. */
const measuredSteps = 6;
/** Starting a trainer, loading its library, opening shards. */
const secondsToStart = 4;
/** Finished runs that a correction looks back on. */
const rememberedRuns = 12;

type Work = Pick<RunSpec, 'shape' | 'training' | 'backend'>;

/** How fast this machine trains and evaluates; measured once and kept. */
export async function speedOf(
  work: Work,
  { store, launch }: { readonly store: Store; readonly launch: LaunchTrainer },
): Promise<Calibration> {
  const known = knownSpeed(work, store);
  if (known) return known;
  const { backend, shape, training } = work;
  const { facts: _facts, ...speed } = await measureSpeed(launch, { backend, shape, training, steps: measuredSteps });
  store.calibrations.put(keyOf(work), speed, new Date().toISOString());
  return speed;
}

/** The speed where it was measured already; null elsewhere. */
export function knownSpeed(work: Work, store: Store): Calibration | null {
  return store.calibrations.get(keyOf(work));
}

function keyOf({ shape, training, backend }: Work): string {
  const machine = [hostname(), cpus().length, cpus()[0]?.model];
  return contentHash({ machine, backend, shape, batch: training.batch });
}

/** Seconds that one trainer takes on a quiet machine, before any correction. */
export function usualSeconds(
  { steps, sequences }: { readonly steps: number; readonly sequences: number },
  speed: Calibration,
): number {
  return steps * median(speed.secondsPerStep) + sequences * median(speed.secondsPerSequence);
}

/** What finished runs say about measured speeds. */
export interface Correction {
  /** Seconds taken over seconds promised. */
  readonly factor: number;
  /** A factor on each side that holds the next run about 19 times of 20; null before there was a run. */
  readonly spread: number | null;
  readonly runs: number;
}

export const uncorrected: Correction = { factor: 1, spread: null, runs: 0 };

/** Spread of ratios that is expected before it was seen, and how many runs that expectation weighs as much as. */
const usualDeviation = 0.1;
const usualWeight = 2;

/**
 * Few runs that happened to take alike say little about how far the next may lie off, so their spread is pulled towards a
 * usual one.
 *
 * @param ratios seconds taken over seconds promised, of finished runs
 */
export function correctionFrom(ratios: readonly number[]): Correction {
  const runs = ratios.length;
  if (runs === 0) return uncorrected;
  const logs = ratios.map(Math.log);
  const centre = mean(logs);
  const squares = logs.reduce((sum, log) => sum + (log - centre) ** 2, 0);
  const deviation = Math.sqrt((usualWeight * usualDeviation ** 2 + squares) / (usualWeight + runs - 1));
  return { factor: Math.exp(centre), spread: Math.exp(2 * deviation * Math.sqrt(1 + 1 / runs)), runs };
}

/** The correction for work of a kind at a number of trainers side by side. */
export function correctionFor(work: Work, kind: string, store: Store): Correction {
  return correctionFrom(store.timings.latest(keyOf(work), sideBySide(kind, store), rememberedRuns));
}

/** Trainers side by side slow each other down, so their runs are remembered apart. */
function sideBySide(kind: string, store: Store): string {
  return `${kind} ×${store.settings.get('slots')}`;
}

/** A quiet machine is a little faster than the median; a busy one, or the first steps, can be much slower. */
export function rangeOf(usual: number, speed: Calibration, correction: Correction = uncorrected): LikelyRange {
  const { factor, spread } = correction;
  if (spread !== null) return { low: (usual * factor) / spread, high: usual * factor * spread };
  const worst = Math.max(...speed.secondsPerStep) / median(speed.secondsPerStep);
  return { low: 0.85 * usual, high: Math.min(2.5, Math.max(1.3, worst)) * usual + secondsToStart };
}

/** Remembers how long a finished run took against its measured speed; where none was measured there is nothing to learn. */
export function noteTiming(id: RunId, store: Store): void {
  const run = store.runs.get(id);
  if (run?.state !== 'finished' || run.computedSteps === 0) return;
  const { spec, cost } = run;
  const speed = knownSpeed(spec, store);
  if (!speed) return;
  const share = run.computedSteps / (cost.learningSteps + cost.finalSteps);
  const sequences = sequencesOf(cost.evaluations * Math.min(1, share), spec);
  const promised = usualSeconds({ steps: run.computedSteps, sequences }, speed);
  const kind = sideBySide(kindOfWork(resolveChoice(spec.choice)), store);
  store.timings.put(run.id, { key: keyOf(spec), kind, ratio: run.seconds / promised }, new Date().toISOString());
}

/** Sequences that a run evaluates. @param evaluations full passes besides its evaluation points and the test */
export function sequencesOf(
  evaluations: number,
  { evaluation, groups }: { readonly evaluation: RunSpec['evaluation']; readonly groups: readonly unknown[] },
): number {
  return (evaluations + evaluation.points + 2) * evaluation.sequences * groups.length;
}
