/** One run from where it stands to its end: a method's conversation, held with a trainer. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { conduct } from '#mixing/conduct';
import { Diverged as MethodDiverged } from '#mixing/diverged';
import type { RunId, RunState } from '#contract/api';
import type { TrainerApi } from '#contract/trainer';
import { trialKeyOf, type RunSpec } from '../run-spec.ts';
import { diskFull } from '../store/database.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { LaunchTrainer, Trainer } from '../trainer-process.ts';
import type { Workspace } from '../workspace.ts';
import { openAnswerer, type Answerer } from './answerer.ts';
import { checkpointFolder, finishedModelFolder } from './checkpointing.ts';
import { Diverged, Interrupted, type RunControl } from './control.ts';
import { conversation } from './conversation.ts';
import type { Crew } from './crew.ts';
import type { Following } from './following.ts';
import { takeKnownStart } from './known-start.ts';
import type { Slots } from './slots.ts';
import { GivenUp } from './stop-rule.ts';
import { takeUp } from './take-up.ts';

export interface RunTools {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly launch: LaunchTrainer;
  /** Idle ones lend helpers for trials. */
  readonly slots: Slots;
  /** Trials that are being made now by any run of this engine: whose, by key. */
  readonly inFlight: Map<string, RunId>;
  /** Runs that begin alike. */
  readonly following: Following;
  /** Tells which run's trial is waited for; null when the wait is over. */
  readonly onWait?: (run: RunId | null) => void;
  /** Between checkpoints; undefined for what suits the model. */
  readonly checkpointSeconds: number | undefined;
  /** Seconds that a slice of training takes, about. */
  readonly sliceSeconds: number;
  /** Lines that the trainer writes, and what is worth telling of the run. */
  readonly hear: (level: 'info' | 'warn', line: string) => void;
  readonly onMove: () => void;
}

export interface RunEnd {
  readonly state: Extract<RunState, 'finished' | 'paused' | 'stopped' | 'diverged'>;
  readonly problem: string | null;
  /** Given up by the stop rule. */
  readonly isByRule?: boolean;
}

/**
 * Trains until the run ends or `control` says otherwise. What the run had done after its last checkpoint is done again,
 * with the same numbers.
 *
 * @throws Loss when the trainer goes away, Refusal when the run cannot be done as it stands
 */
export async function performRun(run: StoredRun, control: RunControl, tools: RunTools): Promise<RunEnd> {
  const folder = checkpointFolder(tools.workspace.checkpoints, run.id);
  const startedAt = performance.now();
  const { lead, end } = tools.following.lead(run.id);
  const trainer = tools.launch((line) => tools.hear('info', line), { threads: run.spec.threads });
  try {
    takeKnownStart(run, tools.following.recordedKin(run.id), tools);
    const facts = await openTrainer(run.spec, trainer.call, tools);
    tools.store.runs.setBackend(run.id, facts.backend, `${facts.backend}: ${facts.device}`);
    const requireRoom = (): void => refuseFullDisk(facts.parameters, tools.workspace);
    requireRoom();
    const checkpoint = await takeUp(run.id, folder, trainer.call, tools);
    const transcript = tools.store.transcripts.of(run.id);
    const answerer = openAnswerer({
      ...tools,
      run: run.id,
      spec: run.spec,
      trainer: trainer.call,
      control,
      folder,
      checkpoint,
      transcript,
      seconds: run.seconds,
      requireRoom,
      lead,
      crew: crewFor(run.spec, () => control.wish !== 'go', tools),
    });
    await conduct(conversation(run, tools.store), {
      transcript,
      answer: answerer.answer,
      record: answerer.record,
    });
    await answerer.end();
    await finish(run, startedAt, answerer, trainer.call, tools);
    return { state: 'finished', problem: null };
  } catch (error) {
    return endOf(error, tools.workspace);
  } finally {
    end();
    trainer.close();
  }
}

type OpeningTools = Pick<RunTools, 'workspace' | 'hear'>;

/** Opens a fresh trainer for the model and data of a run. */
export async function openTrainer(spec: RunSpec, trainer: TrainerApi, tools: OpeningTools) {
  const facts = await trainer.open({
    backend: spec.backend,
    shape: spec.shape,
    training: spec.training,
    groups: spec.groups.map(({ name, shards }) => ({ name, folder: join(tools.workspace.shards, shards) })),
    evaluationSequences: spec.evaluation.sequences,
  });
  tools.hear('info', `${facts.backend}: ${facts.device}`);
  return facts;
}

