/** The calls on measured laws: what a measurement costs, making it, and showing it beside the method's own matrix. */
import { rmSync } from 'node:fs';
import { randomFor } from '#base/random';
import { Refusal } from '#base/refusal';
import type {
  EngineApi,
  GradientLaw,
  LawMeasurement,
  MeasuredModel,
  MeasurementEstimate,
  MeasurementId,
  MeasurementInput,
  OwnLaw,
  RunId,
} from '#contract/api';
import { scaledMatrix } from '#mixing/laws/brute-force';
import { childMixtures, fewestChildren } from '#mixing/laws/child-mixtures';
import { compareWithMeasured } from '#mixing/laws/gradient-comparison';
import { similarityOf } from '#mixing/laws/similarity';
import type { Ask } from '#mixing/method';
import { rangeOf, speedOf, workSeconds } from '../experiments/speed.ts';
import { unknownExperiment } from '../experiments/experiments.ts';
import { contentHash } from '../run-spec.ts';
import { promised } from '../promised.ts';
import { lawOf } from '../results.ts';
import { unknownRun } from '../running/queue.ts';
import type { NewMeasurement, StoredMeasurement } from '../store/measurements.ts';
import type { StoredRun } from '../store/runs.ts';
import type { Store } from '../store/index.ts';
import { openMeasuringQueue } from './measuring-queue.ts';
import { measurementFolder, performMeasurement, usableCheckpoint, type MeasuringTools } from './perform-measurement.ts';
import { stepsAtNotes, stepsOf } from './replay.ts';

/** More children than this say nothing new and would fill the store. */
const mostChildren = 500;

export interface MeasurementsSetting extends Omit<MeasuringTools, 'hear' | 'onMove'> {
  readonly log: (level: 'info' | 'warn' | 'error', message: string, run: RunId | null) => void;
  readonly onMeasurement: (measurement: LawMeasurement) => void;
  readonly startsRuns: boolean;
}

type MeasurementCalls = Pick<
  EngineApi,
  'lawMeasurements' | 'estimateMeasurement' | 'measureLaw' | 'stopMeasurement' | 'removeMeasurement'
>;

export function openMeasurements(setting: MeasurementsSetting) {
  const { store, workspace, slots } = setting;
  const tell = (id: MeasurementId): void => {
    const found = store.measurements.get(id);
    if (found) setting.onMeasurement(shown(found, store));
  };
  const queue = openMeasuringQueue({
    store,
    slots,
    startsRuns: setting.startsRuns,
    perform: (measurement, control) =>
      performMeasurement(measurement, control, {
        ...setting,
        hear: (level, line) => setting.log(level, line, measurement.run),
        onMove: () => tell(measurement.id),
      }),
    onMove: tell,
    log: (level, message) => setting.log(level, message, null),
  });
  const known = (id: MeasurementId): StoredMeasurement => {
    const found = store.measurements.get(id);
    if (!found)
      throw new Refusal('measurement_unknown', `There is no measurement ${id}.`, {
        remedy: 'List the measurements of the run and name one of them.',
      });
    return found;
  };
  const remove = async (id: MeasurementId): Promise<void> => {
    await queue.stop(id);
    store.measurements.remove(id);
    rmSync(measurementFolder(workspace.checkpoints, id), { recursive: true, force: true });
  };

  const calls: MeasurementCalls = {
    lawMeasurements: (of) =>
      promised(() =>
        ('run' in of ? [knownRun(of.run, store).id] : runsOf(of.experiment, store)).flatMap((run) =>
          store.measurements.ofRun(run).map((found) => shown(found, store)),
        ),
      ),
    estimateMeasurement: async (id, input) => {
      const run = knownRun(id, store);
      return estimateOf(planned(run, input, store), run, setting);
    },
    measureLaw: async (id, input) => {
      const plan = planned(knownRun(id, store), input, store);
      store.measurements.add(plan, new Date().toISOString());
      await queue.measure(plan.id);
      return shown(known(plan.id), store);
    },
    stopMeasurement: async (id) => {
      const { state } = known(id);
      if (state === 'queued' || state === 'running') await queue.stop(id);
    },
    removeMeasurement: async (id) => remove(known(id).id),
  };
  return {
    calls,
    go: queue.go,
    close: queue.close,
    /** Before a run is removed: ends and forgets what is measured of it. */
    forgetRun: async (run: RunId): Promise<void> => {
      for (const { id } of store.measurements.ofRun(run)) await remove(id);
    },
  };
}

function knownRun(id: RunId, store: Store): StoredRun {
  const run = store.runs.get(id);
  if (!run) throw unknownRun(id);
  return run;
}

function runsOf(experiment: string, store: Store): readonly RunId[] {
  if (!store.experiments.get(experiment)) throw unknownExperiment(experiment);
  return [...new Set(store.experiments.places(experiment).map(({ run }) => run))];
}

