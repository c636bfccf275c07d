/** Trains a shape with ever fewer trainers of ever more threads, all of them at once, and counts the steps they take together. */
import { performance } from 'node:perf_hooks';
import type { Progress } from '#corpus/progress';
import type { SlotRow } from '#contract/slots';
import type { TrainerApi } from '#contract/trainer';
import { openSlicer } from '../running/slices.ts';
import type { LaunchTrainer, Trainer } from '../trainer-process.ts';
import { segment, withMadeUpText, type MeasureOrder } from './calibrate.ts';

export interface Arrangement {
  readonly trainers: number;
  readonly threads: number;
}

/** The arrangements that use every core, most trainers first. */
export function arrangementsOf(cores: number, mostTrainers: number): readonly Arrangement[] {
  const found: Arrangement[] = [];
  for (let threads = 1; threads <= cores / 2; threads *= 2)
    found.push({ trainers: Math.floor(cores / threads), threads });
  return [...found, { trainers: 1, threads: cores }].filter(({ trainers }) => trainers <= Math.max(1, mostTrainers));
}

/** On cards each trainer has one to itself, and threads of the processor matter little. */
export function arrangementsOnCards(cards: number, cores: number): readonly Arrangement[] {
  return [cards, ...(cards > 1 ? [1] : [])].map((trainers) => ({
    trainers,
    threads: Math.max(1, Math.floor(cores / trainers)),
  }));
}

const sliceSeconds = 0.5;
/** No arrangement is begun that would probably end later. */
const mostSeconds = 120;

export interface MeasuringTools {
  readonly launch: LaunchTrainer;
  /** Where throw-away data lies meanwhile. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Steps are counted for so long once every trainer has taken its first; 4 when absent. */
  readonly countingSeconds?: number;
}

/** @returns fewer rows than there are arrangements when time ran out. @throws the signal's reason when it is aborted */
export async function measureSlots(
  order: Omit<MeasureOrder, 'threads'>,
  arrangements: readonly Arrangement[],
  tools: MeasuringTools,
): Promise<readonly SlotRow[]> {
  const rows: SlotRow[] = [];
  const from = performance.now();
  let longest = 0;
  for (const arrangement of arrangements) {
    tools.onProgress({ done: rows.length, total: arrangements.length });
    const before = performance.now();
    if (rows.length > 0 && before - from + longest > mostSeconds * 1000) break;
    rows.push(await measured(order, arrangement, tools));
    longest = Math.max(longest, performance.now() - before);
  }
  return rows;
}

async function measured(
  order: Omit<MeasureOrder, 'threads'>,
  { trainers, threads }: Arrangement,
  { launch, folder, signal, countingSeconds = 4 }: MeasuringTools,
): Promise<SlotRow> {
  const open = new Set<Trainer>();
  const kept: LaunchTrainer = (...asked) => {
    const trainer = launch(...asked);
    open.add(trainer);
    return trainer;
  };
  const end = (): void => open.forEach((trainer) => trainer.close());
  signal.throwIfAborted();
  signal.addEventListener('abort', end, { once: true });
  const meeting = openMeeting(trainers);
  const working = Array.from({ length: trainers }, () =>
    withMadeUpText(kept, { ...order, threads }, folder, async ({ trainer }) => {
      await trainer.create({ model: 0, seed: 0, steps: 100 });
      await trainer.train({ ...segment, steps: 1, continues: false }); // makes its graph
      await meeting.arrive();
      const stepsPerSecond = await countSteps(trainer, countingSeconds);
      return { stepsPerSecond, ...(await trainer.memory()) };
    }),
  );
  try {
    const found = await Promise.all(working);
    const sum = (read: (one: (typeof found)[number]) => number): number =>
      found.reduce((all, one) => all + read(one), 0);
    return {
      trainers,
      threads,
      stepsPerSecond: sum((one) => one.stepsPerSecond),
      memoryBytes: sum((one) => one.peakBytes),
    };
  } catch (error) {
    meeting.fail(error);
    end(); // the others need not go on
    await Promise.allSettled(working);
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Two steps at least, so that one that takes long is measured too. */
async function countSteps(trainer: TrainerApi, countingSeconds: number): Promise<number> {
  const slicer = openSlicer(sliceSeconds);
  const from = performance.now();
  const seconds = (): number => (performance.now() - from) / 1000;
  let taken = 0;
  while (taken < 2 || seconds() < countingSeconds) {
    const steps = slicer.next();
    const before = seconds();
    await trainer.train({ ...segment, steps, continues: true });
    slicer.learn(steps, seconds() - before);
    taken += steps;
  }
  return taken / seconds();
}

/** Lets nobody go before all are there. */
function openMeeting(count: number) {
  let missing = count;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  promise.catch(() => undefined); // whoever waits hears of it
  return {
    arrive: (): Promise<undefined> => {
      if (--missing === 0) resolve(undefined);
      return promise;
    },
    fail: (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error))),
  };
}
