/**
 * Short runs from scratch that a method asks for. A stored one is not computed again, whoever asked for it first; those
 * that are missing are shared out over the slots that are idle, and each is stored as soon as it is done.
 */
import { setTimeout } from 'node:timers/promises';
import type { RunId } from '#contract/api';
import type { TrialsAsk } from '#mixing/method';
import { trialKeyOf, type RunSpec } from '../run-spec.ts';
import type { Store } from '../store/index.ts';
import type { StoredTrial } from '../store/trials.ts';
import type { Course } from './course.ts';
import { workThrough, type Crew, type Hand } from './crew.ts';
import { trainSegment } from './segment.ts';

/** Trials train beside the run's models under this number, which none of those reaches. */
const trialModel = 1_000_000;
/** Milliseconds between two looks at a trial that another run is making. */
const lookEvery = 50;

type Trial = TrialsAsk['trials'][number];

export interface TrialTools {
  readonly run: RunId;
  readonly spec: RunSpec;
  readonly store: Store;
  readonly course: Course;
  /** The run's own trainer. */
  readonly hand: Hand;
  readonly crew: Crew;
  /** Trials that are being made now by any run of this engine: whose, by key. */
  readonly inFlight: Map<string, RunId>;
  /** Tells which run's trial is waited for; null when the wait is over. */
  readonly onWait?: ((run: RunId | null) => void) | undefined;
}

/**
 * @param entry of the transcript; a pause inside a trial leaves the run before the whole ask, but trials that are done
 *   stay done
 */
export async function runTrials(ask: TrialsAsk, entry: number, tools: TrialTools): Promise<readonly StoredTrial[]> {
  const { spec, store, course, run } = tools;
  const before = course.counters();
  const keys = ask.trials.map((trial) => trialKeyOf(spec, trial));
  const missing = ask.trials
    .map((trial, n) => ({ trial, key: keys[n]! }))
    .filter(({ key }, n) => keys.indexOf(key) === n && !store.trials.get(key));
  const make = ({ trial, key }: (typeof missing)[number], hand: Hand) => makeOnce(trial, key, entry, hand, tools);
  await workThrough(missing, tools.hand, make, tools.crew);
  const results = keys.map((key) => store.trials.get(key));
  const asked = ask.trials.reduce((sum, { steps }) => sum + steps, 0);
  course.resetCounters(before);
  if (results.includes(null)) {
    await course.heed(entry, null);
    throw new Error('a trial ended early though nobody asked for it');
  }
  const computed = store.trials.stepsComputedIn(run, entry);
  course.countLearning(computed, true);
  course.countLearning(asked - computed, false);
  return results.map((result) => result!);
}

/** @returns false when the run is wanted to rest */
async function makeOnce(trial: Trial, key: string, entry: number, hand: Hand, tools: TrialTools): Promise<boolean> {
  const { store, inFlight, crew } = tools;
  try {
    for (let maker = inFlight.get(key); maker !== undefined; maker = inFlight.get(key)) {
      if (crew.isWantedToRest()) return false;
      if (maker !== tools.run) tools.onWait?.(maker);
      await setTimeout(lookEvery);
    }
  } finally {
    tools.onWait?.(null);
  }
  if (store.trials.get(key)) return true;
  inFlight.set(key, tools.run);
  try {
    const result = await compute(trial, hand, tools);
    if (result) store.trials.put(key, result, { ...trial, run: tools.run, entry }, new Date().toISOString());
    return result !== null;
  } finally {
    inFlight.delete(key);
  }
}

/** @returns null when the run is wanted to rest */
async function compute(
  { proportions, steps, seed }: Trial,
  hand: Hand,
  { course, crew }: TrialTools,
): Promise<StoredTrial | null> {
  const { trainer } = hand;
  await trainer.create({ model: trialModel, seed, steps });
  const { losses: start } = await trainer.evaluate({ model: trialModel, split: 'val' });
  const isWhole = await trainSegment(
    hand,
    { model: trialModel, proportions, steps },
    {
      isWantedToRest: crew.isWantedToRest,
      onSteps: (taken) => course.countLearning(taken, true),
      what: 'a trial',
    },
  );
  const losses = isWhole ? (await trainer.evaluate({ model: trialModel, split: 'val' })).losses : null;
  await trainer.drop({ model: trialModel });
  return losses && { start, losses };
}
