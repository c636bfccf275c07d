/** Hands what one run has reached to others that go on from it, as if they had come there themselves. */
import { copyFileSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunId } from '#contract/api';
import type { TrainerApi } from '#contract/trainer';
import type { AskPosition, Checkpoint } from '../store/checkpoints.ts';
import type { Store } from '../store/index.ts';
import type { Workspace } from '../workspace.ts';
import { checkpointFolder, checkpointName } from './checkpointing.ts';
import type { Course } from './course.ts';
import type { Give, Parted, Parting } from './lead.ts';

/** What is handed over. */
export interface Reached extends Parting {
  /** A trainer's file; null where no model is needed. */
  readonly file: string | null;
  readonly bytes: number;
  readonly step: number;
  readonly learningSteps: number;
}

interface Shelf {
  readonly store: Store;
  readonly workspace: Pick<Workspace, 'checkpoints'>;
}

/** Writes down for a run that it begins there: its checkpoint, and everything that the other run has recorded up to it. */
export function takeOver(to: RunId, from: RunId, reached: Reached, { store, workspace }: Shelf): void {
  const folder = checkpointFolder(workspace.checkpoints, to);
  const name = reached.file && checkpointName(reached);
  if (name) {
    mkdirSync(folder, { recursive: true });
    placeCopy(reached.file, join(folder, name));
  }
  const { entries, position, step, learningSteps, bytes } = reached;
  const { label, seed } = store.runs.get(from)!;
  const former = store.checkpoints.get(to);
  const at = new Date().toISOString();
  const checkpoint: Checkpoint = { entries, position, step, learningSteps, file: name, bytes, computedSteps: 0 };
  store.transaction(() => {
    if (former) forget(to, store);
    store.sharedStarts.copy(from, to, { entries, step, stretchStep: position?.stretchFrom ?? step });
    store.stepMetrics.add(to, store.stepMetrics.within(from, { from: 1, to: step }));
    store.checkpoints.put(to, checkpoint, at);
    store.sharedStarts.put(
      to,
      { source: from, sourceTitle: `${label}, seed ${seed}`, entries, step, learningSteps },
      at,
    );
    store.runs.setProgress(to, {
      step,
      learningSteps,
      computedSteps: 0,
      seconds: 0,
      loss: step > 0 ? meanOf(store.evaluations.lastPass(to, 'val')?.losses ?? null) : null,
      tokensPerSecond: null,
    });
  });
  if (former?.file && former.file !== name) rmSync(join(folder, former.file), { force: true });
}

/** What a run took over before from another one that was not as far. */
function forget(run: RunId, store: Store): void {
  store.transcripts.cut(run, 0);
  store.notes.cut(run, 0);
  store.stepMetrics.cut(run, 0);
  store.evaluations.cut(run, -1);
  store.stretches.cut(run, -1);
}

/** Checkpoints are replaced, never changed, so that runs may hold the same file. */
function placeCopy(from: string, to: string): void {
  if (from === to) return;
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // a disk without links
  }
}

export interface GiverSetting extends Shelf {
  readonly run: RunId;
  readonly trainer: TrainerApi;
  readonly course: Course;
  /** Whether no model is needed to go on from here. */
  readonly needsNoModel: () => boolean;
  /** Throws when the disk has no room for another checkpoint. */
  readonly requireRoom: () => void;
}

/** Hands over what the running trainer has reached. Where nothing was trained yet, or the disk is full, runs begin by themselves. */
export function giverOf(setting: GiverSetting): Give {
  const { store, workspace, run, trainer, course } = setting;
  return async (parted, parting) => {
    const { step, learningSteps } = course.counters();
    if (step + learningSteps === 0) return;
    const name = setting.needsNoModel() && !parting.position ? null : checkpointName(parting);
    if (name && !hasRoom(setting)) return;
    let [file, bytes]: [string | null, number] = [null, 0];
    if (name) {
      const folder = checkpointFolder(workspace.checkpoints, parted[0]!.run);
      mkdirSync(folder, { recursive: true });
      file = join(folder, name);
      ({ bytes } = await trainer.save({ file }));
    }
    for (const one of parted) {
      if (store.runs.get(one.run)?.state !== 'queued' || ownSteps(one.run, store) >= step + learningSteps) continue;
      const { position, ending } = ownPosition(one, parting.position, step);
      store.transaction(() => {
        takeOver(one.run, run, { ...parting, position, file, bytes, step, learningSteps }, { store, workspace });
        if (ending && course.isSubject(ending.model)) {
          const { stretchFrom: from, stretchCounts: counts } = parting.position!;
          const { proportions: asked, isMeasuring = false } = ending;
          store.stretches.add(one.run, { from, step, asked, counts, isMeasuring });
        }
      });
    }
  };
}

/** Steps that a run which has not begun by itself has taken over; more than any other has where it has begun. */
export function ownSteps(run: RunId, store: Store): number {
  const checkpoint = store.checkpoints.get(run);
  if (!checkpoint) return 0;
  return isAtSharedStart(run, store) ? checkpoint.step + checkpoint.learningSteps : Infinity;
}

function hasRoom({ requireRoom }: GiverSetting): boolean {
  try {
    requireRoom();
    return true;
  } catch {
    return false; // nothing is lost but time
  }
}

/** A run whose own ask ends here ends its stretch here, which the other's goes on. */
function ownPosition({ ask }: Parted, position: AskPosition | null, step: number) {
  if (!position || ask?.ask !== 'train' || ask.steps > position.steps || position.stretchFrom === step)
    return { position, ending: null };
  const none = position.stretchCounts.map(() => 0);
  return { position: { ...position, stretchFrom: step, stretchCounts: none }, ending: ask };
}

/** Whether a run's checkpoint is still the one that it was handed. */
export function isAtSharedStart(run: RunId, store: Store): boolean {
  const [start, checkpoint] = [store.sharedStarts.get(run), store.checkpoints.get(run)];
  return start !== null && checkpoint?.computedSteps === 0 && checkpoint.entries === start.entries;
}

function meanOf(losses: readonly number[] | null): number | null {
  return losses && losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
