/**
 * Answers a method's asks by talking to a trainer. Training goes in slices: between two of them the run heeds a pause,
 * is evaluated at its evaluation points, and is kept in a checkpoint from time to time. None of that changes a number.
 */
import type { RunId } from '#contract/api';
import type { StepRecord, TrainerApi } from '#contract/trainer';
import type { Answer, Ask, CreateAsk, TrainAsk, Trained, TrialsAsk } from '#mixing/method';
import { trialKeyOf, type RunSpec } from '../run-spec.ts';
import type { AskPosition, Checkpoint } from '../store/checkpoints.ts';
import type { Store } from '../store/index.ts';
import type { StoredTrial } from '../store/trials.ts';
import type { TranscriptEntry } from '../store/transcripts.ts';
import { saveCheckpoint } from './checkpointing.ts';
import { Diverged, Interrupted, type RunControl } from './control.ts';
import { evaluationSteps, openSlicer } from './slices.ts';

/** Trials train in the same trainer under this number, which no model of a run reaches. */
const trialModel = 1_000_000;

export interface AnswererSetting {
  readonly run: RunId;
  readonly spec: RunSpec;
  readonly store: Store;
  readonly trainer: TrainerApi;
  readonly control: RunControl;
  /** The run's folder of checkpoints. */
  readonly folder: string;
  readonly checkpointSeconds: number;
  readonly sliceSeconds: number;
  /** Where to go on from, and the transcript before it. */
  readonly checkpoint: Checkpoint | null;
  readonly transcript: readonly TranscriptEntry[];
  /** Seconds that the run has taken before. */
  readonly seconds: number;
  /** Called after anything that a row of the run shows has moved. */
  readonly onMove: () => void;
}

export interface Answerer {
  answer(ask: Ask, entry: number): Promise<Answer>;
  /** Keeps an entry of the transcript. */
  record(entry: TranscriptEntry, index: number): void;
  /** Number of the model that is judged; null before it is made. */
  readonly subject: number | null;
  /** Models made so far. */
  readonly models: number;
}

