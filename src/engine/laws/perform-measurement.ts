/**
 * Measures the law that holds at a point of a run: gets back to that point, trains children from it at mixtures of a
 * sweep, fits A* to what they lost. Each child is stored as soon as it is done, so that a restart trains only the rest.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasurementId } from '#contract/api';
import { bruteForce } from '#mixing/laws/brute-force';
import type { Losses } from '#mixing/method';
import type { RunControl } from '../running/control.ts';
import { handOf, workThrough, type Hand } from '../running/crew.ts';
import { checkpointFolder } from '../running/checkpointing.ts';
import { conversation } from '../running/conversation.ts';
import { crewFor, openTrainer, refuseFullDisk, type RunTools } from '../running/perform-run.ts';
import { trainSegment } from '../running/segment.ts';
import { contentHash } from '../run-spec.ts';
import type { Checkpoint } from '../store/checkpoints.ts';
import type { StoredMeasurement } from '../store/measurements.ts';
import type { StoredRun } from '../store/runs.ts';
import { modelNumber, replayTo } from './replay.ts';

export type MeasuringTools = Pick<
  RunTools,
  'store' | 'workspace' | 'launch' | 'slots' | 'sliceSeconds' | 'hear' | 'onMove'
>;

/** Files of a measurement while it lasts. */
export function measurementFolder(checkpoints: string, id: MeasurementId): string {
  return join(checkpoints, `measurement-${id}`);
}

/**
 * @returns whether it is finished; false when `control` wants it to rest
 * @throws  Loss when the trainer goes away, Diverged, Refusal
 */
export async function performMeasurement(
  measurement: StoredMeasurement,
  control: RunControl,
  tools: MeasuringTools,
): Promise<boolean> {
  const { store, workspace, launch, sliceSeconds } = tools;
  const { id, mixtures } = measurement;
  const run = store.runs.get(measurement.run)!;
  const folder = measurementFolder(workspace.checkpoints, id);
  const isWantedToRest = (): boolean => control.wish !== 'go';
  const onSteps = (steps: number): void => store.measurements.addSteps(id, steps);
  const trainer = launch((line) => tools.hear('info', line), { threads: run.spec.threads });
  try {
    const facts = await openTrainer(run.spec, trainer.call, tools);
    refuseFullDisk(facts.parameters, workspace);
    const hand = handOf(trainer.call, sliceSeconds);
    const parent = await reachParent(measurement, run, hand, { ...tools, folder, isWantedToRest, onSteps });
    if (!parent) return false;
    const missing = mixtures.map((_p, position) => position).filter((position) => !measurement.losses[position]);
    const raise = async (position: number, { trainer: own, ...rest }: Hand): Promise<boolean> => {
      await own.load({ file: parent.file });
      const order = { model: parent.model, proportions: mixtures[position]!, steps: measurement.steps };
      const what = 'a child of the measurement';
      if (!(await trainSegment({ trainer: own, ...rest }, order, { isWantedToRest, onSteps, what }))) return false;
      const { losses } = await own.evaluate({ model: parent.model, split: 'val' });
      store.measurements.addChild(id, position, losses);
      tools.onMove();
      return true;
    };
    await workThrough(missing, hand, raise, crewFor(run.spec, isWantedToRest, tools));
    return settle(measurement, parent.losses, tools);
  } finally {
    trainer.close();
  }
}

interface Parent {
  readonly file: string;
  readonly model: number;
  readonly losses: Losses;
}

interface ParentTools extends MeasuringTools {
  readonly folder: string;
  readonly isWantedToRest: () => boolean;
  readonly onSteps: (steps: number) => void;
}

/** The model at the point as a file that children start from, and its losses; null when wanted to rest on the way. */
async function reachParent(
  measurement: StoredMeasurement,
  run: StoredRun,
  hand: Hand,
  tools: ParentTools,
): Promise<Parent | null> {
  const { id, step, parent, model: role } = measurement;
  const { store, folder, workspace } = tools;
  const file = join(folder, 'parent.checkpoint');
  const transcript = store.transcripts.of(run.id);
  if (parent && existsSync(file)) {
    const asks = transcript.map(({ ask }) => ask);
    return { file, model: modelNumber(asks, role), losses: parent };
  }
  const from = role === 'subject' ? usableCheckpoint(run, step, tools) : null;
  if (from) await hand.trainer.load({ file: join(checkpointFolder(workspace.checkpoints, run.id), from.file!) });
  const model = await replayTo({ transcript, asks: conversation(run, store), role, step, from }, hand, {
    isWantedToRest: tools.isWantedToRest,
    onSteps: tools.onSteps,
    what: 'the run that is measured',
  });
  if (model === null) return null;
  const { losses } = await hand.trainer.evaluate({ model, split: 'val' });
  await estimateByGradient(measurement, run, model, hand, tools);
  mkdirSync(folder, { recursive: true });
  await hand.trainer.save({ file });
  store.measurements.setParent(id, losses);
  tools.onMove();
  return { file, model, losses };
}

/** What gradients at the point say of the law there: as many sequences of each group as a validation pass has. */
async function estimateByGradient(
  { model: role, step, steps }: StoredMeasurement,
  { id: run, spec }: StoredRun,
  model: number,
  { trainer }: Hand,
  { store }: ParentTools,
): Promise<void> {
  const point = { run, model: role, step, steps };
  const { falls } = await trainer.slopes({ model, steps, sequences: spec.evaluation.sequences, subset: 0 });
  const id = contentHash({ ...point, sweep: 'gradient' });
  store.measurements.setGradient(id, point, falls, new Date().toISOString());
}

/** The run's own checkpoint, when it lies before the point and the run is at rest, so that it stays where it is. */
export function usableCheckpoint(
  run: StoredRun,
  step: number,
  { store, workspace }: Pick<MeasuringTools, 'store' | 'workspace'>,
): Checkpoint | null {
  const found = run.state === 'running' || run.state === 'queued' ? null : store.checkpoints.get(run.id);
  if (!found?.file || found.step === 0 || found.step > step) return null;
  return existsSync(join(checkpointFolder(workspace.checkpoints, run.id), found.file)) ? found : null;
}

/** Fits A* when all children are done. */
function settle({ id, mixtures }: StoredMeasurement, parent: Losses, tools: MeasuringTools): boolean {
  const { store, workspace } = tools;
  const { losses, run } = store.measurements.get(id)!;
  if (losses.includes(null)) return false;
  const { A, fitted } = bruteForce({
    groups: store.runs.get(run)!.spec.groups.map(({ name }) => name),
    parent,
    children: mixtures.map((proportions, n) => ({ proportions, losses: losses[n]! })),
  });
  store.transaction(() => {
    store.measurements.setLaw(id, { A, r2: fitted.fits.map(({ scores }) => scores.r2) });
    store.measurements.setState(id, 'finished', null, new Date().toISOString());
  });
  rmSync(measurementFolder(workspace.checkpoints, id), { recursive: true, force: true });
  return true;
}
