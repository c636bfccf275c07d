/** What was removed and can still be put back. */
import type { TrashedItem, TrashName } from '#contract/api';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export class Trash {
  readonly list: Loaded<readonly TrashedItem[]>;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.list = new Loaded(() => engine.call.listTrash(), []);
  }

  /** Bytes that emptying it would free. */
  get bytes(): number {
    return this.list.value.reduce((sum, item) => sum + item.bytes, 0);
  }
  async restore({ kind, id }: TrashName): Promise<void> {
    await this.#engine.call.restoreTrashed({ kind, id });
    await this.list.load();
  }
  /** Removes for good; all of it unless named. */
  async empty(items?: readonly TrashName[]): Promise<{ readonly removed: number; readonly bytes: number }> {
    const done = await this.#engine.call.emptyTrash(items?.map(({ kind, id }) => ({ kind, id })));
    await this.list.load();
    return done;
  }
}
