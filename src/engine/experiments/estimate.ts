/** What an experiment will cost, before anything runs: counted from the methods, timed from a short measurement. */
import type { Estimate, LikelyRange, MethodEstimate, Problem } from '#contract/api';
import { modelShape, trainingSetting, type Experiment } from '#contract/experiment';
import type { BackendId } from '#contract/trainer';
import { variantsOf } from '#contract/variants';
import { openTokenizer } from '#corpus/tokenizers/index';
import { idOf } from '#mixing/compose';
import { kindOfWork } from '#mixing/plan';
import { neededBytes } from '../running/perform-run.ts';
import type { Calibration } from '../store/calibrations.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import { checkExperiment, refuse } from './check.ts';
import { combined } from './combined-estimate.ts';
import type { Finding } from './findings.ts';
import { parameterCount, trainingFlopsPerToken } from './model-size.ts';
import { pipelineOf } from './pipeline.ts';
import { backendOf } from './precision.ts';
import { expectedBytes, resourceFindings, type Machine } from './resources.ts';
import { knownResults, threadsOf, type RunFrame } from './run-plan.ts';
import { tokensOf } from './setting.ts';
import {
  correctionFor,
  knownSpeed,
  passesOf,
  rangeOf,
  sequencesPerPass,
  speedOf,
  usualSeconds,
  type SpeedSetting,
} from './speed.ts';
import { helperRunsOf, modelsHeld, nothingKnown, plannedRuns, workloadsOf, type Workload } from './workload.ts';

export interface EstimateSetting extends SpeedSetting {
  readonly backendFor: (wanted: Experiment['backend']) => Promise<BackendId>;
  readonly machine: () => Machine;
  /** Trainers that work now; their memory is taken already. */
  readonly busyTrainers: () => number;
}

/** @throws Refusal for the first error in the experiment, and where this machine could not even be measured */
export async function estimateExperiment(input: unknown, setting: EstimateSetting): Promise<Estimate> {
  const { experiment, findings } = await checkExperiment(input, setting.store);
  refuse(findings);
  const estimates: Estimate[] = [];
  for (const variant of variantsOf(experiment!)) estimates.push(await estimateOne(variant, setting));
  const warnings = findings.map(problemOf);
  return withWarnings(combined(estimates), [...warnings, ...estimates.flatMap((one) => one.warnings)]);
}

async function estimateOne(experiment: Experiment, setting: EstimateSetting): Promise<Estimate> {
  const prepared = await prepare(experiment, setting);
  refuse(resourcesOf(prepared, null, setting)); // a model that does not fit would take the machine down when measured
  const { shape, training, frame } = prepared;
  const speed = await speedOf({ shape, training, ...workOf(frame) }, setting);
  return assemble(prepared, speed, setting);
}

/** The estimate where this machine's speed is known already; null elsewhere. */
export async function estimateAtStart(experiment: Experiment, setting: EstimateSetting): Promise<Estimate | null> {
  const prepared = await prepare(experiment, setting);
  const { shape, training, frame } = prepared;
  const speed = knownSpeed({ shape, training, ...workOf(frame) }, setting.store);
  refuse(resourcesOf(prepared, speed, setting));
  return speed && assemble(prepared, speed, setting);
}

/** What else a trainer's speed depends on. */
function workOf({ experiment, backend }: RunFrame) {
  return { backend, ...threadsOf(experiment, backend) };
}

interface Prepared {
  readonly frame: RunFrame;
  readonly shape: ReturnType<typeof modelShape>;
  readonly training: ReturnType<typeof trainingSetting>;
  readonly loads: readonly Workload[];
}

async function prepare(experiment: Experiment, { store, backendFor }: EstimateSetting): Promise<Prepared> {
  const tokenizer = await openTokenizer(experiment.tokenizer);
  const groups = experiment.groups.map((name) => store.groups.named(name)!);
  const counted = { ...experiment, tokenizer: tokenizer.id };
  const backend = await backendOf(experiment, backendFor);
  const shards = groups.map(({ version }) => store.shards.get(version, tokenizer.id)?.key);
  const areCounted = shards.every((key) => key !== undefined);
  const frame = { experiment: counted, groups, shards: areCounted ? shards : [], tokenizer, backend };
  const known = areCounted ? knownResults(frame, store) : nothingKnown;
  return {
    frame,
    shape: modelShape(experiment, tokenizer.vocabularySize),
    training: trainingSetting(experiment),
    loads: workloadsOf(await plannedRuns(counted, groups, store), known),
  };
}

