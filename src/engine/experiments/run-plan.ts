/** The runs of an experiment as they are stored: each addressed by everything that it depends on. */
import type { RunId } from '#contract/api';
import { modelShape, trainingSetting, type Experiment } from '#contract/experiment';
import type { BackendId } from '#contract/trainer';
import { idOf } from '#mixing/compose';
import { runIdOf, spelledOut, trialKeyOf, type RunSpec } from '../run-spec.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import type { NewRun } from '../store/runs.ts';
import type { KnownResults, PlannedRun } from './workload.ts';

/** What all runs of an experiment share. */
export interface RunFrame {
  readonly experiment: Experiment;
  readonly groups: readonly StoredGroup[];
  /** Names of the folders in `shards/`, one per group. */
  readonly shards: readonly string[];
  readonly tokenizer: { readonly id: string; readonly vocabularySize: number };
  readonly backend: BackendId;
}

export function newRunOf(run: PlannedRun, frame: RunFrame): NewRun {
  const spec = specOf(run, frame);
  return { id: runIdOf(spec), method: idOf(spec.choice), label: run.label, spec, cost: run.cost };
}

export function specOf({ choice, setting, cost }: PlannedRun, frame: RunFrame): RunSpec {
  const { experiment, groups, shards, tokenizer, backend } = frame;
  const { steps, seed, learningBudget, sharing } = setting;
  const own = { ...experiment, training: { ...experiment.training, steps } }; // fewer where learning counts towards them
  return {
    format: 1,
    groups: groups.map(({ name, version }, i) => ({ name, version, shards: shards[i]! })),
    tokenizer: tokenizer.id,
    shape: modelShape(experiment, tokenizer.vocabularySize),
    training: trainingSetting(own),
    steps,
    evaluation: experiment.evaluation,
    choice: spelledOut(choice),
    seed,
    backend,
    ...threadsOf(experiment, backend),
    ...(cost.learningSteps > 0 && sharing && { sharing }),
    ...(cost.learningSteps > 0 && learningBudget !== undefined && { learningBudget }),
  };
}

/** Only the native library has a choice of threads; other runs are the same whatever is asked for. */
export function threadsOf({ threads }: Experiment, backend: BackendId): Pick<RunSpec, 'threads'> {
  return backend === 'tensorflow' && threads !== undefined ? { threads } : {};
}

/** What of an experiment's runs is stored already. */
export function knownResults(frame: RunFrame, store: Store): KnownResults {
  const specs = new Map<PlannedRun, RunSpec>();
  const spec = (run: PlannedRun): RunSpec => {
    const known = specs.get(run) ?? specOf(run, frame);
    specs.set(run, known);
    return known;
  };
  return {
    hasRun: (run) => store.runs.get(runIdOf(spec(run)))?.state === 'finished',
    hasTrial: (run, trial) => store.trials.get(trialKeyOf(spec(run), trial)) !== null,
  };
}

/** Ids of those runs that are not finished. */
export function unfinished(runs: readonly NewRun[], store: Store): readonly RunId[] {
  return runs.map(({ id }) => id).filter((id) => store.runs.get(id)?.state !== 'finished');
}
