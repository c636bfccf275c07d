/** What an experiment will cost, before anything runs: counted from the methods, timed from a short measurement. */
import { cpus, hostname } from 'node:os';
import type { Estimate, MethodEstimate } from '#contract/api';
import { experimentSchema, modelShape, trainingSetting, type Experiment } from '#contract/experiment';
import type { BackendId } from '#contract/trainer';
import { openTokenizer } from '#corpus/tokenizers/index';
import { costOf, idOf, labelsOf } from '#mixing/compose';
import { resolveChoice } from '#mixing/knobs';
import type { Cost } from '#mixing/method';
import { measureSpeed, median } from '../machine/calibrate.ts';
import { contentHash, type RunSpec } from '../run-spec.ts';
import { neededBytes } from '../running/perform-run.ts';
import type { Calibration } from '../store/calibrations.ts';
import type { Store } from '../store/index.ts';
import type { LaunchTrainer } from '../trainer-process.ts';
import { checkExperiment, refuse, runSetting, tokensOf } from './check.ts';
import { parameterCount, trainingFlopsPerToken } from './model-size.ts';

export interface EstimateSetting {
  readonly store: Store;
  readonly launch: LaunchTrainer;
  readonly backendFor: (wanted: Experiment['backend']) => Promise<BackendId>;
}

/** Steps of a calibration; the first ones are slower and count for the upper end. */
const measuredSteps = 6;
/** Starting a trainer, loading its library, opening shards. */
const secondsToStart = 4;

/** @throws Refusal for the first error in the experiment */
export async function estimateExperiment(input: unknown, setting: EstimateSetting): Promise<Estimate> {
  const { store } = setting;
  refuse((await checkExperiment(input, store)).findings);
  const experiment = experimentSchema.parse(input);
  const { batch, context } = experiment.training;
  const { vocabularySize } = await openTokenizer(experiment.tokenizer);
  const shape = modelShape(experiment, vocabularySize);
  const backend = await setting.backendFor(experiment.backend);
  const speed = await speedOf({ shape, training: trainingSetting(experiment), backend }, setting);
  const groups = experiment.groups.map((name) => store.groups.named(name)!);
  const labels = labelsOf(experiment.methods);
  const methods = experiment.methods.map((choice, i): MethodEstimate => {
    const cost = costOf(resolveChoice(choice, `methods.${i}`, groups.length), runSetting(experiment, groups, store));
    return { method: idOf(choice), label: labels[i]!, cost, seconds: secondsOf(cost, experiment, speed) };
  });
  const seeds = experiment.seeds.length;
  const steps = seeds * sum(methods.map(({ cost }) => cost.learningSteps + cost.finalSteps));
  const tokens = steps * batch * context;
  const parameters = parameterCount(shape);
  const runs = methods.length * seeds;
  return {
    methods,
    runs,
    steps,
    tokens,
    flops: tokens * trainingFlopsPerToken(shape),
    checkpointBytes: runs * parameters * 4 + neededBytes(parameters),
    peakBytes: speed.peakBytes,
    seconds: { low: sum(methods.map((m) => m.seconds.low)), high: sum(methods.map((m) => m.seconds.high)) },
    backend,
    parameters,
    epochs: groups.map((group) => ({
      group: group.name,
      atEqualShares:
        (experiment.training.steps * batch * context) / (groups.length * tokensOf(group, experiment, store).train),
    })),
  };
}

/** How fast this machine trains and evaluates; measured once and kept. */
export async function speedOf(
  { shape, training, backend }: Pick<RunSpec, 'shape' | 'training' | 'backend'>,
  { store, launch }: Pick<EstimateSetting, 'store' | 'launch'>,
): Promise<Calibration> {
  const key = contentHash({
    machine: [hostname(), cpus().length, cpus()[0]?.model],
    backend,
    shape,
    batch: training.batch,
  });
  const known = store.calibrations.get(key);
  if (known) return known;
  const { facts: _facts, ...speed } = await measureSpeed(launch, { backend, shape, training, steps: measuredSteps });
  store.calibrations.put(key, speed, new Date().toISOString());
  return speed;
}

/** For all seeds: the final run, what the method asks for, the evaluation points and the test. */
function secondsOf(
  cost: Cost,
  { evaluation, groups, seeds }: Experiment,
  speed: Calibration,
): MethodEstimate['seconds'] {
  const steps = cost.learningSteps + cost.finalSteps;
  const sequences = (cost.evaluations + evaluation.points + 2) * evaluation.sequences * groups.length;
  const usual = steps * median(speed.secondsPerStep) + sequences * median(speed.secondsPerSequence);
  const { low, high } = rangeOf(usual, speed);
  return { low: seeds.length * low, high: seeds.length * high };
}

/** A quiet machine is a little faster than the median; a busy one, or the first steps, can be much slower. */
export function rangeOf(usualSeconds: number, { secondsPerStep }: Calibration): MethodEstimate['seconds'] {
  const spread = Math.max(...secondsPerStep) / median(secondsPerStep);
  return {
    low: 0.85 * usualSeconds,
    high: Math.min(2.5, Math.max(1.3, spread)) * usualSeconds + secondsToStart,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
