/** Calls on named views of the comparison, which the window shows and `aioli compare --view` prints. */
import type { Filter } from '#base/table/filter';
import type { Layout } from '#base/table/layout';
import type { SortKey } from '#base/table/sort';
import type { TextFormat } from '#base/table/text';
import type { ValueAt } from '#mixing/comparison';
import type { ExperimentId } from './experiments.ts';
import type { ReadAt } from './run-table.ts';

/** How the comparison is looked at: everything but the numbers. */
export interface TableView {
  /** One row a method, or one row a run. */
  readonly mode: 'methods' | 'runs';
  /** In the mode of methods one of them; in that of runs none means all. */
  readonly experiments: readonly ExperimentId[];
  readonly metric: 'perplexity' | 'loss' | 'bits-per-byte';
  /** What the columns of groups show. */
  readonly cells: 'values' | 'differences';
  /** Label of the row that others are measured against; null for the experiment's own. */
  readonly baseline: string | null;
  readonly layout: Layout;
  readonly sorting: readonly SortKey[];
  readonly filters: readonly Filter[];
  readonly search: string;
  /** Where on its run a method's value is taken; the test losses when absent. */
  readonly at?: ValueAt;
  /** Columns that runs are put together by, outermost first; in the mode of runs only. */
  readonly grouping: readonly string[];
  readonly onlyDiffering: boolean;
  /** Columns whose cells are shaded by their value. */
  readonly shaded: readonly string[];
  /** Columns that are not read at their last step. */
  readonly readAt: Readonly<Record<string, ReadAt>>;
  /** Rows that stay at the top beside the baseline: labels of methods, or ids of runs. */
  readonly pinned: readonly string[];
  /** Whether methods that cannot be compared are left out. */
  readonly onlyComparable: boolean;
}

/** Columns of the table of runs whose texts are searched for words. */
export const searchedColumns: readonly string[] = [
  'label',
  'seed',
  'state',
  'experiment',
  'name',
  'tags',
  'note',
  'method',
  'id',
];

export type ViewFormat = TextFormat;

export interface SavedView {
  readonly name: string;
  readonly view: TableView;
}

export interface ViewCalls {
  listViews(): Promise<readonly SavedView[]>;
  /** Keeps a view under a name; one that has the name already is replaced. */
  saveView(name: string, view: TableView): Promise<readonly SavedView[]>;
  renameView(from: string, to: string): Promise<readonly SavedView[]>;
  removeView(name: string): Promise<readonly SavedView[]>;
  /** What a view shows now, as text. @param experiments in place of those that the view names */
  viewTable(name: string, format: ViewFormat, experiments?: readonly ExperimentId[]): Promise<string>;
}

export interface ViewNews {
  viewsChanged: null;
}
