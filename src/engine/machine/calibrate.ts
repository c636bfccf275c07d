/**
 * Measures how fast this machine trains a shape: a trainer does all that a run asks of it, once or a few times, on made-up
 * tokens, so that no group need be tokenised for it.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { randomFor } from '#base/random';
import type { BackendId, ModelShape, TrainerApi, TrainerFacts, TrainingSetting } from '#contract/trainer';
import { withScratch } from '#corpus/partial-folder';
import { writeShards } from '#corpus/shards';
import { openSlicer } from '../running/slices.ts';
import type { Calibration } from '../store/calibrations.ts';
import type { LaunchTrainer } from '../trainer-process.ts';

export interface MeasureOrder {
  readonly backend: BackendId | 'auto';
  readonly shape: ModelShape;
  readonly training: TrainingSetting;
  /** Of the trainer; as many as there are cores when absent. */
  readonly threads?: number | undefined;
}

/** Steps are measured for so long, in so many slices at least. */
const measuringSeconds = 2;
const fewestSlices = 3;
/** Evaluations are measured for so long. */
const evaluatingSeconds = 1;
/** Length of a slice, so that what a call costs weighs as little as in a run. */
const sliceSeconds = 0.3;
/** Of the learning rate's schedule; too few to be worth choosing an execution for. */
const scheduleSteps = 100;
/** Sequences of an evaluation: as many as the trainer computes at once for a small model. */
const evaluated = 32;

/**
 * Everything that a run's time is made of.
 *
 * @param folder where a checkpoint is written: on the disk that runs write theirs to
 */
export function measureRun(launch: LaunchTrainer, order: MeasureOrder, folder: string): Promise<Calibration> {
  return withMadeUpText(launch, order, folder, async ({ trainer, secondsToOpen, scratch }) => {
    const secondsToCreate = await timed(() => trainer.create({ model: 0, seed: 0, steps: scheduleSteps }));
    const firstStep = await timed(() => trainer.train({ ...segment, steps: 1, continues: false }));
    const secondsPerStep = await measuredSlices(trainer);
    const { firstPass, pass } = await measuredPasses(trainer);
    const secondsToSave = await timed(() => trainer.save({ file: join(scratch, 'checkpoint') }));
    const secondsToExport = await timed(() => trainer.exportModel({ model: 0, folder: join(scratch, 'model') }));
    const { peakBytes } = await trainer.memory();
    const secondsToRecord = Math.max(0, firstStep - median(secondsPerStep)) + Math.max(0, firstPass - pass);
    const secondsPerSequence = pass / evaluated;
    const once = { secondsToOpen, secondsToCreate, secondsToRecord, secondsToSave, secondsToExport };
    return { ...once, secondsPerStep, secondsPerSequence, peakBytes };
  });
}

/** Seconds of each of `count` steps, after one that is not counted. */
export function measureSteps(
  launch: LaunchTrainer,
  order: MeasureOrder,
  folder: string,
  count: number,
): Promise<{ readonly facts: TrainerFacts; readonly secondsPerStep: readonly number[] }> {
  return withMadeUpText(launch, order, folder, async ({ trainer, facts }) => {
    await trainer.create({ model: 0, seed: 0, steps: scheduleSteps });
    await trainer.train({ ...segment, steps: 1, continues: false });
    const secondsPerStep: number[] = [];
    for (let i = 0; i < count; i++)
      secondsPerStep.push(await timed(() => trainer.train({ ...segment, steps: 1, continues: true })));
    return { facts, secondsPerStep };
  });
}

/** Of the one group of made-up text. */
export const segment = { model: 0, proportions: [1] } as const;

interface OpenTrainer {
  readonly trainer: TrainerApi;
  readonly facts: TrainerFacts;
  /** From starting the process until its library was loaded and the shards were open. */
  readonly secondsToOpen: number;
  /** A folder for as long as the work lasts. */
  readonly scratch: string;
}

/** Opens a trainer on text that is made up, and ends it after `work`. */
export function withMadeUpText<T>(
  launch: LaunchTrainer,
  { backend, shape, training, threads }: MeasureOrder,
  folder: string,
  work: (opened: OpenTrainer) => Promise<T>,
): Promise<T> {
  return withScratch(folder, async (scratch) => {
    writeMadeUpShards(scratch, shape);
    const groups = [{ name: 'made-up', folder: scratch }];
    const from = performance.now();
    const trainer = launch(() => undefined, { threads });
    try {
      const facts = await trainer.call.open({ backend, shape, training, groups, evaluationSequences: evaluated });
      const secondsToOpen = (performance.now() - from) / 1000;
      return await work({ trainer: trainer.call, facts, secondsToOpen, scratch });
    } finally {
      trainer.close();
    }
  });
}

function writeMadeUpShards(folder: string, shape: ModelShape): void {
  const random = randomFor(0, 'made-up tokens');
  const draw = (sequences: number): number[] =>
    Array.from({ length: sequences * shape.context }, () => random.below(shape.vocabularySize));
  writeShards(
    folder,
    { train: draw(64), val: draw(evaluated), test: draw(2) },
    { key: 'made-up', tokenizer: 'made-up', vocabularySize: shape.vocabularySize },
  );
}

/** Seconds per step of one slice after another. */
async function measuredSlices(trainer: TrainerApi): Promise<readonly number[]> {
  const slicer = openSlicer(sliceSeconds);
  const secondsPerStep: number[] = [];
  for (let sum = 0; secondsPerStep.length < fewestSlices || sum < measuringSeconds;) {
    const steps = slicer.next();
    const took = await timed(() => trainer.train({ ...segment, steps, continues: true }));
    slicer.learn(steps, took);
    secondsPerStep.push(took / steps);
    sum += took;
  }
  return secondsPerStep;
}

/** Seconds of the first pass over the sequences, and of a later one. */
async function measuredPasses(trainer: TrainerApi): Promise<{ readonly firstPass: number; readonly pass: number }> {
  const once = () => timed(() => trainer.evaluate({ model: 0, split: 'val' }));
  const firstPass = await once();
  const passes: number[] = [];
  for (let sum = 0; sum < evaluatingSeconds;) {
    const took = await once();
    passes.push(took);
    sum += took;
  }
  return { firstPass, pass: median(passes) };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return (performance.now() - from) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
