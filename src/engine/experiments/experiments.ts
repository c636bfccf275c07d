/** Experiments: checked, stored by content, and turned into the runs that they lack. */
import { Refusal } from '#base/refusal';
import type { EngineApi, ExperimentId, ExperimentSummary, RunId } from '#contract/api';
import { modelShape, trainingSetting, type Experiment } from '#contract/experiment';
import type { BackendId } from '#contract/trainer';
import { costOf, idOf, labelsOf } from '#mixing/compose';
import { resolveChoice, type ResolvedChoice } from '#mixing/knobs';
import type { MethodChoice } from '#mixing/method';
import { tokenizeGroups, type TokenizingSetting } from '../groups/tokenizing.ts';
import { promised } from '../promised.ts';
import { contentHash, runIdOf, type RunSpec } from '../run-spec.ts';
import type { Queue } from '../running/queue.ts';
import type { NewRun } from '../store/runs.ts';
import { takeOut } from '../trash/take-out.ts';
import { checkExperiment, dataFindings, refuse, runSetting } from './check.ts';

export interface ExperimentsSetting extends TokenizingSetting {
  readonly queue: Queue;
  /** The backend that a choice means on this machine. @throws Refusal `backend_unavailable` */
  readonly backendFor: (wanted: Experiment['backend']) => Promise<BackendId>;
  readonly onExperiments: () => void;
}

type ExperimentCalls = Pick<EngineApi, 'listExperiments' | 'experiment' | 'checkExperiment' | 'startExperiment'>;

export function openExperiments(setting: ExperimentsSetting): ExperimentCalls {
  const { store, workspace, queue } = setting;
  return {
    listExperiments: () => Promise.resolve(store.experiments.summaries()),
    experiment: (id) => promised(() => known(setting, id)),
    checkExperiment: async (content) =>
      (await checkExperiment(content, store)).findings.map(({ code: _code, ...problem }) => problem),
    startExperiment: async (input) => {
      const { experiment, findings } = await checkExperiment(input, store);
      refuse(findings);
      const content = experiment!;
      const runs = await planRuns(content, setting);
      const id = experimentIdOf(content, runs);
      const at = new Date().toISOString();
      store.transaction(() => {
        store.experiments.put(id, content, at);
        for (const { run, methodIndex } of runs) {
          store.runs.add(run, at);
          store.experiments.place(id, { methodIndex, seed: run.spec.seed, run: run.id });
        }
        takeOut(
          store,
          id,
          runs.map(({ run }) => run.id),
        );
      });
      setting.onExperiments();
      queue.go();
      return summary(setting, id);
    },
  };
}

/** The runs of an experiment, method by method and seed by seed; tokenises what is missing on the way. */
async function planRuns(
  experiment: Experiment,
  setting: ExperimentsSetting,
): Promise<readonly { readonly run: NewRun; readonly methodIndex: number }[]> {
  const { store } = setting;
  const groups = experiment.groups.map((name) => store.groups.named(name)!);
  const { tokenizer, shards } = await tokenizeGroups(experiment.tokenizer, groups, setting);
  refuse(dataFindings({ ...experiment, tokenizer: tokenizer.id }, groups, store)); // now with counted tokens
  const backend = await setting.backendFor(experiment.backend);
  const labels = labelsOf(experiment.methods);
  return experiment.methods.flatMap((choice, methodIndex) => {
    const resolved = resolveChoice(choice, `methods.${methodIndex}`, groups.length);
    return experiment.seeds.map((seed) => {
      const frame = runSetting(experiment, groups, store, seed);
      const cost = costOf(resolved, frame);
      const spec: RunSpec = {
        format: 1,
        groups: groups.map(({ name, version }, i) => ({ name, version, shards: shards[i]!.key })),
        tokenizer: tokenizer.id,
        shape: modelShape(experiment, tokenizer.vocabularySize),
        training: trainingSetting(experiment),
        steps: experiment.training.steps,
        evaluation: experiment.evaluation,
        choice: spelledOut(resolved),
        seed,
        backend,
        ...(cost.learningSteps > 0 && frame.learningBudget !== undefined && { learningBudget: frame.learningBudget }),
      };
      return { methodIndex, run: { id: runIdOf(spec), method: idOf(choice), label: labels[methodIndex]!, spec, cost } };
    });
  });
}

/** A choice with every knob written down, so that a later change of a default is another run. */
function spelledOut({ method, knobs, after }: ResolvedChoice): MethodChoice {
  return { id: method.id, knobs, ...(after ? { after: spelledOut(after) } : {}) };
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
