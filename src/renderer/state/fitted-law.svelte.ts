/** The law that is fitted to an experiment's runs: which form of it, to runs of which length. */
import type { ExperimentId, ExperimentLaw } from '#contract/api';
import type { Engine } from './engine.ts';
import { staticLaws, type Predictions } from './fitted-law.ts';
import type { Trajectory } from '#mixing/comparison';
import { Loaded } from './loaded.svelte.ts';
import { runsToDraw } from './mixture-paths.ts';
import type { Runs } from './runs.svelte.ts';

export class FittedLawView {
  readonly loaded: Loaded<ExperimentLaw | null>;
  /** Of finished runs: where their proportions went. */
  readonly trajectories: Loaded<readonly Trajectory[]>;
  predictions = $state<Predictions>('both');
  /** Index of the group whose predicted loss is drawn; null for the mean. */
  shown = $state<number | null>(null);
  #law = $state(staticLaws[0]!.id);
  #experiment = $state<ExperimentId | null>(null);
  /** Steps of the runs that are fitted; undefined for the most numerous length. */
  #steps = $state<number | undefined>(undefined);
  #fits = $state(0);

  constructor(engine: Engine, runs: Runs) {
    this.trajectories = new Loaded<readonly Trajectory[]>(
      () => Promise.all(runsToDraw(runs.ofExperiment(this.#experiment)).map(({ id }) => engine.call.trajectory(id))),
      [],
    );
    this.loaded = new Loaded<ExperimentLaw | null>(
      () =>
        this.#experiment === null
          ? Promise.resolve(null)
          : engine.call.fitLaws(
              this.#experiment,
              this.#law,
              ...(this.#steps === undefined ? [] : [{ steps: this.#steps }]),
            ),
      null,
    );
  }

  get law(): string {
    return this.#law;
  }
  /** What was fitted last, while it belongs to the experiment shown. */
  get fitted(): ExperimentLaw | null {
    const { value } = this.loaded;
    return value?.experiment === this.#experiment ? value : null;
  }
  get isFitting(): boolean {
    return this.#fits > 0;
  }

  async open(experiment: ExperimentId | null): Promise<void> {
    if (experiment !== this.#experiment) {
      this.#steps = undefined;
      this.shown = null;
    }
    this.#experiment = experiment;
    await Promise.all([this.#fit(), this.trajectories.load()]);
  }
  async choose(law: string): Promise<void> {
    this.#law = law;
    await this.#fit();
  }
  async chooseSteps(steps: number): Promise<void> {
    this.#steps = steps;
    await this.#fit();
  }

  async #fit(): Promise<void> {
    this.#fits++;
    await this.loaded.load();
    this.#fits--;
  }
}
