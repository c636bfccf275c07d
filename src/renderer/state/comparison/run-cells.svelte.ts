/** The table of runs as the window has it: all rows, and the cells of those columns that something needed. */
import { SvelteMap } from 'svelte/reactivity';
import type { ColumnValues } from '#base/table/values';
import type { ExperimentId, ReadAt, RunCells as Cells, RunCellsWanted, RunTable } from '#contract/api';
import { toFailure, type Failure } from '../failure.ts';
import type { Engine } from '../engine.ts';

const empty: RunTable = { runs: [], columns: [] };

export class RunCells {
  #table = $state.raw<RunTable>(empty);
  #isLoaded = $state(false);
  #failure = $state.raw<Failure | null>(null);
  /** Counts how often all cells were read anew. */
  #generation = $state(0);
  readonly #cells = new SvelteMap<string, Cells>();
  /** Columns that were ever needed, by key. */
  readonly #wanted: Record<string, RunCellsWanted> = {};
  readonly #engine: Engine;
  #experiments: readonly ExperimentId[] | undefined;
  #latest = 0;
  #isAsking = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get table(): RunTable {
    return this.#table;
  }
  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  /** Read by whoever keeps what follows from cells, so that it is made again when all of them change. */
  get generation(): number {
    return this.#generation;
  }

  /** Values of a column, one a run; undefined until they have come, after `need`. */
  valuesOf(column: string, at: ReadAt = 'last'): ColumnValues | undefined {
    return this.#cells.get(keyOf(column, at))?.values;
  }
  /** Step at which the value of a run was read, where the column has steps. */
  stepOf(column: string, at: ReadAt, run: number): number | null {
    return this.#cells.get(keyOf(column, at))?.steps?.[run] ?? null;
  }

  /** Reads the rows, and again every column that was needed. @param experiments none: the whole workspace */
  async open(experiments: readonly ExperimentId[]): Promise<void> {
    const mine = ++this.#latest;
    this.#experiments = experiments.length > 0 ? experiments : undefined;
    try {
      const table = await this.#engine.call.runTable(...this.#arguments());
      const wanted = Object.values(this.#wanted);
      const cells = wanted.length > 0 ? await this.#engine.call.runCells(wanted, ...this.#arguments()) : [];
      if (mine !== this.#latest) return;
      this.#cells.clear();
      wanted.forEach(({ column, at }, i) => this.#cells.set(keyOf(column, at ?? 'last'), cells[i]!));
      this.#table = table;
      this.#failure = null;
      this.#isLoaded = true;
      this.#generation++;
      void this.#ask();
    } catch (error) {
      if (mine === this.#latest) this.#failure = toFailure(error);
    }
  }

  /** Asks for the columns that are not there yet. Calls that come together are asked as one. */
  need(columns: readonly { readonly id: string; readonly at?: ReadAt }[]): void {
    const fresh = columns.filter(({ id, at = 'last' }) => !(keyOf(id, at) in this.#wanted));
    for (const { id, at = 'last' } of fresh) this.#wanted[keyOf(id, at)] = { column: id, at };
    if (fresh.length > 0) void this.#ask();
  }

  /** Resolves when these columns are there. */
  async whole(columns: readonly { readonly id: string; readonly at: ReadAt }[]): Promise<void> {
    const missing = columns.filter(({ id, at }) => !this.#cells.has(keyOf(id, at)));
    if (missing.length === 0) return;
    const wanted = missing.map(({ id, at }) => ({ column: id, at }));
    const cells = await this.#engine.call.runCells(wanted, ...this.#arguments());
    missing.forEach(({ id, at }, i) => {
      this.#wanted[keyOf(id, at)] = wanted[i]!;
      this.#cells.set(keyOf(id, at), cells[i]!);
    });
  }
  /** Reads columns again whose values a person changed. */
  async reread(columns: readonly string[]): Promise<void> {
    const mine = this.#latest;
    const wanted = columns.map((column) => ({ column }));
    const cells = await this.#engine.call.runCells(wanted, ...this.#arguments());
    if (mine !== this.#latest) return;
    columns.forEach((column, i) => this.#cells.set(keyOf(column, 'last'), cells[i]!));
    this.#generation++;
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || !this.#isLoaded) return; // what is wanted meanwhile is asked for afterwards
    this.#isAsking = true;
    try {
      for (;;) {
        await Promise.resolve();
        const mine = this.#latest;
        const missing = Object.entries(this.#wanted).filter(([key]) => !this.#cells.has(key));
        if (missing.length === 0) return;
        const cells = await this.#engine.call.runCells(
          missing.map(([, wanted]) => wanted),
          ...this.#arguments(),
        );
        if (mine === this.#latest) missing.forEach(([key], i) => this.#cells.set(key, cells[i]!));
      }
    } catch (error) {
      this.#failure = toFailure(error);
    } finally {
      this.#isAsking = false;
    }
  }

  #arguments(): [] | [readonly ExperimentId[]] {
    return this.#experiments === undefined ? [] : [this.#experiments];
  }
}

function keyOf(column: string, at: ReadAt): string {
  return `${column}\n${String(at)}`;
}
