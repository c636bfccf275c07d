/** A run that has not begun may find that others have gone its way before: where they part, it goes on from what they left. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunId } from '#contract/api';
import { isSameAsk } from '#mixing/conduct';
import type { Ask } from '#mixing/method';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { TranscriptEntry } from '../store/transcripts.ts';
import type { Workspace } from '../workspace.ts';
import { entriesWithoutModel, listenerOf, listenTo, stepsOf, trainAlike } from './beginnings.ts';
import { checkpointFolder } from './checkpointing.ts';
import { conversation } from './conversation.ts';
import { ownSteps, takeOver, type Reached } from './shared-start.ts';

/** Others are looked at from the latest back, so many at most: each is a conversation that is held once more. */
const mostOthers = 8;

interface Tools {
  readonly store: Store;
  readonly workspace: Workspace;
}

/** Begins a run where the furthest of the others left something to go on from. @param others runs that may begin like it */
export function takeKnownStart(run: StoredRun, others: readonly RunId[], tools: Tools): void {
  const own = ownSteps(run.id, tools.store);
  if (others.length === 0 || own === Infinity) return;
  const starts = others.slice(-mostOthers).flatMap((other) => {
    const reached = startFrom(run, other, tools);
    return saved(reached) > own ? [{ other, reached }] : [];
  });
  const [best] = starts.sort((a, b) => saved(b.reached) - saved(a.reached));
  if (best) takeOver(run.id, best.other, best.reached, tools);
}

function saved({ step, learningSteps }: Reached): number {
  return step + learningSteps;
}

function startFrom(run: StoredRun, other: RunId, tools: Tools): Reached {
  const listener = listenerOf(conversation(run, tools.store));
  const common = listenTo(tools.store.transcripts.each(other), listener);
  return checkpointWithin(common, listener.ask(), other, tools) ?? learnedWithin(common);
}

/** The checkpoint of a run at rest, when it lies in what both have in common. */
function checkpointWithin(
  common: readonly TranscriptEntry[],
  next: Ask | null,
  other: RunId,
  { store, workspace }: Tools,
): Reached | null {
  const its = store.runs.get(other)!;
  const checkpoint = its.state === 'running' ? null : store.checkpoints.get(other);
  if (!checkpoint?.file || checkpoint.entries > common.length) return null;
  const { entries, position, step, learningSteps, bytes } = checkpoint;
  const isInside = position !== null && entries === common.length;
  if (isInside && !goesBeyond(next, nextAskOf(its, store), position.steps)) return null;
  const file = join(checkpointFolder(workspace.checkpoints, other), checkpoint.file);
  return existsSync(file) ? { entries, position, step, learningSteps, file, bytes } : null;
}

/** What a run at rest asks next: what is not answered yet is not stored. */
function nextAskOf(run: StoredRun, store: Store): Ask | null {
  const listener = listenerOf(conversation(run, store));
  listenTo(store.transcripts.each(run.id), listener);
  return listener.ask();
}

/** Whether both train alike there, and the own ask does not end before. */
function goesBeyond(own: Ask | null, other: Ask | null, steps: number): boolean {
  return (
    own?.ask === 'train' && own.steps > steps && other !== null && (isSameAsk(own, other) || trainAlike(own, other))
  );
}

/** What an offline method learned is known without any model, however long ago it was. */
function learnedWithin(common: readonly TranscriptEntry[]): Reached {
  const entries = entriesWithoutModel(common);
  const learningSteps = stepsOf(common.slice(0, entries)).learning;
  return { entries, position: null, file: null, bytes: 0, step: 0, learningSteps };
}