export function openAnswerer(setting: AnswererSetting): Answerer {
  const { run, spec, store, trainer, control, checkpoint } = setting;
  const roles: CreateAsk['role'][] = setting.transcript.flatMap(({ ask }) => (ask.ask === 'create' ? [ask.role] : []));
  const points = evaluationSteps(spec.steps, spec.evaluation.points);
  const slicer = openSlicer(setting.sliceSeconds);
  let step = checkpoint?.step ?? 0;
  let learningSteps = checkpoint?.learningSteps ?? 0;
  let computedSteps = checkpoint?.computedSteps ?? 0;
  let pending = checkpoint?.position ?? null; // taken by the first train ask, which it belongs to
  let loss = store.evaluations.last(run, 'val')?.losses ?? null;
  let tokensPerSecond: number | null = null;
  const startedAt = performance.now();
  let keptAt = startedAt;

  const isSubject = (model: number): boolean => roles[model] === 'subject';

  const writeProgress = (): void =>
    store.runs.setProgress(run, {
      step,
      learningSteps,
      computedSteps,
      seconds: setting.seconds + (performance.now() - startedAt) / 1000,
      loss: loss && mean(loss),
      tokensPerSecond,
    });

  const keep = async (entries: number, position: AskPosition | null): Promise<void> => {
    const place = { entries, position, step, learningSteps, computedSteps, hasModels: roles.length > 0 };
    await saveCheckpoint(store, setting.folder, run, trainer, place, new Date().toISOString());
    keptAt = performance.now();
  };

  /** Between slices: does what was asked for, or keeps a checkpoint when it is time. */
  const heed = async (entries: number, position: AskPosition | null): Promise<void> => {
    if (control.wish !== 'go') {
      const how = control.wish;
      await keep(entries, position);
      throw new Interrupted(how);
    }
    if (performance.now() - keptAt >= setting.checkpointSeconds * 1000) await keep(entries, position);
  };

  const timed = async <T extends { readonly steps: readonly StepRecord[] }>(slice: Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await slice;
    const seconds = (performance.now() - from) / 1000;
    slicer.learn(result.steps.length, seconds);
    if (seconds > 0 && result.steps.length > 0)
      tokensPerSecond = (result.steps.length * spec.training.batch * spec.shape.context) / seconds;
    return result;
  };

  const evaluateSubject = async (model: number): Promise<void> => {
    if (!points.has(step) || store.evaluations.has(run, 'val', step)) return;
    const found = await trainer.evaluate({ model, split: 'val' });
    loss = found.losses;
    store.transaction(() => {
      store.evaluations.add(run, 'val', step, found);
      writeProgress();
    });
    setting.onMove();
  };

  const stepsToPoint = (): number => {
    let n = 1;
    while (!points.has(step + n) && step + n < spec.steps) n++;
    return n;
  };

  const train = async (ask: TrainAsk, entry: number): Promise<Trained> => {
    const judged = isSubject(ask.model);
    const k = ask.proportions.length;
    let { steps: done, counts, lossSums, stretchFrom, stretchCounts } = pending ?? freshPosition(k, step);
    pending = null;
    if (judged) await evaluateSubject(ask.model);
    while (done < ask.steps) {
      await heed(entry, { steps: done, counts, lossSums, stretchFrom, stretchCounts });
      const steps = Math.min(ask.steps - done, slicer.next(), judged ? stepsToPoint() : Infinity);
      const { ask: _ask, isMeasuring: _isMeasuring, ...order } = ask;
      const slice = await timed(trainer.train({ ...order, steps, continues: done > 0 }));
      const taken = slice.steps.length;
      ({ counts, lossSums } = summed(counts, lossSums, slice.steps));
      done += taken;
      computedSteps += taken;
      if (judged) step += taken;
      else learningSteps += taken;
      store.transaction(() => {
        if (judged) {
          stretchCounts = addCounts(stretchCounts, slice.steps);
          store.stepMetrics.add(run, slice.steps);
          if (step > stretchFrom && (done === ask.steps || points.has(step))) {
            store.stretches.add(run, {
              from: stretchFrom,
              step,
              asked: ask.proportions,
              counts: stretchCounts,
              isMeasuring: ask.isMeasuring === true,
            });
            stretchFrom = step;
            stretchCounts = zeros(k);
          }
        }
        writeProgress();
      });
      if (slice.diverged)
        throw new Diverged(`The ${slice.diverged.what} of the ${roles[ask.model]!}`, slice.diverged.step);
      setting.onMove();
      if (judged) await evaluateSubject(ask.model);
    }
    return { counts, losses: lossSums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : null)) };
  };

  const trials = async (ask: TrialsAsk, entry: number): Promise<StoredTrial[]> => {
    const results: StoredTrial[] = [];
    const before = { learningSteps, computedSteps };
    const backToBefore = async (): Promise<void> => {
      ({ learningSteps, computedSteps } = before); // the ask is asked again as a whole
      await heed(entry, null);
    };
    for (const trial of ask.trials) {
      const key = trialKeyOf(spec, trial);
      const known = store.trials.get(key);
      if (known) {
        learningSteps += trial.steps;
        results.push(known);
        continue;
      }
      await trainer.create({ model: trialModel, seed: trial.seed, steps: trial.steps });
      const { losses: start } = await trainer.evaluate({ model: trialModel, split: 'val' });
      for (let done = 0; done < trial.steps;) {
        if (control.wish !== 'go') {
          await trainer.drop({ model: trialModel });
          await backToBefore();
        }
        const steps = Math.min(trial.steps - done, slicer.next());
        const { proportions } = trial;
        const slice = await timed(trainer.train({ model: trialModel, proportions, steps, continues: done > 0 }));
        done += slice.steps.length;
        learningSteps += slice.steps.length;
        computedSteps += slice.steps.length;
        if (slice.diverged) throw new Diverged(`The ${slice.diverged.what} of a trial`, slice.diverged.step);
        writeProgress();
        setting.onMove();
      }
      const { losses } = await trainer.evaluate({ model: trialModel, split: 'val' });
      await trainer.drop({ model: trialModel });
      store.trials.put(key, { start, losses }, trial.steps, new Date().toISOString());
      results.push({ start, losses });
    }
    return results;
  };

  return {
    get subject() {
      const index = roles.indexOf('subject');
      return index < 0 ? null : index;
    },
    get models() {
      return roles.length;
    },
    async answer(ask, entry) {
      if (ask.ask === 'note') return null;
      if (!pending) await heed(entry, null);
      switch (ask.ask) {
        case 'create': {
          const model = roles.length;
          await trainer.create({ model, seed: ask.seed, steps: ask.steps });
          roles.push(ask.role);
          return { model };
        }
        case 'train':
          return train(ask, entry);
        case 'evaluate': {
          const { ask: _ask, ...order } = ask;
          return { losses: (await trainer.evaluate({ ...order, split: 'val' })).losses };
        }
        case 'probe': {
          const { ask: _ask, ...order } = ask;
          return trainer.probe(order);
        }
        case 'trials':
          return { trials: await trials(ask, entry) };
      }
    },
    record(entry, index) {
      store.transaction(() => {
        store.transcripts.add(run, index, entry);
        if (entry.ask.ask === 'note') {
          const { name, round, value } = entry.ask;
          store.notes.add(run, index, { name, round, step, value });
        }
      });
    },
  };
}

function freshPosition(k: number, step: number): AskPosition {
  return { steps: 0, counts: zeros(k), lossSums: zeros(k), stretchFrom: step, stretchCounts: zeros(k) };
}

/** Adds step by step, so that the sums do not depend on where a segment was cut. */
function summed(counts: readonly number[], lossSums: readonly number[], steps: readonly StepRecord[]) {
  const sums = [...lossSums];
  for (const step of steps)
    step.groupLosses.forEach((loss, i) => {
      if (loss !== null) sums[i]! += step.counts[i]! * loss;
    });
  return { counts: addCounts(counts, steps), lossSums: sums };
}

function addCounts(counts: readonly number[], steps: readonly StepRecord[]): number[] {
  return counts.map((count, i) => steps.reduce((sum, step) => sum + step.counts[i]!, count));
}

function zeros(k: number): number[] {
  return new Array<number>(k).fill(0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
