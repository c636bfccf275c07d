/**
 * Answers a method's asks by talking to a trainer. Training goes in slices: between two of them the run heeds a pause,
 * is evaluated at its evaluation points, and is kept in a checkpoint from time to time. None of that changes a number.
 */
import type { RunId } from '#contract/api';
import type { StepRecord } from '#contract/trainer';
import type { Answer, Ask, TrainAsk, Trained } from '#mixing/method';
import type { AskPosition } from '../store/checkpoints.ts';
import type { TranscriptEntry } from '../store/transcripts.ts';
import type { Workspace } from '../workspace.ts';
import { entriesWithoutModel } from './beginnings.ts';
import { Diverged } from './control.ts';
import { openCourse, type CourseSetting } from './course.ts';
import type { Crew } from './crew.ts';
import type { Lead } from './lead.ts';
import { giverOf } from './shared-start.ts';
import { runTrials } from './trials.ts';

export interface AnswererSetting extends Omit<CourseSetting, 'roles'> {
  /** What was said before. */
  readonly transcript: readonly TranscriptEntry[];
  readonly crew: Crew;
  /** Waiting runs that begin like this one. */
  readonly lead: Lead;
  readonly workspace: Pick<Workspace, 'checkpoints'>;
  /** Trials that are being made now by any run of this engine: whose, by key. */
  readonly inFlight: Map<string, RunId>;
  readonly onWait?: ((run: RunId | null) => void) | undefined;
}

export interface Answerer {
  readonly answer: (ask: Ask, entry: number) => Promise<Answer>;
  /** Keeps an entry of the transcript. */
  readonly record: (entry: TranscriptEntry, index: number) => Promise<void>;
  /** Runs that have said the same up to the end part from this one. */
  readonly end: () => Promise<void>;
  /** Number of the model that is judged; null before it is made. */
  readonly subject: () => number | null;
}

export function openAnswerer(setting: AnswererSetting): Answerer {
  const { run, spec, store, trainer, transcript, crew, inFlight, lead } = setting;
  const roles = transcript.flatMap(({ ask }) => (ask.ask === 'create' ? [ask.role] : []));
  const course = openCourse({ ...setting, roles });
  const said = [...transcript];
  const needsNoModel = (): boolean => entriesWithoutModel(said) === said.length;
  lead.begin(transcript, giverOf({ ...setting, course, needsNoModel }));
  let pending = setting.checkpoint?.position ?? null; // taken by the first train ask, which it belongs to

  const train = async (ask: TrainAsk, entry: number): Promise<Trained> => {
    const { ask: _ask, isMeasuring = false, ...order } = ask;
    const isJudged = course.isSubject(ask.model);
    let place = pending ?? startOfAsk(ask.proportions.length, course.counters().step);
    pending = null;
    if (isJudged) await course.evaluateSubject(ask.model);
    while (place.steps < ask.steps) {
      await course.heed(entry, place);
      const steps = course.sliceOf(lead.nextParting(ask, place.steps) - place.steps, isJudged);
      const slice = await course.timed(trainer.train({ ...order, steps, continues: place.steps > 0 }));
      place = further(place, slice.steps);
      let whole = place; // its stretch goes on where only the ask ends
      if (isJudged)
        course.addSteps(slice.steps, (step, isPoint) => {
          const { stretchFrom: from, stretchCounts: counts } = place;
          if (step === from || !(isPoint || place.steps === ask.steps)) return null;
          place = { ...place, stretchFrom: step, stretchCounts: counts.map(() => 0) };
          if (isPoint) whole = place;
          return { from, step, asked: ask.proportions, counts, isMeasuring };
        });
      else course.countLearning(slice.steps.length, true);
      if (slice.diverged)
        throw new Diverged(`The ${slice.diverged.what} of the ${course.roles[ask.model]!}`, slice.diverged.step);
      if (isJudged) await course.evaluateSubject(ask.model);
      await lead.partWithin(ask, entry, whole);
    }
    const { counts, lossSums } = place;
    return { counts, losses: lossSums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : null)) };
  };

  const answer = async (ask: Ask, entry: number): Promise<Answer> => {
    if (!pending) {
      await lead.part(ask, entry);
      await course.heed(entry, null);
    }
    switch (ask.ask) {
      case 'create': {
        const model = course.roles.length;
        await trainer.create({ model, seed: ask.seed, steps: ask.steps });
        course.addModel(ask.role);
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
      case 'slopes': {
        const { ask: _ask, ...order } = ask;
        return trainer.slopes(order);
      }
      case 'trials':
        return {
          trials: await runTrials(ask, entry, {
            run,
            spec,
            store,
            course,
            hand: course.hand,
            crew,
            inFlight,
            onWait: setting.onWait,
          }),
        };
      case 'note':
        return null;
    }
  };

  return {
    answer,
    record: async (entry, index) => {
      if (entry.ask.ask === 'note') await lead.part(entry.ask, index);
      store.transaction(() => {
        store.transcripts.add(run, index, entry);
        if (entry.ask.ask !== 'note') return;
        const { name, round, value } = entry.ask;
        store.notes.add(run, index, { name, round, step: course.counters().step, value });
      });
      said.push(entry);
      lead.hear(entry);
    },
    end: () => lead.part(null, said.length),
    subject: () => {
      const model = course.roles.indexOf('subject');
      return model < 0 ? null : model;
    },
  };
}

function startOfAsk(k: number, step: number): AskPosition {
  const zeros = new Array<number>(k).fill(0);
  return { steps: 0, counts: zeros, lossSums: zeros, stretchFrom: step, stretchCounts: zeros };
}

/** Adds step by step, so that the sums do not depend on where a segment was cut. */
function further(place: AskPosition, steps: readonly StepRecord[]): AskPosition {
  const lossSums = [...place.lossSums];
  for (const { counts, groupLosses } of steps)
    groupLosses.forEach((loss, i) => {
      if (loss !== null) lossSums[i]! += counts[i]! * loss;
    });
  return {
    ...place,
    steps: place.steps + steps.length,
    counts: plus(place.counts, steps),
    lossSums,
    stretchCounts: plus(place.stretchCounts, steps),
  };
}

function plus(counts: readonly number[], steps: readonly StepRecord[]): number[] {
  return counts.map((count, i) => steps.reduce((sum, step) => sum + step.counts[i]!, count));
}
