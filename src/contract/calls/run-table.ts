/** Calls that read all runs as one table, column by column, and that keep what people write about runs. */
import type { TableColumn } from '#base/table/cells';
import type { ColumnValues } from '#base/table/values';
import type { ExperimentId } from './experiments.ts';
import type { RunId } from './runs.ts';

/** What a person wrote about a run. */
export interface RunRemark {
  /** Empty: the run is called by its method and seed. */
  readonly name: string;
  readonly note: string;
  /** Without doubles, in order of the alphabet. */
  readonly tags: readonly string[];
}

/** Which runs there are and what is known of them; the cells are asked for by column. */
export interface RunTable {
  /** Rows, in order of creation. */
  readonly runs: readonly RunId[];
  readonly columns: readonly TableColumn[];
}

/** Where along a run a value is read: its last evaluation, its lowest, or the last one not after a step. */
export type ReadAt = 'last' | 'best' | number;

export interface RunCellsWanted {
  readonly column: string;
  /** 'last' when absent. */
  readonly at?: ReadAt;
}

export interface RunCells {
  /** One value a run, in the order of the table. */
  readonly values: ColumnValues;
  /** Steps at which they were read, where the column has steps. */
  readonly steps?: readonly (number | null)[];
}

export interface RunTags {
  readonly run: RunId;
  readonly tags: readonly string[];
}

export interface RunTableCalls {
  /** @param experiments runs of these; of the whole workspace when absent */
  runTable(experiments?: readonly ExperimentId[]): Promise<RunTable>;
  runCells(wanted: readonly RunCellsWanted[], experiments?: readonly ExperimentId[]): Promise<readonly RunCells[]>;
  /** Columns of settings and knobs in which these runs are not all alike. */
  differingSettings(runs: readonly RunId[]): Promise<readonly string[]>;

  runRemark(run: RunId): Promise<RunRemark>;
  nameRun(run: RunId, name: string): Promise<RunRemark>;
  setRunNote(run: RunId, note: string): Promise<RunRemark>;
  /** Gives each of these runs exactly these tags: one edit, however many runs. */
  tagRuns(changes: readonly RunTags[]): Promise<void>;
}

export interface RunTableNews {
  remarksChanged: { readonly runs: readonly RunId[] };
}