function assemble(prepared: Prepared, speed: Calibration, setting: EstimateSetting): Estimate {
  const { frame, shape, training, loads } = prepared;
  const { store, machine } = setting;
  const { experiment, groups, backend } = frame;
  const corrections = new Map(
    loads.map(({ choice, methodIndex }) => [
      methodIndex,
      correctionFor({ shape, training, ...workOf(frame) }, kindOfWork(choice), store),
    ]),
  );
  const perPass = sequencesPerPass(
    groups.map((group) => tokensOf(group, experiment, store).val),
    experiment.evaluation,
    shape.context,
  );
  const secondsOf = (load: Workload): LikelyRange => {
    if (load.isFinished) return { low: 0, high: 0 };
    const share = load.computedSteps / (load.cost.learningSteps + load.cost.finalSteps);
    const sequences = perPass * passesOf(load.cost.evaluations * share, experiment.evaluation);
    const usual = usualSeconds({ steps: load.computedSteps, sequences }, speed);
    return rangeOf(usual, speed, corrections.get(load.methodIndex));
  };
  const ranges = new Map(loads.map((load) => [load, secondsOf(load)]));
  const tokens = sum(loads.map((load) => load.computedSteps)) * training.batch * shape.context;
  const needs = needsOf(prepared, speed, setting);
  const slots = store.settings.get('slots');
  const learntFrom = Math.min(...[...corrections.values()].map(({ runs }) => runs));
  return {
    methods: [...Map.groupBy(loads, (load) => load.methodIndex).values()].map((own) =>
      methodEstimate(own, sumOfRanges(own.map((load) => ranges.get(load)!))),
    ),
    runs: loads.length,
    runsToTrain: loads.filter((load) => !load.isFinished).length,
    helperRuns: sum(loads.map(helperRunsOf)),
    steps: sum(loads.map(({ cost }) => cost.learningSteps + cost.finalSteps)),
    computedSteps: sum(loads.map((load) => load.computedSteps)),
    tokens,
    flops: tokens * trainingFlopsPerToken(shape),
    diskBytes: needs.diskBytes,
    memoryBytes: needs.trainerBytes * Math.min(slots, trainersOf(loads, slots)),
    ...machine(),
    seconds: elapsed(sumOfRanges([...ranges.values()]), trainersOf(loads, slots), learntFrom > 0),
    slots,
    learntFrom,
    backend,
    parameters: parameterCount(shape),
    epochs: groups.map((group) => ({ group: group.name, atEqualShares: epochsOver(group, experiment, store) })),
    pipeline: pipelineOf(loads),
    warnings: resourceFindings(needs, machine()).map(problemOf),
  };
}

function methodEstimate(own: readonly Workload[], seconds: LikelyRange): MethodEstimate {
  const [{ choice, label, cost, phases }] = own as [Workload];
  return {
    method: idOf({ id: choice.method.id, ...(choice.after && { after: { id: choice.after.method.id } }) }),
    label,
    cost,
    parts: phases.flatMap(({ parts }) => parts),
    askedSteps: sum(own.map((load) => load.cost.learningSteps + load.cost.finalSteps)),
    computedSteps: sum(own.map((load) => load.computedSteps)),
    seconds,
  };
}

/** How many trainers find something to do: runs, or short runs of one. */
function trainersOf(loads: readonly Workload[], slots: number): number {
  const jobs = loads.filter((load) => !load.isFinished).length;
  const trials = Math.max(0, ...loads.map(({ newTrials }) => sum(newTrials.map((list) => list.length))));
  return Math.max(1, Math.min(slots, Math.max(jobs, trials)));
}

/**
 * From trainer time to time on the clock. Trainers share the cores: before it was seen, each further one is taken to add
 * between half a trainer and a whole one. What finished runs took has the sharing in it already.
 */
function elapsed({ low, high }: LikelyRange, trainers: number, hasSharing: boolean): LikelyRange {
  return { low: low / trainers, high: high / (hasSharing ? trainers : 1 + (trainers - 1) / 2) };
}

function needsOf({ frame, shape, training, loads }: Prepared, speed: Calibration | null, setting: EstimateSetting) {
  const slots = setting.store.settings.get('slots');
  const models = Math.max(...loads.map(modelsHeld));
  const parameters = parameterCount(shape);
  const trainers = trainersOf(loads, slots);
  const toTrain = loads.filter((load) => !load.isFinished).length;
  const measured = speed === null ? 0 : speed.peakBytes + (models - 1) * parameters * 12;
  return {
    trainerBytes: Math.max(measured, expectedBytes(shape, training.batch, models)),
    trainers: toTrain === 0 ? 0 : Math.max(1, trainers - setting.busyTrainers()),
    diskBytes: toTrain * parameters * 4 + (toTrain === 0 ? 0 : trainers * neededBytes(parameters)),
    backend: frame.backend,
  };
}

function resourcesOf(prepared: Prepared, speed: Calibration | null, setting: EstimateSetting): readonly Finding[] {
  return resourceFindings(needsOf(prepared, speed, setting), setting.machine());
}

function epochsOver(group: StoredGroup, experiment: Experiment, store: Store): number {
  const { steps, batch, context } = experiment.training;
  return (steps * batch * context) / (experiment.groups.length * tokensOf(group, experiment, store).train);
}

function withWarnings(estimate: Estimate, warnings: readonly Problem[]): Estimate {
  const texts = warnings.map(({ field, message }) => `${field} ${message}`);
  return { ...estimate, warnings: warnings.filter((_warning, i) => texts.indexOf(texts[i]!) === i) };
}

function problemOf({ code: _code, ...problem }: Finding): Problem {
  return problem;
}

function sumOfRanges(ranges: readonly LikelyRange[]): LikelyRange {
  return { low: sum(ranges.map(({ low }) => low)), high: sum(ranges.map(({ high }) => high)) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
