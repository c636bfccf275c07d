/**
 * Where a run can be taken up from. A checkpoint is a file of the trainer and a row that says how far the transcript
 * was; the row is written after the file and the older file removed after the row, so a kill at any moment leaves a
 * pair that belongs together.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunId } from '#contract/api';
import type { TrainerApi } from '#contract/trainer';
import type { AskPosition, Checkpoint } from '../store/checkpoints.ts';
import type { Store } from '../store/index.ts';

const usualInterval = 20;
/** Of the time, for writing checkpoints. */
const mostShare = 0.05;

/** Usual seconds from one checkpoint to the next; more for a large model. @param secondsToSave that writing one takes */
export function secondsBetweenCheckpoints(secondsToSave: number): number {
  return Math.max(usualInterval, secondsToSave / mostShare);
}

/** What a checkpoint stands for, beside the trainer's own state. */
export interface Place {
  /** Transcript entries before it. */
  readonly entries: number;
  readonly position: AskPosition | null;
  readonly step: number;
  readonly learningSteps: number;
  readonly computedSteps: number;
  readonly hasModels: boolean;
}

export function checkpointFolder(checkpoints: string, run: RunId): string {
  return join(checkpoints, run);
}

export function checkpointName({ entries, position }: Pick<Place, 'entries' | 'position'>): string {
  return `at-${entries}-${position?.steps ?? 0}.checkpoint`;
}

/** The model of a finished run, as a Hugging Face folder. */
export function finishedModelFolder(checkpoints: string, run: RunId): string {
  return join(checkpointFolder(checkpoints, run), 'model');
}

export async function saveCheckpoint(
  store: Store,
  folder: string,
  run: RunId,
  trainer: TrainerApi,
  place: Place,
  at: string,
): Promise<void> {
  const previous = store.checkpoints.get(run);
  const file = place.hasModels ? checkpointName(place) : null;
  if (previous && previous.file === file && previous.entries === place.entries) return; // nothing has moved since
  mkdirSync(folder, { recursive: true });
  const bytes = file ? (await trainer.save({ file: join(folder, file) })).bytes : 0;
  store.transaction(() => {
    store.checkpoints.put(run, { ...place, file, bytes }, at);
    store.stepMetrics.fold(run);
  });
  if (previous?.file) rmSync(join(folder, previous.file), { force: true });
}

/**
 * Forgets everything that a run did after its last checkpoint, and files that belong to none.
 *
 * @returns the checkpoint, or null to start from the beginning
 */
export function rewind(store: Store, folder: string, run: RunId): Checkpoint | null {
  const found = store.checkpoints.get(run);
  const checkpoint = found && (found.file === null || existsSync(join(folder, found.file))) ? found : null;
  const entries = checkpoint?.entries ?? 0;
  const step = checkpoint?.step ?? -1; // before the evaluation at step 0
  store.transaction(() => {
    store.transcripts.cut(run, entries);
    store.notes.cut(run, entries);
    store.stepMetrics.cut(run, step);
    store.evaluations.cut(run, step);
    store.stretches.cut(run, step);
    store.samples.cut(run, Math.max(0, step));
    if (!checkpoint) {
      store.checkpoints.remove(run);
      store.sharedStarts.remove(run);
    }
  });
  if (existsSync(folder))
    for (const name of readdirSync(folder))
      if (name !== checkpoint?.file) rmSync(join(folder, name), { recursive: true, force: true });
  return checkpoint;
}
