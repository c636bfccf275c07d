/** The workspace's experiments, as the engine last told. */
import type { ExperimentId, ExperimentSummary } from '#contract/api';
import type { Experiment, ExperimentInput } from '#contract/experiment';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export class Experiments {
  readonly list: Loaded<readonly ExperimentSummary[]>;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.list = new Loaded(() => engine.call.listExperiments(), []);
    engine.on('experimentsChanged', () => void this.list.load());
    engine.on('runEnded', () => void this.list.load());
  }

  get all(): readonly ExperimentSummary[] {
    return this.list.value;
  }
  byId(id: ExperimentId | null): ExperimentSummary | undefined {
    return this.all.find((experiment) => experiment.id === id);
  }

  /** The whole experiment with every default filled in. */
  async read(id: ExperimentId): Promise<Experiment> {
    return this.#engine.call.experiment(id);
  }
  /** Stores each variant of a design, or the one experiment that it is, and queues the runs they lack. */
  async start(design: ExperimentInput): Promise<readonly ExperimentSummary[]> {
    const started = await this.#engine.call.startVariants(design);
    await this.list.load();
    return started;
  }
  async remove(id: ExperimentId): Promise<void> {
    await this.#engine.call.removeExperiment(id);
    await this.list.load();
  }
}
