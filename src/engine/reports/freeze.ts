/** Takes an experiment as it stands into a report's record. */
import { relative } from 'node:path';
import type { EngineApi, ExperimentId, ReportDesign } from '#contract/api';
import { modelShape, type Experiment } from '#contract/experiment';
import { formatCount } from '#base/format';
import { Refusal } from '#base/refusal';
import { idOf, labelsOf } from '#mixing/compose';
import { defaultsOf, resolveChoice, type ResolvedChoice } from '#mixing/knobs';
import type { Fact, RecordedGroup, RecordedMethod, RecordedRun, ReportRecord } from '#report/record';
import { thinnedLosses } from '#report/thinned-losses';
import { unknownExperiment } from '../experiments/experiments.ts';
import { parameterCount } from '../experiments/model-size.ts';
import { finishedModelFolder } from '../running/checkpointing.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { Workspace } from '../workspace.ts';
import { machineFacts, softwareFacts } from './surroundings.ts';

export interface FreezingSetting {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly results: Pick<EngineApi, 'comparison' | 'trajectory' | 'runSeries' | 'law'>;
  readonly now: () => Date;
}

/** Spans of steps that a curve of a report is taken from; a shorter run is taken whole. */
const mostColumns = 1000;

/**
 * @throws Refusal `experiment_unknown`; `nothing_to_compare` when no run is finished
 */
export async function freeze(
  id: ExperimentId,
  design: Pick<ReportDesign, 'title' | 'author' | 'notes' | 'baseline'>,
  { store, workspace, results, now }: FreezingSetting,
): Promise<ReportRecord> {
  const experiment = store.experiments.get(id);
  if (!experiment) throw unknownExperiment(id);
  const places = store.experiments.places(id);
  const runs = places.map(({ run }) => store.runs.get(run)!);
  if (!runs.some(({ state }) => state === 'finished'))
    throw new Refusal(
      'nothing_to_compare',
      `No run of "${experiment.name}" is finished, so there is nothing to report.`,
      {
        remedy: 'Run the experiment first, and write the report when a run has finished.',
      },
    );
  const first = runs[0]!;
  return {
    format: 1,
    title: design.title,
    author: design.author,
    createdAt: now().toISOString(),
    notes: design.notes,
    experiment: {
      id,
      name: experiment.name,
      notes: experiment.notes,
      createdAt: store.experiments.summaries().find((summary) => summary.id === id)!.createdAt,
    },
    file: { ...experiment },
    groups: first.spec.groups.map((group) => recordedGroup(group, first.spec.tokenizer, store)),
    tokenizer: first.spec.tokenizer,
    model: modelFacts(experiment, first),
    training: trainingFacts(experiment, first),
    steps: experiment.training.steps,
    seeds: experiment.seeds,
    methods: recordedMethods(experiment),
    comparison: await results.comparison(id, design.baseline),
    runs: await Promise.all(
      places.map(async ({ methodIndex, run }, i): Promise<RecordedRun> => {
        const [trajectory, series, law] = await Promise.all([
          results.trajectory(run),
          results.runSeries(run, 0, mostColumns),
          results.law(run),
        ]);
        const stored = runs[i]!;
        const isFinished = stored.state === 'finished';
        return {
          ...factsOf(stored),
          method: methodIndex,
          testLosses: isFinished ? store.evaluations.last(run, 'test')!.losses : null,
          trajectory: trajectory.points,
          validation: series.validation,
          train: thinnedLosses(series.train),
          law: law.rounds.map(({ round, step, raw }) => ({ round, step, matrix: raw })),
          ...(law.rounds.length > 0 && {
            lawOrigin: { provenance: law.provenance, subsetError: law.subsetError },
          }),
          model: isFinished ? modelFolder(workspace, run) : null,
        };
      }),
    ),
    software: softwareFacts(runs.map(({ backend }) => backend)),
    machine: machineFacts(),
    command: 'aioli run repeat.experiment.json',
  };
}

