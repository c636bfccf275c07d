/** One group from near: a page of its documents, rows of its files, its versions, and the files that were not taken. */
import type { DocumentPreview, GroupId, GroupVersion, RejectedFile } from '#contract/api';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';
import { SourceRows } from './source-rows.svelte.ts';

interface Page {
  readonly total: number;
  readonly documents: readonly DocumentPreview[];
}

export const documentsPerPage = 8;

export class Preview {
  readonly page: Loaded<Page>;
  readonly rejected: Loaded<readonly RejectedFile[]>;
  /** The newest first. */
  readonly versions: Loaded<readonly GroupVersion[]>;
  /** Rows of the files as they stand there; read when they are asked for. */
  readonly rows: SourceRows;
  #from = $state(0);

  constructor(engine: Engine, group: GroupId) {
    this.page = new Loaded<Page>(() => engine.call.previewDocuments(group, this.#from, documentsPerPage), {
      total: 0,
      documents: [],
    });
    this.rejected = new Loaded<readonly RejectedFile[]>(() => engine.call.rejectedFiles(group), []);
    this.versions = new Loaded<readonly GroupVersion[]>(() => engine.call.groupVersions(group), []);
    this.rows = new SourceRows(engine, () => ({ group }));
  }

  /** Index of the first document of the page. */
  get from(): number {
    return this.#from;
  }
  async open(): Promise<void> {
    await Promise.all([this.page.load(), this.rejected.load(), this.versions.load()]);
  }
  async turn(from: number): Promise<void> {
    const last = Math.floor((Math.max(1, this.page.value.total) - 1) / documentsPerPage) * documentsPerPage;
    this.#from = Math.min(Math.max(0, from), last);
    await this.page.load();
  }
}