/** A measurement with every default filled in. @throws Refusal `option_invalid`, `run_state`, `steps_do_not_fit` */
function planned(run: StoredRun, input: MeasurementInput, store: Store): NewMeasurement {
  const m = run.spec.groups.length;
  const { sweep = 'cover', model = 'subject' } = input;
  const { length, reached } = extentOf(run, model, store);
  const steps = whole('steps', input.steps ?? Math.max(1, Math.round(length / 20)), 1, length);
  const children = whole('children', input.children ?? 2 * m + 1, fewestChildren(m), mostChildren);
  const step = whole('step', input.step, 0, length);
  if (step > reached)
    throw new Refusal('run_state', `The ${model} has not got to step ${step} yet; it is at step ${reached}.`, {
      field: 'step',
      remedy: `Choose a step up to ${reached}, or let the run go on first.`,
    });
  if (step + steps > length)
    throw new Refusal(
      'steps_do_not_fit',
      `Children of ${steps} steps from step ${step} would end after the ${model}'s ${length} steps, where its learning rate has no schedule.`,
      { field: 'step', remedy: `Choose a step up to ${length - steps}, or shorter children.` },
    );
  const mixtures = childMixtures(m, children, sweep, randomFor(run.seed, 'children of a measurement'));
  const id = contentHash({ run: run.id, model, step, steps, mixtures });
  return { id, run: run.id, model, step, steps, sweep, mixtures };
}

/** Steps of a model's schedule, and how far it is. @throws Refusal `run_state` when the run has no such model */
function extentOf(run: StoredRun, model: MeasuredModel, store: Store): { length: number; reached: number } {
  if (model === 'subject') return { length: run.steps, reached: run.step };
  const found = stepsOf(asksOf(run.id, store), model);
  if (found) return { length: found.steps, reached: found.taken };
  throw new Refusal('run_state', `This run has no ${model}: its method trains none, or it has not got that far.`, {
    field: 'model',
    remedy: 'Measure the subject, or a run of a method that trains a proxy, such as DoReMi and DoGE.',
  });
}

function asksOf(run: RunId, store: Store): readonly Ask[] {
  return store.transcripts.of(run).map(({ ask }) => ask);
}

function whole(field: string, value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new Refusal('option_invalid', `${field} ${value} is not a whole number from ${low} to ${high}.`, {
    field,
    remedy: 'Correct it, or leave it out for its default.',
  });
}

async function estimateOf(
  plan: NewMeasurement,
  run: StoredRun,
  setting: MeasurementsSetting,
): Promise<MeasurementEstimate> {
  const { store } = setting;
  const stored = store.measurements.get(plan.id);
  const children = plan.mixtures.length - (stored?.losses.filter((row) => row !== null).length ?? 0);
  const isReached = stored?.parent != null || children === 0;
  const kept = plan.model === 'subject' ? usableCheckpoint(run, plan.step, setting) : null;
  const replaySteps = isReached ? 0 : plan.step - (kept?.step ?? 0);
  const childSteps = children * plan.steps;
  const evaluations = children + (isReached ? 0 : 1);
  const speed = await speedOf(run.spec, setting);
  const sequences = run.spec.evaluation.sequences * run.spec.groups.length;
  const helpers = Math.max(1, Math.min(store.settings.get('slots'), children));
  const childSeconds = workSeconds({ steps: childSteps, sequences: evaluations * sequences }, speed);
  const inPasses = isReached ? 0 : 2 * 3; // gradients at the point, of validation and of training text
  const replaySeconds = workSeconds({ steps: replaySteps, sequences: inPasses * sequences }, speed);
  const usual = speed.secondsToOpen + speed.secondsToRecord + replaySeconds + childSeconds / helpers;
  const seconds = children === 0 ? { low: 0, high: 0 } : rangeOf(usual, speed);
  return {
    run: run.id,
    step: plan.step,
    children: plan.mixtures.length,
    steps: plan.steps,
    replaySteps,
    childSteps,
    evaluations,
    seconds,
  };
}

function shown(found: StoredMeasurement, store: Store): LawMeasurement {
  const run = store.runs.get(found.run)!;
  const { mixtures, losses, ...rest } = found;
  return {
    ...rest,
    method: run.method,
    label: run.label,
    seed: run.seed,
    groups: run.spec.groups.map(({ name }) => name),
    total: mixtures.length,
    children: mixtures.flatMap((proportions, n) => (losses[n] ? [{ proportions, losses: losses[n] }] : [])),
    own: ownLaw(found, run, store),
    gradient: gradientLaw(found, store),
  };
}

function gradientLaw(found: StoredMeasurement, store: Store): GradientLaw | null {
  const estimate = found.A && store.measurements.gradientAt(found);
  return estimate && { A: estimate, ...compareWithMeasured(estimate, found.A) };
}

/** The method's matrix of the last round at or before the point, on the scale of A*. */
function ownLaw(found: StoredMeasurement, run: StoredRun, store: Store): OwnLaw | null {
  const { model, step, A, parent, mixtures, losses } = found;
  if (!A || !parent) return null;
  const { groups, rounds, provenance } = lawOf(store, run);
  const steps = stepsAtNotes(asksOf(run.id, store), 'A', model);
  const index = steps.findLastIndex((taken) => taken <= step);
  const round = rounds[index];
  if (!round) return null;
  const children = mixtures.map((proportions, n) => ({ proportions, losses: losses[n]! }));
  const { scaled, b, warnings } = scaledMatrix(round.normalised, { groups, parent, children });
  const similarity = similarityOf(A, scaled);
  return {
    round: round.round,
    step: steps[index]!,
    matrix: round.normalised,
    scaled,
    b,
    similarity,
    provenance,
    warnings: [...warnings, ...similarity.warnings],
  };
}
