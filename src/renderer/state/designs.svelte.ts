/** Templates of the workspace, what a design's seeds can show, and what is known about one experiment of the list. */
import type { EstimateReview, ExperimentId, RunSummary, SeedPlan, Template } from '#contract/api';
import type { Experiment } from '#contract/experiment';
import type { Draft } from './draft.svelte.ts';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export class Designs {
  readonly templates: Loaded<readonly Template[]>;
  readonly seedPlan: Loaded<SeedPlan | null>;
  readonly review: Loaded<EstimateReview | null>;
  readonly notes: Loaded<string>;
  /** Difference that one wishes to see, nats per token; null for none. */
  wished = $state<number | null>(null);
  #opened = $state<ExperimentId | null>(null);
  readonly #engine: Engine;

  constructor(engine: Engine, draft: Draft) {
    this.#engine = engine;
    this.templates = new Loaded<readonly Template[]>(() => engine.call.templates(), []);
    this.seedPlan = new Loaded<SeedPlan | null>(
      () => engine.call.planSeeds(draft.plain(), this.wished ?? undefined),
      null,
    );
    this.review = new Loaded<EstimateReview | null>(() => engine.call.estimateReview(this.#opened ?? ''), null);
    this.notes = new Loaded<string>(() => engine.call.experimentNotes(this.#opened ?? ''), '');
    engine.on('templatesChanged', () => void this.templates.load());
    engine.on('experimentNotesChanged', ({ experiment, text }) => {
      if (experiment === this.#opened) this.notes.set(text);
    });
    engine.on('runEnded', () => {
      if (this.#opened !== null) void this.review.load();
    });
  }

  /** The experiment of the list whose notes and times are shown; null for none. */
  get opened(): ExperimentId | null {
    return this.#opened;
  }
  async open(id: ExperimentId | null): Promise<void> {
    this.#opened = id;
    this.notes.set('');
    this.review.set(null);
    if (id !== null) await Promise.all([this.notes.load(), this.review.load()]);
  }
  async setNotes(text: string): Promise<void> {
    if (this.#opened !== null) await this.#engine.call.setExperimentNotes(this.#opened, text);
  }

  /** Keeps the settings of an experiment, without its groups and name. */
  async saveTemplate(name: string, experiment: Experiment): Promise<void> {
    const { groups: _groups, name: _name, format: _format, ...design } = experiment;
    await this.#engine.call.saveTemplate(name, design);
  }
  async removeTemplate(name: string): Promise<void> {
    await this.#engine.call.removeTemplate(name);
  }

  /** Puts an experiment into the form, to change a field and run again; the difference is shown from here on. */
  async cloneExperiment(id: ExperimentId, draft: Draft): Promise<void> {
    const experiment = await this.#engine.call.experiment(id);
    const name = `${experiment.name}, again`;
    draft.load({ ...experiment, name }, `clone ${experiment.name}`, { name: experiment.name, experiment });
  }
  /** Puts the settings of one run into the form: its method and seed alone. */
  async cloneRun({ experiment: id, label, seed, choice }: RunSummary, draft: Draft): Promise<void> {
    const whole = await this.#engine.call.experiment(id);
    const experiment = { ...whole, methods: [choice], seeds: [seed] };
    const name = `${label}, seed ${seed}, of ${whole.name}`;
    draft.load({ ...experiment, name: `${whole.name}, ${label}` }, `clone ${name}`, { name, experiment });
  }
}