/** Whoever may help with a list of short runs of this model. */
export function crewFor(
  spec: RunSpec,
  isWantedToRest: () => boolean,
  tools: Pick<RunTools, 'workspace' | 'hear' | 'launch' | 'slots' | 'sliceSeconds'>,
): Crew {
  return {
    slots: tools.slots,
    sliceSeconds: tools.sliceSeconds,
    isWantedToRest,
    hire: async (): Promise<Trainer> => {
      const trainer = tools.launch((line) => tools.hear('info', line), { threads: spec.threads });
      try {
        await openTrainer(spec, trainer.call, tools);
        return trainer;
      } catch (error) {
        trainer.close();
        throw error;
      }
    },
    onHelperLost: (error) =>
      tools.hear('warn', `A helper went away; the others go on. ${error instanceof Error ? error.message : ''}`),
  };
}

/** Judges the subject on the test set, keeps its model, and lets the checkpoint go. @param startedAt this sitting, ms */
async function finish(
  run: StoredRun,
  startedAt: number,
  answerer: Answerer,
  trainer: TrainerApi,
  tools: RunTools,
): Promise<void> {
  const { store, workspace } = tools;
  const model = answerer.subject();
  if (model === null) throw new Error(`the method of run ${run.id} never made a subject`);
  const test = await trainer.evaluate({ model, split: 'test' });
  const folder = checkpointFolder(workspace.checkpoints, run.id);
  const unfinished = join(folder, 'model.part');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await trainer.exportModel({ model, folder: unfinished });
  renameSync(unfinished, finishedModelFolder(workspace.checkpoints, run.id));
  const checkpoint = store.checkpoints.get(run.id);
  store.transaction(() => {
    store.evaluations.add(run.id, 'test', run.spec.steps, test);
    keepAsTrial(run, store);
    store.checkpoints.remove(run.id);
    store.stepMetrics.fold(run.id);
    store.runs.setSeconds(run.id, run.seconds + (performance.now() - startedAt) / 1000);
    store.runs.setState(run.id, 'finished', { problem: null, endedAt: new Date().toISOString() });
  });
  if (checkpoint?.file) rmSync(join(folder, checkpoint.file), { force: true });
}

/** A run from scratch at one p is what a method may ask for as a trial; its validation losses are known now. */
function keepAsTrial({ id, spec }: StoredRun, store: Store): void {
  const trains = store.transcripts.of(id).flatMap(({ ask }) => (ask.ask === 'train' ? [ask] : []));
  const [only] = trains;
  const evaluations = store.evaluations.after(id, 'val', -1);
  const [start, end] = [evaluations[0], evaluations.at(-1)];
  if (trains.length !== 1 || only!.steps !== spec.steps || only!.splitter !== undefined) return;
  if (start?.step !== 0 || end?.step !== spec.steps) return;
  const trial = { proportions: only!.proportions, steps: spec.steps, seed: spec.seed };
  const origin = { ...trial, run: id, entry: -1 };
  store.trials.put(
    trialKeyOf(spec, trial),
    { start: start.losses, losses: end.losses },
    origin,
    new Date().toISOString(),
  );
}

/** What the store may grow by before the next look at the disk. */
const storeBytes = 16 * 2 ** 20;

/** Parameters and two moments, four bytes each, of two models (methods may hold a second), old and new file side by side. */
export function neededBytes(parameters: number): number {
  return parameters * 3 * 4 * 2 * 2 + storeBytes;
}

export function refuseFullDisk(parameters: number, workspace: Workspace): void {
  if (workspace.freeBytes() < neededBytes(parameters)) throw diskFull(workspace.folder);
}

function endOf(error: unknown, workspace: Workspace): RunEnd {
  if (error instanceof Interrupted) return { state: error.how === 'pause' ? 'paused' : 'stopped', problem: null };
  if (error instanceof Diverged || error instanceof MethodDiverged)
    return {
      state: 'diverged',
      problem: `${error.message} Lower the peak learning rate or lengthen the warm-up.`,
    };
  if (error instanceof GivenUp)
    return {
      state: 'diverged',
      problem: `${error.message} The stop rule ended the run; its last checkpoint from before is kept. Lower the peak learning rate, or change the rule and retry.`,
      isByRule: true,
    };
  if (meansDiskFull(error)) {
    const refusal = diskFull(workspace.folder, error);
    return { state: 'paused', problem: `${refusal.message} ${refusal.details.remedy}` };
  }
  throw error;
}

/** A full disk is met in SQLite, in a file, or in the trainer, whose errors come as words. */
export function meansDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return ['disk_full', 'ENOSPC', 'SQLITE_FULL'].includes(code) || error.message.includes('ENOSPC');
}
