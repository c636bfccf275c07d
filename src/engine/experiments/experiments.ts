/** Experiments: checked, stored by content, and turned into the runs that they lack. */
import { Refusal } from '#base/refusal';
import type { ExperimentCalls, ExperimentId, ExperimentSummary } from '#contract/api';
import type { Experiment, ExperimentInput } from '#contract/experiment';
import { variantsOf } from '#contract/variants';
import { tokenizeGroups, type TokenizingSetting } from '../groups/tokenizing.ts';
import { promised } from '../promised.ts';
import { contentHash } from '../run-spec.ts';
import type { Queue } from '../running/queue.ts';
import type { Store } from '../store/index.ts';
import type { NewRun } from '../store/runs.ts';
import { takeOut } from '../trash/take-out.ts';
import { checkExperiment, dataFindings, refuse } from './check.ts';
import { estimateAtStart, estimateExperiment, type EstimateSetting } from './estimate.ts';
import { reviewEstimate } from './review.ts';
import { backendOf } from './precision.ts';
import { newRunOf, unfinished } from './run-plan.ts';
import { planSeeds } from './seed-plan.ts';
import { plannedRuns } from './workload.ts';

export interface ExperimentsSetting extends TokenizingSetting, EstimateSetting {
  readonly queue: Queue;
  readonly onExperiments: () => void;
}

export function openExperiments(setting: ExperimentsSetting): Omit<ExperimentCalls, 'removeExperiment'> {
  const { store } = setting;
  return {
    listExperiments: () => Promise.resolve(store.experiments.summaries()),
    experiment: (id) => promised(() => known(setting, id)),
    checkExperiment: async (content) =>
      (await checkExperiment(content, store)).findings.map(({ code: _code, ...problem }) => problem),
    estimate: (input) => estimateExperiment(input, setting),
    estimateReview: (id) => promised(() => (known(setting, id), reviewEstimate(id, store))),
    planSeeds: async (input, difference) => {
      const { experiment, findings } = await checkExperiment(input, store);
      refuse(findings);
      return planSeeds(experiment!, difference ?? null, store);
    },
    startExperiment: async (input) => {
      const design = await soundDesign(input, store);
      if (design.variants) throw severalVariants();
      return start(design, setting);
    },
    startVariants: async (input) => {
      const started: ExperimentSummary[] = [];
      for (const variant of variantsOf(await soundDesign(input, store))) started.push(await start(variant, setting));
      return started;
    },
  };
}

async function soundDesign(input: ExperimentInput, store: Store): Promise<Experiment> {
  const { experiment, findings } = await checkExperiment(input, store);
  refuse(findings);
  return experiment!;
}

function severalVariants(): Refusal {
  return new Refusal('experiment_invalid', 'This design stands for several experiments.', {
    field: 'variants',
    remedy: 'Start its variants, or remove them to start this one setting.',
  });
}

async function start(experiment: Experiment, setting: ExperimentsSetting): Promise<ExperimentSummary> {
  const { store, queue } = setting;
  const runs = await planRuns(experiment, setting);
  const estimate = await estimateAtStart(experiment, setting);
  const id = experimentIdOf(experiment, runs);
  const at = new Date().toISOString();
  const toTrain = unfinished(
    runs.map(({ run }) => run),
    store,
  );
  store.transaction(() => {
    store.experiments.put(id, experiment, at);
    for (const { run, methodIndex } of runs) {
      store.runs.add(run, at);
      store.experiments.place(id, { methodIndex, seed: run.spec.seed, run: run.id });
    }
    if (estimate && toTrain.length > 0) store.estimates.put(id, { estimate, runs: toTrain }, at);
    takeOut(
      store,
      id,
      runs.map(({ run }) => run.id),
    );
  });
  setting.onExperiments();
  queue.go();
  return summary(setting, id);
}

/** The runs of an experiment, method by method and seed by seed; tokenises what is missing on the way. */
async function planRuns(
  experiment: Experiment,
  setting: ExperimentsSetting,
): Promise<readonly { readonly run: NewRun; readonly methodIndex: number }[]> {
  const { store } = setting;
  const groups = experiment.groups.map((name) => store.groups.named(name)!);
  const { tokenizer, shards } = await tokenizeGroups(experiment.tokenizer, groups, setting);
  const counted = { ...experiment, tokenizer: tokenizer.id };
  refuse(dataFindings(counted, groups, store)); // now with counted tokens
  const backend = await backendOf(experiment, setting.backendFor);
  const frame = { experiment, groups, shards: shards.map(({ key }) => key), tokenizer, backend };
  return (await plannedRuns(counted, groups, store)).map((run) => ({
    methodIndex: run.methodIndex,
    run: newRunOf(run, frame),
  }));
}

/**
 * Names and notes count: the same content under another name is another experiment with the same runs. Its runs count,
 * too: once a group's text or the best backend has changed, the file starts another experiment, and the old one keeps its runs.
 */
function experimentIdOf(
  { $schema: _schema, ...content }: Experiment,
  runs: readonly { readonly run: NewRun }[],
): ExperimentId {
  return contentHash({ content, runs: runs.map(({ run }) => run.id) });
}

function known({ store }: ExperimentsSetting, id: ExperimentId): Experiment {
  const experiment = store.experiments.get(id);
  if (!experiment) throw unknownExperiment(id);
  return experiment;
}

export function unknownExperiment(id: string): Refusal {
  return new Refusal('experiment_unknown', `There is no experiment ${id}.`, {
    remedy: 'Name an experiment of this workspace by its id or name.',
  });
}

function summary({ store }: ExperimentsSetting, id: ExperimentId): ExperimentSummary {
  return store.experiments.summaries().find((experiment) => experiment.id === id)!;
}
