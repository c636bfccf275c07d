/** Takes a run up where it was left, or where another run has handed it what it had reached. */
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import type { RunId } from '#contract/api';
import type { TrainerApi } from '#contract/trainer';
import type { Checkpoint } from '../store/checkpoints.ts';
import type { Store } from '../store/index.ts';
import type { SharedStart } from '../store/shared-starts.ts';
import { rewind } from './checkpointing.ts';
import { isAtSharedStart } from './shared-start.ts';

interface Tools {
  readonly store: Store;
  readonly hear: (level: 'info' | 'warn', line: string) => void;
}

/**
 * The place to go on from, with its models loaded; null to start from the beginning. Where what another run handed over
 * cannot be read, the run begins by itself.
 */
export async function takeUp(
  run: RunId,
  folder: string,
  trainer: TrainerApi,
  tools: Tools,
): Promise<Checkpoint | null> {
  const { store } = tools;
  const isShared = isAtSharedStart(run, store);
  const checkpoint = rewind(store, folder, run);
  if (isShared && !checkpoint)
    tools.hear('warn', 'What another run had handed over is gone; the run begins by itself.');
  if (isShared && checkpoint) tools.hear('info', startWords(store.sharedStarts.get(run)!));
  if (!checkpoint?.file) return checkpoint;
  try {
    await trainer.load({ file: join(folder, checkpoint.file) });
    return checkpoint;
  } catch (error) {
    if (!isShared || !(error instanceof Refusal)) throw error;
    tools.hear('warn', `${error.message} Another run had handed it over; the run begins by itself.`);
    store.checkpoints.remove(run);
    return rewind(store, folder, run);
  }
}

function startWords({ sourceTitle, step, learningSteps }: SharedStart): string {
  const learned = learningSteps > 0 ? `${learningSteps} steps of learning` : '';
  const trained = step > 0 ? `${step} steps of the final run` : '';
  return `Goes on from ${sourceTitle}: ${[learned, trained].filter(Boolean).join(' and ')} are not computed again.`;
}
