/** What a view of the comparison shows, written down: the same rows, columns and order as in the window. */
import { groupedTable } from '#base/table/grouped-table';
import { placeColumns } from '#base/table/layout';
import { flatten, textTableOf, type Table, type TableRow } from '#base/table/table';
import { writeText } from '#base/table/text';
import type { ColumnValues } from '#base/table/values';
import {
  searchedColumns,
  type ComparisonCalls,
  type ExperimentId,
  type TableView,
  type ViewFormat,
} from '#contract/api';
import { methodTable } from '#mixing/comparison/method-table';
import type { RunTableSource } from '../run-table/run-table.ts';

export interface ViewSources extends RunTableSource {
  readonly comparisonOf: ComparisonCalls['comparisonOf'];
}

/** @param experiments in place of those that the view names */
export async function writeView(
  view: TableView,
  format: ViewFormat,
  sources: ViewSources,
  experiments: readonly ExperimentId[],
): Promise<string> {
  if (view.mode === 'methods') {
    const comparison = await sources.comparisonOf({
      experiments,
      ...(view.baseline === null ? {} : { baseline: view.baseline }),
      ...(view.at === undefined ? {} : { at: view.at }),
    });
    return written(methodTable(comparison, view), view, format);
  }
  const chosen = experiments.length > 0 ? experiments : undefined;
  const { runs, columns } = await sources.runTable(chosen);
  const ids = columns.map(({ id }) => id);
  const cells = await sources.runCells(
    ids.map((column) => ({ column, at: view.readAt[column] ?? 'last' })),
    chosen,
  );
  const values = new Map<string, ColumnValues>(ids.map((id, i) => [id, cells[i]!.values]));
  const source = { keys: runs, columns, valuesOf: (id: string) => values.get(id), searched: searchedColumns };
  const table = groupedTable(source, view);
  const shown = new Set(table.rows.flatMap(({ members }) => members));
  const differing = new Set(await sources.differingSettings(runs.filter((_, i) => shown.has(i))));
  return written(table, view, format, differing);
}

function written<Row extends TableRow>(
  table: Table<Row>,
  { layout, onlyDiffering, mode }: TableView,
  format: ViewFormat,
  differing?: ReadonlySet<string>,
): string {
  const columns = placeColumns(
    table.columns,
    layout,
    ({ id, isSetting }) => !(onlyDiffering && differing && isSetting) || differing.has(id),
  ).map(({ column }) => column);
  // groups of runs are written with their runs below; methods without their seeds, as the window opens them
  const rows = flatten(table.rows, () => mode === 'runs');
  return writeText(textTableOf(table, rows, columns, format === 'csv' || format === 'tsv' ? 'full' : 'shown'), format);
}
