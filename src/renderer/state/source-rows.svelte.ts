/** Rows of a source's files as they stand there, a page at a time. */
import type { SourceName, SourcePreview } from '#contract/api';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export const rowsPerPage = 6;

export class SourceRows {
  readonly page: Loaded<SourcePreview | null>;
  #from = $state(0);
  #file = $state<string | undefined>(undefined);

  constructor(engine: Engine, source: () => SourceName) {
    this.page = new Loaded<SourcePreview | null>(
      () =>
        engine.call.previewSource(source(), this.#from, rowsPerPage, ...(this.#file === undefined ? [] : [this.#file])),
      null,
    );
  }

  /** 0-based row of the file that the page begins with. */
  get from(): number {
    return this.#from;
  }
  async open(): Promise<void> {
    await this.page.load();
  }
  /** Goes to a row; beyond the end, to the last page as far as it is known. */
  async turn(from: number): Promise<void> {
    const total = this.page.value?.total ?? Infinity;
    this.#from = Math.max(0, Math.min(Math.floor(from), total - 1));
    await this.page.load();
  }
  /** @param file undefined for the first */
  async choose(file: string | undefined): Promise<void> {
    this.#file = file;
    this.#from = 0;
    await this.page.load();
  }
}
