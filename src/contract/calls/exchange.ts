/** Calls that hand runs to the programs of others and read what those programs logged. */
import type { LawTable } from '#mixing/laws/fit';
import type { ExperimentId } from './experiments.ts';

export type ExchangeFormatId = 'tensorboard' | 'mlflow' | 'trackio';

/** One run as loggers know it: settings, and numbers over steps. */
export interface LoggedRun {
  readonly id: string;
  readonly name: string;
  /** Settings, as text where the program keeps only text. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly state: 'running' | 'finished' | 'failed';
  /** ISO; null where nobody wrote it down. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly metrics: readonly LoggedMetric[];
}

export interface LoggedMetric {
  /** Slashes make folders: `val/loss/law`. */
  readonly name: string;
  /** In order of step. */
  readonly points: readonly { readonly step: number; readonly value: number; readonly at: string | null }[];
}

export interface ExchangeCalls {
  /**
   * Writes every run of an experiment so that another program shows it. What is written is whole or not there.
   *
   * @param place a folder (TensorBoard, MLflow) or a file (Trackio) that is not there yet
   * @returns what was written, and how to look at it
   */
  exportRuns(
    experiment: ExperimentId,
    format: ExchangeFormatId,
    place: string,
  ): Promise<{ readonly place: string; readonly runs: number; readonly howToOpen: string }>;
  /** Reads the runs that another program logged; the workspace stays as it is. The format is told from the files. */
  readRuns(place: string): Promise<{ readonly format: ExchangeFormatId; readonly runs: readonly LoggedRun[] }>;
  /**
   * The runs that another program logged as a table that laws are fitted to: the last value of each metric (or a
   * setting) whose name begins with a prefix, by the name that follows.
   *
   * @param options.proportions prefix of shares, `proportions/` when absent
   * @param options.losses      prefix of losses in nats per token, `test/loss/` when absent
   */
  readLawTable(
    place: string,
    options?: { readonly proportions?: string; readonly losses?: string },
  ): Promise<{ readonly table: LawTable; readonly runs: readonly string[]; readonly leftOut: readonly string[] }>;
}
