/** The calls on measured laws: what a measurement costs, making it, and showing it beside the method's own matrix. */
import { rmSync } from 'node:fs';
import { randomFor } from '#base/random';
import { Refusal } from '#base/refusal';
import type {
  EngineApi,
  LawMeasurement,
  LawSeries,
  MeasurementEstimate,
  MeasurementId,
  MeasurementInput,
  OwnLaw,
  RunId,
} from '#contract/api';
import { scaledMatrix } from '#mixing/laws/brute-force';
import { childMixtures, fewestChildren } from '#mixing/laws/child-mixtures';
import { similarityOf } from '#mixing/laws/similarity';
import { rangeOf, speedOf } from '../experiments/estimate.ts';
import { unknownExperiment } from '../experiments/experiments.ts';
import { median } from '../machine/calibrate.ts';
import { contentHash } from '../run-spec.ts';
import { promised } from '../promised.ts';
import { lawOf } from '../results.ts';
import { unknownRun } from '../running/queue.ts';
import type { NewMeasurement, StoredMeasurement } from '../store/measurements.ts';
import type { StoredRun } from '../store/runs.ts';
import type { Store } from '../store/index.ts';
import { openMeasuringQueue } from './measuring-queue.ts';
import { measurementFolder, performMeasurement, usableCheckpoint, type MeasuringTools } from './perform-measurement.ts';

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
      return estimateOf(planned(run, input), run, setting);
    },
    measureLaw: async (id, input) => {
      const plan = planned(knownRun(id, store), input);
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
function planned(run: StoredRun, input: MeasurementInput): NewMeasurement {
  const m = run.spec.groups.length;
  const sweep = input.sweep ?? 'cover';
  const steps = whole('steps', input.steps ?? Math.max(1, Math.round(run.steps / 20)), 1, run.steps);
  const children = whole('children', input.children ?? 2 * m + 1, fewestChildren(m), mostChildren);
  const step = whole('step', input.step, 0, run.steps);
  if (step > run.step)
    throw new Refusal('run_state', `The run has not got to step ${step} yet; it is at step ${run.step}.`, {
      field: 'step',
      remedy: `Choose a step up to ${run.step}, or let the run go on first.`,
    });
  if (step + steps > run.steps)
    throw new Refusal(
      'steps_do_not_fit',
      `Children of ${steps} steps from step ${step} would end after the run's ${run.steps} steps, where its learning rate has no schedule.`,
      { field: 'step', remedy: `Choose a step up to ${run.steps - steps}, or shorter children.` },
    );
  const mixtures = childMixtures(m, children, sweep, randomFor(run.seed, 'children of a measurement'));
  const id = contentHash({ run: run.id, step, steps, mixtures });
  return { id, run: run.id, step, steps, sweep, mixtures };
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
  const replaySteps = isReached ? 0 : plan.step - (usableCheckpoint(run, plan.step, setting)?.step ?? 0);
  const childSteps = children * plan.steps;
  const evaluations = children + (isReached ? 0 : 1);
  const speed = await speedOf(run.spec, setting);
  const perPass = run.spec.evaluation.sequences * run.spec.groups.length * median(speed.secondsPerSequence);
  const helpers = Math.max(1, Math.min(store.settings.get('slots'), children));
  const perStep = median(speed.secondsPerStep);
  const usual = replaySteps * perStep + (childSteps * perStep + evaluations * perPass) / helpers;
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
  const children = mixtures.flatMap((proportions, n) => (losses[n] ? [{ proportions, losses: losses[n] }] : []));
  const groups = run.spec.groups.map(({ name }) => name);
  return {
    ...rest,
    method: run.method,
    label: run.label,
    seed: run.seed,
    groups,
    total: mixtures.length,
    children,
    own:
      found.A && found.parent
        ? ownLaw({ ...found, A: found.A, parent: found.parent, children }, lawOf(store, run))
        : null,
  };
}

/** The method's matrix of the last round at or before the point, on the scale of A*. */
function ownLaw(
  {
    step,
    A,
    parent,
    children,
  }: Pick<StoredMeasurement, 'step'> & {
    readonly A: NonNullable<StoredMeasurement['A']>;
    readonly parent: NonNullable<StoredMeasurement['parent']>;
    readonly children: LawMeasurement['children'];
  },
  { groups, rounds }: LawSeries,
): OwnLaw | null {
  const round = rounds.findLast((one) => one.step <= step);
  if (!round) return null;
  const matrix = round.normalised;
  const { scaled, b, warnings } = scaledMatrix(matrix, { groups, parent, children });
  const similarity = similarityOf(A, scaled);
  return {
    round: round.round,
    step: round.step,
    matrix,
    scaled,
    b,
    similarity,
    warnings: [...warnings, ...similarity.warnings],
  };
}
