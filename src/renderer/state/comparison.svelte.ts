/** The comparison that is shown: of which experiment, against which baseline, by which measure, in which order. */
import { SvelteSet } from 'svelte/reactivity';
import type { ExperimentId, TableFormat } from '#contract/api';
import type { Comparison, ComparisonRow } from '#mixing/comparison';
import {
  baselineOf,
  columnsOf,
  sorted,
  type Columns,
  type GroupCells,
  type Metric,
  type Sorting,
} from './comparison-table.ts';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export class ComparisonView {
  readonly loaded: Loaded<Comparison | null>;
  metric = $state<Metric>('perplexity');
  cells = $state<GroupCells>('values');
  #experiment = $state<ExperimentId | null>(null);
  #baseline = $state<string | null>(null);
  #sorting = $state.raw<Sorting | null>(null);
  readonly #expanded = new SvelteSet<string>();
  readonly #engine: Engine;

  readonly baseline: ComparisonRow | undefined = $derived.by(() =>
    this.data === null ? undefined : baselineOf(this.data, this.#baseline),
  );
  readonly columns: Columns | null = $derived.by(() =>
    this.data === null ? null : columnsOf(this.data, this.baseline, this.metric, this.cells),
  );
  readonly rows: readonly ComparisonRow[] = $derived.by(() => {
    if (this.data === null || this.columns === null) return [];
    const { headlines, difference, groups } = this.columns;
    return sorted(this.data.rows, [...headlines, difference, ...groups], this.#sorting);
  });

  constructor(engine: Engine) {
    this.#engine = engine;
    this.loaded = new Loaded<Comparison | null>(
      () =>
        this.#experiment === null
          ? Promise.resolve(null)
          : engine.call.comparison(this.#experiment, ...(this.#baseline === null ? [] : [this.#baseline])),
      null,
    );
  }

  get data(): Comparison | null {
    return this.loaded.value;
  }
  get sorting(): Sorting | null {
    return this.#sorting;
  }

  /** Shows another experiment, with its own default baseline. */
  async open(experiment: ExperimentId | null): Promise<void> {
    if (experiment !== this.#experiment) {
      this.#experiment = experiment;
      this.#baseline = null;
      this.#expanded.clear();
      this.loaded.set(null);
    }
    await this.loaded.load();
  }
  async measureAgainst(label: string): Promise<void> {
    this.#baseline = label;
    await this.loaded.load();
  }
  /** Ascending, then descending, then the order of the experiment. */
  sortBy(column: string): void {
    if (this.#sorting?.by !== column) this.#sorting = { by: column, isDescending: false };
    else this.#sorting = this.#sorting.isDescending ? null : { by: column, isDescending: true };
  }
  isExpanded(row: ComparisonRow): boolean {
    return this.#expanded.has(row.label);
  }
  toggle(row: ComparisonRow): void {
    if (!this.#expanded.delete(row.label)) this.#expanded.add(row.label);
  }
  /** The table as text, by the engine's writers, so that it is the same as the command line's. */
  async table(format: TableFormat): Promise<string> {
    if (this.#experiment === null) return '';
    const baseline = this.#baseline === null ? {} : { baseline: this.#baseline };
    return this.#engine.call.comparisonTable(this.#experiment, format, { metric: this.metric, ...baseline });
  }
}
