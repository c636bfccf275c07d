/** The Compare screen: which view of which numbers, and the table that follows from both. Long because all of it hangs together. */
import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { TableColumn } from '#base/table/cells';
import { groupedTable, type GroupedRow } from '#base/table/grouped-table';
import {
  hideColumn,
  inOrder,
  isHidden,
  moveColumn,
  placeColumns,
  resizeColumn,
  shiftColumn,
  type Layout,
  type Placed,
} from '#base/table/layout';
import { toggleSort } from '#base/table/sort';
import { flatten, type Table } from '#base/table/table';
import {
  searchedColumns,
  type ComparisonChoice,
  type ExperimentId,
  type ReadAt,
  type SavedView,
  type TableView,
} from '#contract/api';
import type { Comparison, ComparisonRow } from '#mixing/comparison';
import { methodTable, type MethodRow } from '#mixing/comparison/method-table';
import { setOf } from '../../parts/grid/grid.ts';
import type { Engine } from '../engine.ts';
import { Loaded } from '../loaded.svelte.ts';
import type { Memory } from '../navigation.svelte.ts';
import { RunCells } from './run-cells.svelte.ts';
import {
  baselinePin,
  isSameView,
  nothingRemembered,
  parseRemembered,
  plainViews,
  type Mode,
  type Remembered,
} from './view.ts';

export type BoardRow = MethodRow | GroupedRow;

/** Columns of runs that are always read: they name a run. */
const alwaysRead = [...searchedColumns, 'state'];

export class Board {
  readonly comparison: Loaded<Comparison | null>;
  readonly runs: RunCells;
  readonly saved: Loaded<readonly SavedView[]>;
  #remembered = $state.raw<Remembered>(nothingRemembered);
  #chosen = $state.raw<ReadonlySet<string>>(setOf([]));
  /** Keys of rows picked in a chart. */
  #picked = $state.raw<ReadonlySet<string>>(setOf([]));
  #differing = $state.raw<ReadonlySet<string> | null>(null);
  readonly #open = new SvelteSet<string>();
  readonly #engine: Engine;
  readonly #memory: Memory;
  #folder = '';
  #experiment = $state<ExperimentId | null>(null);

