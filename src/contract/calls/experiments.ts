/** Calls that design, check, price and start experiments. */
import type { Cost } from '#mixing/method';
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

export interface MethodEstimate {
  readonly method: string;
  readonly label: string;
  readonly cost: Cost;
  /** For all seeds, seconds. */
  readonly seconds: { readonly low: number; readonly high: number };
}

export interface Estimate {
  readonly methods: readonly MethodEstimate[];
  readonly runs: number;
  readonly steps: number;
  readonly tokens: number;
  readonly flops: number;
  readonly checkpointBytes: number;
  readonly peakBytes: number;
  readonly seconds: { readonly low: number; readonly high: number };
  readonly backend: BackendId;
  readonly parameters: number;
  /** Epochs over each group that equal shares would make. */
  readonly epochs: readonly { readonly group: string; readonly atEqualShares: number }[];
}

export interface ExperimentCalls {
  listExperiments(): Promise<readonly ExperimentSummary[]>;
  experiment(id: ExperimentId): Promise<Experiment>;
  /** All findings, without starting anything. */
  checkExperiment(experiment: unknown): Promise<readonly Problem[]>;
  estimate(experiment: ExperimentInput): Promise<Estimate>;
  /** Stores the experiment (same content, same id) and queues the runs it lacks. */
  startExperiment(experiment: ExperimentInput): Promise<ExperimentSummary>;
  removeExperiment(id: ExperimentId): Promise<void>;
}

export interface ExperimentNews {
  experimentsChanged: null;
}