function factsOf(run: StoredRun) {
  const { id, seed, state, problem, step, steps, cost, learningSteps, computedSteps, seconds, backend, resumes } = run;
  const { startedAt, endedAt } = run;
  return {
    id,
    seed,
    state,
    problem,
    step,
    steps,
    asked: cost,
    learningSteps,
    computedSteps,
    seconds,
    backend,
    resumes,
    startedAt,
    endedAt,
  };
}

/** Relative to the workspace: a report names no place outside it. */
function modelFolder(workspace: Workspace, run: string): string {
  return relative(workspace.folder, finishedModelFolder(workspace.checkpoints, run)).replaceAll('\\', '/');
}

function recordedGroup(
  { name, version }: StoredRun['spec']['groups'][number],
  tokenizer: string,
  store: Store,
): RecordedGroup {
  const text = store.texts.get(version)!;
  const shards = store.shards.get(version, tokenizer)!;
  const group = store.groups.named(name);
  return {
    name,
    colour: group?.colour ?? 0,
    version,
    licence: group?.licence ?? '',
    documents: text.documents,
    bytes: text.bytes,
    duplicates: text.duplicates,
    tokens: { train: shards.train, val: shards.val, test: shards.test },
  };
}

function recordedMethods({ methods, groups }: Experiment): RecordedMethod[] {
  const labels = labelsOf(methods);
  return methods.map((choice, i) => {
    const resolved = resolveChoice(choice, `methods.${i}`, groups.length);
    const { paper, summary } = resolved.method;
    return { id: idOf(choice), label: labels[i]!, paper, summary, knobs: knobsOf(resolved, '') };
  });
}

function knobsOf({ method, knobs, after }: ResolvedChoice, before: string): RecordedMethod['knobs'] {
  const defaults = defaultsOf(method.knobs);
  const own = Object.entries(knobs).map(([name, value]) => ({
    name: before + name,
    value,
    isDefault: JSON.stringify(value) === JSON.stringify(defaults[name]),
  }));
  return after === null ? own : [...own, ...knobsOf(after, `${before}${after.method.title}: `)];
}

function modelFacts(experiment: Experiment, { spec }: StoredRun): Fact[] {
  const shape = modelShape(experiment, spec.shape.vocabularySize);
  const preset = typeof experiment.model === 'string' ? experiment.model : 'custom';
  return [
    ['Model', `GPT-NeoX, ${preset}`],
    ['Parameters', formatCount(parameterCount(shape))],
    ['Vocabulary', formatCount(shape.vocabularySize)],
    ['Layers', String(shape.layers)],
    ['Width', String(shape.hiddenSize)],
    ['Heads', String(shape.heads)],
    ['Inner width', String(shape.intermediateSize)],
    ['Context, tokens', String(shape.context)],
    ['Rotary share', String(shape.rotaryShare)],
    ['Parallel residual', shape.parallelResidual ? 'yes' : 'no'],
  ];
}

function trainingFacts({ training, evaluation }: Experiment, { spec }: StoredRun): Fact[] {
  return [
    ['Steps', formatCount(training.steps)],
    ['Batch, sequences', String(training.batch)],
    ['Tokens a run', formatCount(training.steps * training.batch * training.context)],
    ['Optimiser', `AdamW, ${training.beta1} and ${training.beta2}, epsilon ${training.epsilon}`],
    ['Weight decay', String(training.weightDecay)],
    ['Gradient clipped at', String(training.clip)],
    ['Learning rate', `${training.startLearningRate} to ${training.peakLearningRate} to ${training.endLearningRate}`],
    ['Warm-up steps', formatCount(spec.training.warmupSteps)],
    ['Batches divided by', training.splitter],
    ['Products of matrices in', training.precision ?? 'float32'],
    ['Validation passes', String(evaluation.points)],
    ['Sequences a group and pass', String(evaluation.sequences)],
  ];
}
