/** Long tasks of the engine that are under way: reading text, tokenising, fetching sample packages. */
import type { EngineNews } from '#contract/api';
import type { Engine } from './engine.ts';

export type Task = EngineNews['taskMoved'];

export class Tasks {
  #running = $state.raw<readonly Task[]>([]);

  constructor(engine: Engine) {
    engine.on('taskMoved', (moved) => {
      const others = this.#running.filter((task) => task.task !== moved.task);
      this.#running = moved.isFinished ? others : [...others, moved];
    });
  }

  get running(): readonly Task[] {
    return this.#running;
  }
  /** Forgets all: the engine that ran them is gone. */
  clear(): void {
    this.#running = [];
  }
}
