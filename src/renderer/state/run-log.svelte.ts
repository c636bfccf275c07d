/** What the engine said about each run since the window opened. The newest lines are kept. */
import type { EngineNews, RunId } from '#contract/api';
import type { Engine } from './engine.ts';

export type LogLine = EngineNews['logged'];

/** Lines kept over all runs. */
export const linesKept = 2000;

export class RunLog {
  #lines = $state.raw<readonly LogLine[]>([]);

  constructor(engine: Engine) {
    engine.on('logged', (line) => {
      this.#lines = [...this.#lines.slice(1 - linesKept), line];
    });
  }

  /** Lines of one run, oldest first. */
  of(run: RunId): readonly LogLine[] {
    return this.#lines.filter((line) => line.run === run);
  }
}
