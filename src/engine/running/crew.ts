/**
 * Several trainers at one list of jobs: the one that is there works through it, and idle slots lend helpers. What a job
 * finds does not depend on who does it, so the list may be divided in any way.
 */
import { Loss } from '#base/refusal';
import type { TrainedSlice, TrainerApi } from '#contract/trainer';
import type { Trainer } from '../trainer-process.ts';
import { openSlicer } from './slices.ts';
import type { Slots } from './slots.ts';

/** A trainer at work, and how many steps it is asked for at once. */
export interface Hand {
  readonly trainer: TrainerApi;
  /** Steps to ask for next when `left` are left. */
  readonly slice: (left: number) => number;
  /** Waits for a slice and learns from the time it took. */
  readonly timed: (slice: Promise<TrainedSlice>) => Promise<TrainedSlice>;
}

export function handOf(trainer: TrainerApi, sliceSeconds: number): Hand {
  const slicer = openSlicer(sliceSeconds);
  return {
    trainer,
    slice: (left) => Math.min(left, slicer.next()),
    timed: async (slice) => {
      const from = performance.now();
      const result = await slice;
      slicer.learn(result.steps.length, (performance.now() - from) / 1000);
      return result;
    },
  };
}

export interface Crew {
  readonly slots: Slots;
  readonly sliceSeconds: number;
  /** Opens a further trainer for the same model and data. */
  readonly hire: () => Promise<Trainer>;
  readonly isWantedToRest: () => boolean;
  /** Told why a helper went away. */
  readonly onHelperLost: (error: unknown) => void;
}

/**
 * Performs every job, the own hand and helpers each taking the next one. Ends early when the crew is wanted to rest.
 *
 * @param perform false when the job was given up to rest
 * @throws what `perform` throws for the first job of the list that fails; jobs before it are done by then
 */
export async function workThrough<Job>(
  jobs: readonly Job[],
  own: Hand,
  perform: (job: Job, hand: Hand) => Promise<boolean>,
  crew: Crew,
): Promise<void> {
  let waiting = jobs.map((_job, index) => index);
  let failure = null as Failure | null;
  const helpers = new Set<Promise<void>>();
  let starting = 0;
  let mayHire = true;

  const fail = (index: number, error: unknown): void => {
    if (failure === null || index < failure.index) failure = { index, error };
    const { index: first } = failure;
    waiting = waiting.filter((other) => other < first); // so that the same job is blamed whoever is faster
  };
  const work = async (hand: Hand, isHelper: boolean): Promise<void> => {
    while (waiting.length > 0 && !crew.isWantedToRest() && !(isHelper && crew.slots.isWanted())) {
      const index = waiting.shift()!;
      try {
        if (await perform(jobs[index]!, hand)) continue;
        waiting.unshift(index);
        return;
      } catch (error) {
        if (!isHelper || !(error instanceof Loss)) fail(index, error);
        else waiting.unshift(index);
        throw error;
      }
    }
  };
  const help = async (release: () => void): Promise<void> => {
    let trainer: Trainer | null = null;
    try {
      trainer = await crew.hire().finally(() => starting--);
      await work(handOf(trainer.call, crew.sliceSeconds), true);
    } catch (error) {
      mayHire = false; // the next would fare no better; the own hand goes on
      if (failure?.error !== error) crew.onHelperLost(error);
    } finally {
      trainer?.close();
      release();
    }
  };
  const hire = (): void => {
    while (mayHire && waiting.length > starting && !crew.isWantedToRest()) {
      const release = crew.slots.take();
      if (!release) return;
      starting++;
      const helper = help(release).finally(() => helpers.delete(helper));
      helpers.add(helper);
    }
  };

  const stopHiring = crew.slots.onFree(hire);
  try {
    do {
      const working = work(own, false).catch(() => (mayHire = false)); // kept as the failure
      hire();
      await working;
      while (helpers.size > 0) await Promise.race(helpers); // one that is lost puts its job back
    } while (waiting.length > 0 && failure === null && !crew.isWantedToRest());
  } finally {
    stopHiring();
  }
  if (failure !== null) throw failure.error;
}

interface Failure {
  /** Of the job. */
  readonly index: number;
  readonly error: unknown;
}
