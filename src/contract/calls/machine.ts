/** Calls on this computer and on models as files. */
import type { ExperimentInput } from '../experiment.ts';
import type { PrecisionCheck } from '../precision-check.ts';
import type { SlotMeasure } from '../slots.ts';
import type { BackendId, BackendState, VerifyReport } from '../trainer.ts';
import type { RunId } from './runs.ts';

export interface DoctorReport {
  readonly version: string;
  readonly node: string;
  readonly electron: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskFreeBytes: number;
  readonly workspace: string;
  readonly sqlite: string;
  readonly backends: readonly BackendState[];
  /** What was measured in this workspace of trainers side by side, newest first. */
  readonly slots: readonly SlotMeasure[];
  /** Where bfloat16 was compared with float32 in this workspace, newest first. */
  readonly precisions: readonly PrecisionCheck[];
  /** What set-up recorded, in words; remedies for what is missing. */
  readonly findings: readonly {
    readonly part: string;
    readonly ok: boolean;
    readonly detail: string;
    readonly remedy: string;
  }[];
}

export interface BenchResult {
  readonly preset: string;
  readonly backend: BackendId;
  readonly batch: number;
  readonly context: number;
  readonly parameters: number;
  readonly tokensPerSecond: number;
  /** Median seconds per step. */
  readonly secondsPerStep: number;
}

export interface MachineCalls {
  doctor(): Promise<DoctorReport>;
  /** Writes a finished run's model as a Hugging Face folder. */
  exportModel(run: RunId, folder: string): Promise<void>;
  /** Per-group test losses of a Hugging Face folder on this workspace's groups. */
  evaluateModel(
    folder: string,
    tokenizer: string,
    groups?: readonly string[],
    /** Largest number of sequences per group; that of an experiment's run, in its groups' order, gives the run's losses. */
    sequences?: number,
  ): Promise<{ readonly groups: readonly string[]; readonly losses: readonly number[] }>;
  verify(folder: string, backend: BackendId | 'auto'): Promise<VerifyReport>;
  /** Tokens per second of a preset on a backend, from `steps` measured steps. */
  bench(preset: string, backend: BackendId | 'auto', steps: number): Promise<BenchResult>;
  /**
   * Trains the experiment's model with few trainers of many threads and many of few, two minutes at most; kept for the
   * workspace. Progress comes as `taskMoved` of the task `slots`. @throws Refusal `runs_training`, `task_cancelled`
   */
  measureSlots(experiment: ExperimentInput): Promise<SlotMeasure>;
  /** What was measured for this experiment's model; null when nothing was. */
  slotMeasure(experiment: ExperimentInput): Promise<SlotMeasure | null>;
  slotMeasures(): Promise<readonly SlotMeasure[]>;
  /**
   * Trains the experiment's model on its groups from the same seeds in float32 and in bfloat16; kept for the workspace.
   * Progress comes as `taskMoved` of the task `precision`. 300 steps and three seeds unless given.
   *
   * @throws Refusal `precision_unavailable`, `runs_training`, `task_cancelled`
   */
  checkPrecision(
    experiment: ExperimentInput,
    options?: { readonly steps?: number; readonly seeds?: number },
  ): Promise<PrecisionCheck>;
  precisionChecks(): Promise<readonly PrecisionCheck[]>;
}
