/** Where a training run stands: its counters, its evaluation points, its checkpoints, and what its row shows. */
import type { RunId } from '#contract/api';
import type { StepRecord, TrainedSlice, TrainerApi } from '#contract/trainer';
import type { CreateAsk } from '#mixing/method';
import type { RunSpec } from '../run-spec.ts';
import type { AskPosition, Checkpoint } from '../store/checkpoints.ts';
import type { Store } from '../store/index.ts';
import type { Stretch } from '../store/stretches.ts';
import { saveCheckpoint, secondsBetweenCheckpoints } from './checkpointing.ts';
import { Interrupted, type RunControl } from './control.ts';
import type { Hand } from './crew.ts';
import { evaluationSteps, openSlicer } from './slices.ts';
import { GivenUp, strikes } from './stop-rule.ts';

export interface CourseSetting {
  readonly run: RunId;
  readonly spec: RunSpec;
  readonly store: Store;
  readonly trainer: TrainerApi;
  readonly control: RunControl;
  /** The run's folder of checkpoints. */
  readonly folder: string;
  /** Between checkpoints; undefined for what suits the model. */
  readonly checkpointSeconds: number | undefined;
  readonly sliceSeconds: number;
  /** Where to go on from. */
  readonly checkpoint: Checkpoint | null;
  /** Of the models that the transcript before it made. */
  readonly roles: readonly CreateAsk['role'][];
  /** Seconds that the run has taken before. */
  readonly seconds: number;
  /** Throws when the disk has no room for another checkpoint, while there is still room to say so in the store. */
  readonly requireRoom: () => void;
  /** Called after anything that a row of the run shows has moved. */
  readonly onMove: () => void;
}

/** Steps taken so far. */
export interface Counters {
  /** Of the subject. */
  readonly step: number;
  readonly learningSteps: number;
  readonly computedSteps: number;
}

export type Course = ReturnType<typeof openCourse>;

export function openCourse(setting: CourseSetting) {
  const { run, spec, store, trainer, control, checkpoint } = setting;
  const roles = [...setting.roles];
  const points = evaluationSteps(spec.steps, spec.evaluation.points);
  const slicer = openSlicer(setting.sliceSeconds);
  const startedAt = performance.now();
  let counters: Counters = {
    step: checkpoint?.step ?? 0,
    learningSteps: checkpoint?.learningSteps ?? 0,
    computedSteps: checkpoint?.computedSteps ?? 0,
  };
  let loss = store.evaluations.last(run, 'val')?.losses ?? null;
  let tokensPerSecond: number | null = null;
  let keptAt = startedAt;
  let secondsToSave = 0;
  let isSuspect = false;

  /** Whether the stop rule counts the latest validations against the run; then no checkpoint replaces the last good one. */
  const judge = (): void => {
    const rule = store.settings.get('stopRule');
    const losses = rule ? store.evaluations.after(run, 'val', -1).map((one) => mean(one.losses)) : [];
    const found = rule ? strikes(losses, rule) : 0;
    isSuspect = found > 0;
    if (rule && found >= rule.evaluations) throw new GivenUp(counters.step, losses, rule);
  };

  const writeProgress = (): void =>
    store.runs.setProgress(run, {
      ...counters,
      seconds: setting.seconds + (performance.now() - startedAt) / 1000,
      loss: loss && mean(loss),
      tokensPerSecond,
    });

  const keep = async (entries: number, position: AskPosition | null): Promise<void> => {
    setting.requireRoom();
    const place = { ...counters, entries, position, hasModels: roles.length > 0 };
    const from = performance.now();
    await saveCheckpoint(store, setting.folder, run, trainer, place, new Date().toISOString());
    keptAt = performance.now();
    secondsToSave = (keptAt - from) / 1000;
  };

  const sliceOf = (left: number, judged: boolean): number => {
    let toPoint = 1;
    while (judged && !points.has(counters.step + toPoint) && toPoint < left) toPoint++;
    return Math.min(left, slicer.next(), judged ? toPoint : Infinity);
  };

  /** Waits for a slice and learns from the time it took. */
  const timed = async (slice: Promise<TrainedSlice>): Promise<TrainedSlice> => {
    const from = performance.now();
    const result = await slice;
    const seconds = (performance.now() - from) / 1000;
    slicer.learn(result.steps.length, seconds);
    if (seconds > 0 && result.steps.length > 0)
      tokensPerSecond = (result.steps.length * spec.training.batch * spec.shape.context) / seconds;
    return result;
  };

  return {
    roles: roles as readonly CreateAsk['role'][],
    addModel: (role: CreateAsk['role']): void => void roles.push(role),
    isSubject: (model: number): boolean => roles[model] === 'subject',
    isWantedToRest: (): boolean => control.wish !== 'go',
    counters: (): Counters => counters,
    /** Back to counters of before, when an ask will be asked again as a whole. */
    resetCounters: (to: Counters): void => void (counters = to),

    /** Between slices: does what was asked for, or keeps a checkpoint when it is time. @throws Interrupted */
    heed: async (entries: number, position: AskPosition | null): Promise<void> => {
      if (control.wish !== 'go') {
        const how = control.wish;
        await keep(entries, position);
        throw new Interrupted(how);
      }
      const between = setting.checkpointSeconds ?? secondsBetweenCheckpoints(secondsToSave);
      if (!isSuspect && performance.now() - keptAt >= between * 1000) await keep(entries, position);
    },

    /** Steps that may be asked for at once. @param judged whether they may not pass an evaluation point */
    sliceOf,
    timed,
    /** The run's own trainer, for work that is not judged. */
    hand: { trainer, slice: (left) => sliceOf(left, false), timed } satisfies Hand as Hand,

    /** Steps that a model other than the subject took, or that a stored trial once took. */
    countLearning: (steps: number, areComputed: boolean): void => {
      const { step, learningSteps, computedSteps } = counters;
      counters = {
        step,
        learningSteps: learningSteps + steps,
        computedSteps: computedSteps + (areComputed ? steps : 0),
      };
      writeProgress();
      setting.onMove();
    },

    /** Steps that the subject took, and the stretch that ends with them, if one does. */
    addSteps: (
      steps: readonly StepRecord[],
      stretchEnding: (step: number, isPoint: boolean) => Stretch | null,
    ): void => {
      const step = counters.step + steps.length;
      counters = { ...counters, step, computedSteps: counters.computedSteps + steps.length };
      const stretch = stretchEnding(step, points.has(step));
      store.transaction(() => {
        store.stepMetrics.add(run, steps);
        if (stretch) store.stretches.add(run, stretch);
        writeProgress();
      });
      setting.onMove();
    },

    /** At an evaluation point, unless it was done already. @throws GivenUp when the stop rule says so */
    evaluateSubject: async (model: number): Promise<void> => {
      const { step } = counters;
      if (!points.has(step) || store.evaluations.has(run, 'val', step)) return;
      const found = await trainer.evaluate({ model, split: 'val' });
      loss = found.losses;
      store.transaction(() => {
        store.evaluations.add(run, 'val', step, found);
        writeProgress();
      });
      setting.onMove();
      judge();
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
