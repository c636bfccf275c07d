/** The menus of the comparison's grid: what can be done with a column, and with a row or cell. */
import type { TableColumn } from '#base/table/cells';
import { textFormats, type TextFormat } from '#base/table/text';
import type { Filter } from '#base/table/filter';
import type { MenuEntry } from '../../parts/popup-menu.ts';
import type { Board, BoardRow } from './board.svelte.ts';

/** What the screen does, because it asks a person or leaves the screen. */
export interface MenuActions {
  copyBlock(format: TextFormat): void;
  copyTable(format: TextFormat): void;
  copySentence(row: BoardRow): void;
  proposeFilter(column: TableColumn): void;
  askStep(column: TableColumn): void;
  explain(row: BoardRow, column: TableColumn): void;
  openRun(run: string): void;
  edit(row: BoardRow, column: TableColumn): void;
  tag(rows: readonly BoardRow[]): void;
}

const formats = (copy: (format: TextFormat) => void): readonly MenuEntry[] =>
  textFormats.map(({ id, title }) => ({ title: `As ${title}`, run: () => copy(id) }));

export function columnMenu(board: Board, column: TableColumn, actions: MenuActions): readonly MenuEntry[] {
  const { view } = board;
  const key = view.sorting.find((one) => one.column === column.id);
  const others = view.sorting.filter((one) => one !== key);
  const sort = (isDescending: boolean, adds: boolean) =>
    board.change({ sorting: [...(adds ? others : []), { column: column.id, isDescending }] });
  const place = board.columns.findIndex((placed) => placed.column.id === column.id);
  const at = view.readAt[column.id] ?? 'last';
  return [
    { title: 'Sort ascending', keys: 'Enter', isChecked: key?.isDescending === false, run: () => sort(false, false) },
    { title: 'Sort descending', isChecked: key?.isDescending === true, run: () => sort(true, false) },
    ...(others.length > 0 && !key
      ? [{ title: 'Then sort by this', keys: 'Shift Enter', run: () => sort(false, true) }]
      : []),
    ...(key ? [{ title: 'Do not sort by this', run: () => board.change({ sorting: others }) }] : []),
    { title: 'Filter…', startsGroup: true, run: () => actions.proposeFilter(column) },
    {
      title: 'Shade by value',
      isChecked: view.shaded.includes(column.id),
      isEnabled: column.kind !== 'text' && column.kind !== 'time',
      run: () => board.toggleShade(column),
    },
    ...(board.mode === 'runs' && (column.isSetting || column.kind === 'text' || column.kind === 'count')
      ? [
          {
            title: view.grouping.length > 0 ? 'Group by this below the others' : 'Group by this',
            isChecked: view.grouping.includes(column.id),
            run: () => board.toggleGrouping(column),
          },
        ]
      : []),
    ...(column.hasSteps
      ? [
          {
            title: 'Read at',
            entries: [
              { title: 'The last evaluation', isChecked: at === 'last', run: () => board.readAt(column, 'last') },
              { title: 'The lowest value', isChecked: at === 'best', run: () => board.readAt(column, 'best') },
              {
                title: typeof at === 'number' ? `Step ${String(at)}…` : 'A step…',
                isChecked: typeof at === 'number',
                run: () => actions.askStep(column),
              },
            ],
          },
        ]
      : []),
    { title: 'Hide', startsGroup: true, run: () => board.hide([column.id], true) },
    {
      title: 'Keep columns up to this one in view',
      isChecked: view.layout.frozen === place + 1,
      run: () => board.freezeUpTo(column),
    },
    { title: 'Move left', keys: 'Alt ←', isEnabled: place > 0, run: () => board.shift(column, -1) },
    {
      title: 'Move right',
      keys: 'Alt →',
      isEnabled: place < board.columns.length - 1,
      run: () => board.shift(column, 1),
    },
    { title: 'Copy the table', startsGroup: true, entries: formats((format) => actions.copyTable(format)) },
  ];
}

export function cellMenu(
  board: Board,
  row: BoardRow,
  column: TableColumn,
  chosen: readonly BoardRow[],
  actions: MenuActions,
): readonly MenuEntry[] {
  const cell = board.table?.cellOf(row, column.id);
  const value = cell?.full ?? '';
  const filter = (operator: Filter['operator']) =>
    board.change({ filters: [...board.view.filters, { column: column.id, operator, value }] });
  const run = runOf(board, row);
  const isNumber = cell?.number !== null && cell !== undefined;
  return [
    { title: 'Copy', keys: 'Ctrl C', run: () => actions.copyBlock('tsv') },
    { title: 'Copy as', entries: formats((format) => actions.copyBlock(format)) },
    { title: 'Copy the table', entries: formats((format) => actions.copyTable(format)) },
    ...('of' in row && row.depth === 0 && row.of !== board.baseline
      ? [{ title: 'Copy the difference as a sentence', run: () => actions.copySentence(row) }]
      : []),
    ...(value !== '' && row.depth === 0
      ? [
          {
            title: 'Filter',
            startsGroup: true,
            entries: [
              { title: `Only ${cell!.text}`, run: () => filter('is') },
              { title: `Without ${cell!.text}`, run: () => filter('is-not') },
              ...(isNumber
                ? [
                    { title: `At most ${cell.text}`, run: () => filter('at-most') },
                    { title: `At least ${cell.text}`, run: () => filter('at-least') },
                  ]
                : []),
            ],
          },
        ]
      : []),
    ...(row.depth === 0
      ? [{ title: 'Keep at the top', isChecked: board.isPinned(row), run: () => board.togglePin(row) }]
      : []),
    ...('of' in row
      ? [
          {
            title: 'Make it the baseline',
            isEnabled: row.of !== board.baseline,
            run: () => board.change({ baseline: row.of.key }),
          },
        ]
      : []),
    {
      title: 'Where does this come from?',
      keys: 'I',
      startsGroup: true,
      isEnabled: cell?.number !== null,
      run: () => actions.explain(row, column),
    },
    ...(run === null ? [] : [{ title: 'Show the run', keys: 'Enter', run: () => actions.openRun(run) }]),
    ...(column.isEditable && run !== null
      ? [{ title: `Edit ${column.title.toLowerCase()}`, keys: 'F2', run: () => actions.edit(row, column) }]
      : []),
    ...(board.mode === 'runs'
      ? [
          {
            title: chosen.length > 1 ? `Tag ${String(chosen.length)} chosen rows…` : 'Tag…',
            run: () => actions.tag(chosen.length > 1 ? chosen : [row]),
          },
        ]
      : []),
    ...(board.rows.some(({ below }) => below.length > 0)
      ? [
          { title: 'Open all', startsGroup: true, run: () => board.openAll(true) },
          { title: 'Close all', run: () => board.openAll(false) },
        ]
      : []),
  ];
}

/** The run that a row is; null for several. */
export function runOf(board: Board, row: BoardRow): string | null {
  if ('of' in row) return row.run?.run ?? null;
  return row.group === null ? (board.runs.table.runs[row.members[0]!] ?? null) : null;
}
