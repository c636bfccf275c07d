/** Calls that design, check, price and start experiments. */
import type { Cost } from '#mixing/method';
import type { PhasePart } from '#mixing/plan';
import type { Experiment, ExperimentInput } from '../experiment.ts';
import type { BackendId } from '../trainer.ts';

export type ExperimentId = string;

export interface ExperimentSummary {
  readonly id: ExperimentId;
  readonly name: string;
  readonly createdAt: string;
  readonly runs: number;
  readonly finished: number;
  readonly failed: number;
}

/** Something wrong with an experiment, with the field that a form can mark. */
export interface Problem {
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
  readonly severity: 'error' | 'warning';
}

/** Where a number probably lies. */
export interface LikelyRange {
  readonly low: number;
  readonly high: number;
}

export interface MethodEstimate {
  readonly method: string;
  readonly label: string;
  /** Asked for by one run. */
  readonly cost: Cost;
  /** What the steps of one run go into, first things first. */
  readonly parts: readonly PhasePart[];
  /** For all seeds. */
  readonly askedSteps: number;
  /** Those of them that will be trained: what is stored, or shared with a method before it, is not trained again. */
  readonly computedSteps: number;
  /** Of trainer time for all seeds, seconds. */
  readonly seconds: LikelyRange;
}

/** One thing that is trained or found out, with what must be there before it. All numbers are for all seeds. */
export interface PipelineBox {
  readonly id: string;
  /** `Reference`, `Sweep`, `Final run`. */
  readonly title: string;
  /** How often: `36 short runs`, `5 runs`. */
  readonly detail: string;
  readonly kind: 'learning' | 'mixture' | 'final';
  /** Indexes of the methods that use it; several for what is shared. */
  readonly methods: readonly number[];
  /** Steps that will be trained. */
  readonly steps: number;
  /** Ids of the boxes that it waits for. */
  readonly after: readonly string[];
}

export interface Estimate {
  readonly methods: readonly MethodEstimate[];
  /** One per method and seed, and those of them that are not finished yet. */
  readonly runs: number;
  readonly runsToTrain: number;
  /** References, proxies and short runs that will be trained besides. */
  readonly helperRuns: number;
  /** Steps asked for, and those of them that will be trained. */
  readonly steps: number;
  readonly computedSteps: number;
  /** Of the steps that will be trained. */
  readonly tokens: number;
  readonly flops: number;
  /** On disk at the end, and the most at a time in memory with all trainers. */
  readonly diskBytes: number;
  readonly memoryBytes: number;
  /** What this machine has of each, now. */
  readonly freeDiskBytes: number;
  readonly freeMemoryBytes: number;
  /** From start to end with so many trainers at a time, seconds. */
  readonly seconds: LikelyRange;
  readonly slots: number;
  /** Finished runs that the time was corrected by; 0 for a measurement alone. */
  readonly learntFrom: number;
  readonly backend: BackendId;
  readonly parameters: number;
  /** Epochs over each group that equal shares would make. */
  readonly epochs: readonly { readonly group: string; readonly atEqualShares: number }[];
  readonly pipeline: readonly PipelineBox[];
  /** What does not stop it, and is worth knowing before: of the settings and of this machine. */
  readonly warnings: readonly Problem[];
}

/** What was estimated when an experiment was first started, and what it took. */
export interface EstimateReview {
  readonly estimate: Estimate;
  readonly methods: readonly {
    readonly label: string;
    readonly estimated: LikelyRange;
    /** Trainer time so far, seconds. */
    readonly tookSeconds: number;
    readonly isFinished: boolean;
  }[];
  /** Time in which something of it was trained, seconds. */
  readonly tookSeconds: number;
  readonly isFinished: boolean;
}

/** Where the spread between seeds is known from, the best there is. */
export interface SeedSpread {
  /** Standard deviation of the difference of two methods over paired seeds, nats per token. */
  readonly deviation: number;
  readonly source: 'paired' | 'seeds' | 'assumed';
  /** Differences, or runs, that it was found from. */
  readonly count: number;
  /** Names of the experiments that it was found in. */
  readonly experiments: readonly string[];
}

/** What a number of seeds can show, at 95 % confidence and 80 % power by a paired t test. Nats per token. */
export interface SeedPlan {
  readonly spread: SeedSpread;
  readonly seeds: number;
  /** Smallest difference that the planned seeds can show; null for one seed. */
  readonly visible: number | null;
  /** The same for other numbers of seeds. */
  readonly others: readonly { readonly seeds: number; readonly visible: number }[];
  /** Seeds for the difference that was wished for; null when none was, or more than a thousand. */
  readonly needed: number | null;
}

export interface ExperimentCalls {
  listExperiments(): Promise<readonly ExperimentSummary[]>;
  experiment(id: ExperimentId): Promise<Experiment>;
  /** All findings, without starting anything. */
  checkExperiment(experiment: unknown): Promise<readonly Problem[]>;
  /** Of all variants of the design together. */
  estimate(experiment: ExperimentInput): Promise<Estimate>;
  /** Null where nothing was estimated before the start. */
  estimateReview(id: ExperimentId): Promise<EstimateReview | null>;
  /** @param difference that one wishes to see, nats per token */
  planSeeds(experiment: ExperimentInput, difference?: number): Promise<SeedPlan>;
  /** Stores the experiment (same content, same id) and queues the runs it lacks. @throws Refusal for a design with variants */
  startExperiment(experiment: ExperimentInput): Promise<ExperimentSummary>;
  /** Starts each variant of a design, or the one experiment that it is. */
  startVariants(design: ExperimentInput): Promise<readonly ExperimentSummary[]>;
  removeExperiment(id: ExperimentId): Promise<void>;
}

export interface ExperimentNews {
  experimentsChanged: null;
}
