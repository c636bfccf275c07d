/** Calls on this computer and on models as files. */
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
}
