/** What undo and redo would do now, and doing it. The engine keeps the edits; the native menu shows their names. */
import type { EditHistory } from '#contract/api';
import type { Engine, Shell } from './engine.ts';

export class History {
  #value = $state.raw<EditHistory>({ undo: null, redo: null });
  readonly #engine: Engine;
  readonly #shell: Shell;

  constructor(engine: Engine, shell: Shell) {
    this.#engine = engine;
    this.#shell = shell;
    engine.on('historyMoved', (history) => this.#take(history));
  }

  get value(): EditHistory {
    return this.#value;
  }
  async load(): Promise<void> {
    this.#take(await this.#engine.call.history());
  }
  async undo(): Promise<void> {
    this.#take(await this.#engine.call.undo());
  }
  async redo(): Promise<void> {
    this.#take(await this.#engine.call.redo());
  }

  #take(history: EditHistory): void {
    this.#value = history;
    void this.#shell.call.nameEdits(history.undo, history.redo);
  }
}
