/** What stands beside the curves of a run: those of the whole experiment, and the computer. Read when it is looked at. */
import type { ExperimentId, RunCurve, RunId, RunMachine } from '#contract/api';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

/** Milliseconds between two reads while runs move. */
const readEvery = 3000;

export class RunSide {
  readonly curves: Loaded<readonly RunCurve[]>;
  readonly machine: Loaded<RunMachine | null>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stops: readonly (() => void)[];
  #isLive = true;

  constructor(engine: Engine, run: RunId, experiment: ExperimentId) {
    this.curves = new Loaded(() => (experiment === '' ? Promise.resolve([]) : engine.call.runCurves(experiment)), []);
    this.machine = new Loaded<RunMachine | null>(() => engine.call.runMachine(run), null);
    this.#stops = [
      engine.on('runMoved', (moved) => {
        if (moved.experiment === experiment) this.#soon();
      }),
      engine.on('runEnded', () => this.#soon()),
    ];
  }

  async load(): Promise<void> {
    await Promise.all([this.curves.load(), this.machine.load()]);
  }
  /** Lets them stand still with the curves of the run. */
  setLive(isLive: boolean): void {
    if (isLive && !this.#isLive) void this.load();
    this.#isLive = isLive;
  }
  close(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }

  #soon(): void {
    if (this.#timer !== undefined || !this.#isLive) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.load();
    }, readEvery);
  }
}
