/** Short runs from scratch that a method asks for. A stored one is not computed again, whoever asked for it first. */
import type { TrainerApi } from '#contract/trainer';
import type { TrialsAsk } from '#mixing/method';
import { trialKeyOf, type RunSpec } from '../run-spec.ts';
import type { Store } from '../store/index.ts';
import type { StoredTrial } from '../store/trials.ts';
import { Diverged } from './control.ts';
import type { Course } from './course.ts';

/** Trials train beside the run's models under this number, which none of those reaches. */
const trialModel = 1_000_000;

type Trial = TrialsAsk['trials'][number];

export interface TrialTools {
  readonly spec: RunSpec;
  readonly store: Store;
  readonly trainer: TrainerApi;
  readonly course: Course;
}

/**
 * @param entry of the transcript; a pause inside a trial leaves the run before the whole ask, but trials that are done
 *   stay done
 */
export async function runTrials(ask: TrialsAsk, entry: number, tools: TrialTools): Promise<readonly StoredTrial[]> {
  const { spec, store, course } = tools;
  const before = course.counters();
  const results: StoredTrial[] = [];
  for (const trial of ask.trials) {
    const key = trialKeyOf(spec, trial);
    const known = store.trials.get(key);
    if (known) course.countLearning(trial.steps, false);
    const result = known ?? (await compute(trial, tools));
    if (!result) {
      course.resetCounters(before);
      await course.heed(entry, null);
      throw new Error('a trial ended early though nobody asked for it');
    }
    if (!known) store.trials.put(key, result, trial.steps, new Date().toISOString());
    results.push(result);
  }
  return results;
}

/** @returns null when the run is wanted to rest */
async function compute(
  { proportions, steps, seed }: Trial,
  { trainer, course }: TrialTools,
): Promise<StoredTrial | null> {
  await trainer.create({ model: trialModel, seed, steps });
  const { losses: start } = await trainer.evaluate({ model: trialModel, split: 'val' });
  for (let done = 0; done < steps;) {
    if (course.isWantedToRest()) {
      await trainer.drop({ model: trialModel });
      return null;
    }
    const order = { model: trialModel, proportions, steps: course.sliceOf(steps - done, false), continues: done > 0 };
    const slice = await course.timed(trainer.train(order));
    if (slice.diverged) throw new Diverged(`The ${slice.diverged.what} of a trial`, slice.diverged.step);
    done += slice.steps.length;
    course.countLearning(slice.steps.length, true);
  }
  const { losses } = await trainer.evaluate({ model: trialModel, split: 'val' });
  await trainer.drop({ model: trialModel });
  return { start, losses };
}