  readonly view: TableView = $derived(this.#remembered.views[this.#remembered.mode]);
  /** Experiments whose methods are compared. */
  readonly compared: readonly ExperimentId[] = $derived.by(() => {
    if (this.#experiment === null) return [];
    const { experiments } = this.#remembered.views.methods;
    return experiments.includes(this.#experiment) ? experiments : [this.#experiment];
  });
  readonly baseline: ComparisonRow | undefined = $derived.by(() => {
    const comparison = this.comparison.value;
    return comparison?.rows.find(({ key }) => key === comparison.baselineKey);
  });
  readonly table: Table<BoardRow> | null = $derived.by(() => {
    const { view } = this;
    if (view.mode === 'methods') {
      const comparison = this.comparison.value;
      return comparison && methodTable(comparison, view);
    }
    if (!this.runs.isLoaded || this.runs.generation === 0) return null;
    const { runs: keys, columns } = this.runs.table;
    const valuesOf = (column: string) => this.runs.valuesOf(column, view.readAt[column]);
    return groupedTable({ keys, columns, valuesOf, searched: searchedColumns }, view);
  });
  readonly columns: readonly Placed<TableColumn>[] = $derived.by(() => {
    const { onlyDiffering, layout, readAt } = this.view;
    return placeColumns(
      this.table?.columns ?? [],
      layout,
      ({ id, isSetting }) => !onlyDiffering || !isSetting || (this.#differing?.has(id) ?? false),
    ).map((placed) => ({ ...placed, column: withPlace(placed.column, readAt[placed.column.id]) }));
  });
  readonly #pinnedKeys: ReadonlySet<string> = $derived(
    setOf(this.view.pinned.map((key) => (key === baselinePin ? (this.baseline?.key ?? '') : key))),
  );
  /** Outermost rows; only those that were picked, when some were. */
  readonly outermost: readonly BoardRow[] = $derived.by(() => {
    const rows = this.table?.rows ?? [];
    return this.#picked.size > 0 ? rows.filter(({ key }) => this.#picked.has(key)) : rows;
  });
  /** Rows that stay at the top. An open one moves among the others with what is below it, which could fill the table. */
  readonly pinned: readonly BoardRow[] = $derived.by(() =>
    this.#pinnedKeys.size > 0 ? this.outermost.filter((row) => this.isPinned(row) && !this.isOpen(row)) : [],
  );
  readonly rows: readonly BoardRow[] = $derived.by(() => {
    const free = this.pinned.length > 0 ? this.outermost.filter((row) => !this.pinned.includes(row)) : this.outermost;
    return flatten(free, (row) => this.isOpen(row));
  });
  readonly name: string | null = $derived(this.#remembered.names[this.#remembered.mode]);
  /** The saved view that is shown, when it is there still. */
  readonly savedView: SavedView | null = $derived.by(
    () => this.saved.value.find(({ name }) => name === this.name) ?? null,
  );
  readonly isChanged: boolean = $derived(this.savedView !== null && !isSameView(this.savedView.view, this.view));

  constructor(engine: Engine, memory: Memory) {
    this.#engine = engine;
    this.#memory = memory;
    this.runs = new RunCells(engine);
    this.runs.need(alwaysRead.map((id) => ({ id })));
    this.saved = new Loaded<readonly SavedView[]>(() => engine.call.listViews(), []);
    this.comparison = new Loaded<Comparison | null>(
      () => (this.compared.length === 0 ? Promise.resolve(null) : engine.call.comparisonOf(this.choice)),
      null,
    );
  }

  get mode(): Mode {
    return this.#remembered.mode;
  }
  get chosen(): ReadonlySet<string> {
    return this.#chosen;
  }
  /** What is compared, as the engine is asked. */
  get choice(): ComparisonChoice {
    const { baseline, at } = this.#remembered.views.methods;
    return {
      experiments: this.compared,
      ...(baseline === null ? {} : { baseline }),
      ...(at === undefined ? {} : { at }),
    };
  }

  /** Takes up what was last looked at in this workspace. */
  restore(folder: string): void {
    if (folder === this.#folder) return;
    this.#folder = folder;
    this.#remembered = parseRemembered(this.#memory.getItem(this.#key));
  }
  async showExperiment(experiment: ExperimentId | null): Promise<void> {
    if (experiment !== this.#experiment) {
      const wasOther = this.#experiment !== null;
      this.#experiment = experiment;
      if (wasOther) {
        this.#open.clear();
        this.choose(setOf([]));
        this.pick([]);
        this.comparison.set(null);
        this.#put({ ...this.#remembered.views.methods, baseline: null, experiments: [] });
      }
    }
    await this.comparison.load();
  }
  async load(): Promise<void> {
    await (this.mode === 'methods' ? this.comparison.load() : this.runs.open(this.view.experiments));
  }

  setMode(mode: Mode): void {
    this.choose(setOf([]));
    this.pick([]);
    this.#remember({ ...this.#remembered, mode });
  }
  /** Changes the view. What only the engine can answer is asked anew. */
  change(to: Partial<TableView>): void {
    const before = this.view;
    this.#put({ ...before, ...to });
    const asks = (['experiments', 'baseline', 'at'] as const).some(
      (field) => field in to && to[field] !== before[field],
    );
    if (asks) void this.load();
  }
  reset(): void {
    const { experiments } = this.view;
    this.change({ ...plainViews[this.mode], experiments });
    this.#remember({ ...this.#remembered, names: { ...this.#remembered.names, [this.mode]: null } });
  }

  sort(column: TableColumn, adds: boolean): void {
    this.change({ sorting: toggleSort(this.view.sorting, column.id, adds) });
  }
  move(column: TableColumn, before: TableColumn | null): void {
    this.#lay((columns, layout) => moveColumn(columns, layout, column.id, before?.id ?? null));
  }
  shift(column: TableColumn, by: -1 | 1): void {
    this.#lay((columns, layout) => shiftColumn(columns, layout, column.id, by));
  }
  resize(column: TableColumn, width: number): void {
    this.#lay((columns, layout) => resizeColumn(columns, layout, column.id, width));
  }
  hide(ids: readonly string[], hides: boolean): void {
    this.#lay((columns, layout) => ids.reduce((all, id) => hideColumn(columns, all, id, hides), layout));
  }
  /** Keeps the columns up to this one in view; none when it is the last of them already. */
  freezeUpTo(column: TableColumn): void {
    const count = this.columns.findIndex((placed) => placed.column.id === column.id) + 1;
    this.#lay((_columns, layout) => ({ ...layout, frozen: layout.frozen === count ? 0 : count }));
  }
  titleOf(column: string): string {
    return this.table?.columns.find(({ id }) => id === column)?.title ?? column;
  }
  isColumnHidden(column: TableColumn): boolean {
    return isHidden(column, this.view.layout);
  }
  /** All columns in order, also hidden ones. */
  get everyColumn(): readonly TableColumn[] {
    return inOrder(this.table?.columns ?? [], this.view.layout);
  }
  toggleShade(column: TableColumn): void {
    this.change({ shaded: toggled(this.view.shaded, column.id) });
  }
  toggleGrouping(column: TableColumn): void {
    this.change({ grouping: toggled(this.view.grouping, column.id) });
  }
  readAt(column: TableColumn, at: ReadAt): void {
    this.change({ readAt: { ...this.view.readAt, [column.id]: at } });
  }

  isPinned(row: BoardRow): boolean {
    return row.depth === 0 && this.#pinnedKeys.has(row.key);
  }
  togglePin(row: BoardRow): void {
    const key = row.key === this.baseline?.key && this.mode === 'methods' ? baselinePin : row.key;
    this.change({ pinned: toggled(this.view.pinned, key) });
  }
  isOpen(row: BoardRow): boolean {
    return this.#open.has(row.key);
  }
  toggle(row: BoardRow): void {
    if (!this.#open.delete(row.key)) this.#open.add(row.key);
  }
  openAll(opens: boolean): void {
    this.#open.clear();
    const each = (rows: readonly BoardRow[]): void => {
      for (const row of rows) {
        if (row.below.length === 0) continue;
        this.#open.add(row.key);
        each(row.below);
      }
    };
    if (opens) each(this.table?.rows ?? []);
  }
  get picked(): ReadonlySet<string> {
    return this.#picked;
  }
  /** Keeps only these rows, or all when there are none. */
  pick(keys: readonly string[]): void {
    this.#picked = setOf(keys);
  }
  choose(keys: ReadonlySet<string>): void {
    this.#chosen = keys;
  }

  /** Asks for the cells that the grid draws and the order depends on; in the mode of runs only. */
  show(ids: readonly string[]): void {
    if (this.mode !== 'runs') return;
    const { sorting, filters, grouping, readAt } = this.view;
    const ordering = [...sorting, ...filters].map(({ column }) => column);
    untrack(() => this.runs.need([...ids, ...ordering, ...grouping].map((id) => ({ id, at: readAt[id] ?? 'last' }))));
  }
  /** Learns which settings differ among the runs shown. */
  async findDiffering(): Promise<void> {
    const rows = this.table?.rows ?? [];
    if (this.mode === 'methods') {
      const settings = (this.table?.columns ?? []).filter(({ isSetting }) => isSetting);
      const differs = ({ id }: TableColumn) =>
        rows.some((row) => this.table!.valueOf(row, id) !== this.table!.valueOf(rows[0]!, id));
      this.#differing = setOf(settings.filter(differs).map(({ id }) => id));
      return;
    }
    const runs = rows.flatMap((row) => ('members' in row ? row.members.map((i) => this.runs.table.runs[i]!) : []));
    this.#differing = setOf(await this.#engine.call.differingSettings(runs));
  }

  async saveAs(name: string): Promise<void> {
    this.saved.set(await this.#engine.call.saveView(name, this.view));
    this.#call(name.replaceAll(/\s+/g, ' ').trim());
  }
  async rename(to: string): Promise<void> {
    if (this.savedView === null) return;
    this.saved.set(await this.#engine.call.renameView(this.savedView.name, to));
    this.#call(to.replaceAll(/\s+/g, ' ').trim());
  }
  async remove(): Promise<void> {
    if (this.savedView === null) return;
    this.saved.set(await this.#engine.call.removeView(this.savedView.name));
    this.#call(null);
  }
  apply({ name, view }: SavedView): void {
    const whole = { ...plainViews[view.mode], ...view };
    const { views, names } = this.#remembered;
    this.#remember({
      mode: view.mode,
      views: { ...views, [view.mode]: whole },
      names: { ...names, [view.mode]: name },
    });
    this.choose(setOf([]));
    void this.load();
  }

  #call(name: string | null): void {
    this.#remember({ ...this.#remembered, names: { ...this.#remembered.names, [this.mode]: name } });
  }
  #lay(make: (columns: readonly TableColumn[], layout: Layout) => Layout): void {
    if (this.table) this.change({ layout: make(this.table.columns, this.view.layout) });
  }
  #put(view: TableView): void {
    this.#remember({ ...this.#remembered, views: { ...this.#remembered.views, [view.mode]: view } });
  }
  #remember(to: Remembered): void {
    this.#remembered = to;
    if (this.#folder) this.#memory.setItem(this.#key, JSON.stringify(to));
  }
  get #key(): string {
    return `compare ${this.#folder}`;
  }
}

function toggled(all: readonly string[], one: string): readonly string[] {
  return all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
}

/** Says in its title where along a run a column is read, when not at its last evaluation. */
function withPlace(column: TableColumn, at: ReadAt = 'last'): TableColumn {
  if (!column.hasSteps || at === 'last') return column;
  return { ...column, title: `${column.title}, ${at === 'best' ? 'lowest' : `step ${String(at)}`}` };
}
