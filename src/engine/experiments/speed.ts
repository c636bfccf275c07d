/**
 * How long training takes here: measured on this machine once for each model, and corrected by how long finished runs
 * of the same kind took against what that measurement promised.
 */
import { mean } from '#base/statistics';
import type { LikelyRange, RunId } from '#contract/api';
import { resolveChoice } from '#mixing/knobs';
import { kindOfWork } from '#mixing/plan';
import { measureRun, median } from '../machine/calibrate.ts';
import { thisMachine } from '../machine/this-machine.ts';
import { contentHash, type RunSpec } from '../run-spec.ts';
import { secondsBetweenCheckpoints } from '../running/checkpointing.ts';
import type { Calibration } from '../store/calibrations.ts';
import type { Store } from '../store/index.ts';
import type { LaunchTrainer } from '../trainer-process.ts';
import type { Workspace } from '../workspace.ts';

/** Finished runs that a correction looks back on. */
const rememberedRuns = 12;

type Work = Pick<RunSpec, 'shape' | 'training' | 'backend' | 'threads'>;

export interface SpeedSetting {
  readonly store: Store;
  readonly launch: LaunchTrainer;
  readonly workspace: Workspace;
}

/** How fast this machine trains and evaluates; measured once and kept. */
export async function speedOf(work: Work, { store, launch, workspace }: SpeedSetting): Promise<Calibration> {
  const known = knownSpeed(work, store);
  if (known) return known;
  const speed = await measureRun(launch, work, workspace.checkpoints);
  store.calibrations.put(keyOf(work), speed, new Date().toISOString());
  return speed;
}

/** The speed where it was measured already; null elsewhere. */
export function knownSpeed(work: Work, store: Store): Calibration | null {
  return store.calibrations.get(keyOf(work));
}

function keyOf({ shape, training, backend, threads }: Work): string {
  return contentHash({
    machine: thisMachine(),
    backend,
    threads,
    shape,
    batch: training.batch,
    precision: training.precision,
    measured: 'whole run',
  });
}

/** What a run trains and evaluates. */
export interface Amount {
  readonly steps: number;
  readonly sequences: number;
}

/** Seconds of a run by itself from its start to its end, before any correction. */
export function usualSeconds(amount: Amount, speed: Calibration): number {
  const { secondsToOpen, secondsToCreate, secondsToRecord, secondsToSave, secondsToExport } = speed;
  const training = secondsToCreate + secondsToRecord + workSeconds(amount, speed);
  return secondsToOpen + training + checkpointsIn(training, speed) * secondsToSave + secondsToExport;
}

/** Seconds of steps and evaluations alone. */
export function workSeconds({ steps, sequences }: Amount, speed: Calibration): number {
  return steps * mean(speed.secondsPerStep) + sequences * speed.secondsPerSequence;
}

/** Checkpoints are written between slices, and a slice is a step at least. */
function checkpointsIn(seconds: number, { secondsPerStep, secondsToSave }: Calibration): number {
  const step = mean(secondsPerStep);
  const between = Math.ceil(secondsBetweenCheckpoints(secondsToSave) / step) * step;
  return Math.floor(Math.max(0, seconds - step) / between);
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

/** Before a run was seen, on each side: what few seconds say about a long time, and at most what may have disturbed them. */
const [leastSpread, mostSpread] = [1.2, 2];

/** A factor on each side of what is likely: after finished runs by their spread, before by that of the measured steps. */
export function rangeOf(usual: number, speed: Calibration, correction: Correction = uncorrected): LikelyRange {
  const worst = Math.max(...speed.secondsPerStep) / median(speed.secondsPerStep);
  const spread = correction.spread ?? Math.min(mostSpread, Math.max(leastSpread, worst));
  const likely = usual * correction.factor;
  return { low: likely / spread, high: likely * spread };
}

/** Remembers how long a finished run took against its measured speed; where none was measured there is nothing to learn. */
export function noteTiming(id: RunId, store: Store): void {
  const run = store.runs.get(id);
  if (run?.state !== 'finished' || run.computedSteps === 0) return;
  const { spec, cost } = run;
  const speed = knownSpeed(spec, store);
  if (!speed) return;
  const share = run.computedSteps / (cost.learningSteps + cost.finalSteps);
  const perGroup = spec.groups.map(({ version }) => store.shards.get(version, spec.tokenizer)?.val ?? Infinity);
  const passes = passesOf(cost.evaluations * Math.min(1, share), spec.evaluation);
  const sequences = passes * sequencesPerPass(perGroup, spec.evaluation, spec.shape.context);
  const promised = usualSeconds({ steps: run.computedSteps, sequences }, speed);
  const kind = sideBySide(kindOfWork(resolveChoice(spec.choice)), store);
  store.timings.put(run.id, { key: keyOf(spec), kind, ratio: run.seconds / promised }, new Date().toISOString());
}

/** Passes over validation or test that a run makes. @param evaluations those that its method asks for */
export function passesOf(evaluations: number, { points }: Pick<RunSpec['evaluation'], 'points'>): number {
  return evaluations + points + 2; // before the first step, and the test
}

/** Sequences of one pass. @param tokens of each group's validation split */
export function sequencesPerPass(
  tokens: readonly number[],
  { sequences }: Pick<RunSpec['evaluation'], 'sequences'>,
  context: number,
): number {
  return tokens.reduce((sum, count) => sum + Math.min(sequences, Math.floor(count / context)), 0);
}
