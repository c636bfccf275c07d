/** Measured laws of an experiment's runs, the one that is looked at, and the next one as the form describes it. */
import type {
  ExperimentId,
  LawMeasurement,
  MeasurementEstimate,
  MeasurementId,
  MeasurementInput,
  RunId,
} from '#contract/api';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export class MeasurementsView {
  readonly list: Loaded<readonly LawMeasurement[]>;
  /** What the form's measurement would cost. */
  readonly estimate: Loaded<MeasurementEstimate | null>;
  /** The form. */
  run = $state<RunId | null>(null);
  input = $state.raw<MeasurementInput>({ step: 0, sweep: 'cover' });
  #experiment = $state<ExperimentId | null>(null);
  #chosen = $state<MeasurementId | null>(null);
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.list = new Loaded<readonly LawMeasurement[]>(
      () =>
        this.#experiment === null ? Promise.resolve([]) : engine.call.lawMeasurements({ experiment: this.#experiment }),
      [],
    );
    this.estimate = new Loaded<MeasurementEstimate | null>(
      () => (this.run === null ? Promise.resolve(null) : engine.call.estimateMeasurement(this.run, this.input)),
      null,
    );
  }

  get all(): readonly LawMeasurement[] {
    return this.list.value;
  }
  /** The measurement that is looked at: the one chosen, or the last that is finished. */
  get shown(): LawMeasurement | undefined {
    return (
      this.all.find(({ id }) => id === this.#chosen) ??
      this.all.findLast(({ state }) => state === 'finished') ??
      this.all.at(-1)
    );
  }

  async open(experiment: ExperimentId | null): Promise<void> {
    if (experiment !== this.#experiment) {
      this.#chosen = null;
      this.run = null;
    }
    this.#experiment = experiment;
    await this.list.load();
  }
  choose(id: MeasurementId): void {
    this.#chosen = id;
  }
  /** Takes in what the engine tells of a measurement of these runs. */
  take(moved: LawMeasurement): void {
    const isKnown = this.all.some(({ id }) => id === moved.id);
    if (isKnown) this.list.set(this.all.map((one) => (one.id === moved.id ? moved : one)));
    else void this.list.load();
  }
  /** Queues the form's measurement; resolves when it rests. */
  async measure(): Promise<void> {
    if (this.run === null) return;
    const { id } = await this.#engine.call.measureLaw(this.run, this.input);
    this.#chosen = id;
    await this.list.load();
  }
  async stop(id: MeasurementId): Promise<void> {
    await this.#engine.call.stopMeasurement(id);
    await this.list.load();
  }
  async remove(id: MeasurementId): Promise<void> {
    await this.#engine.call.removeMeasurement(id);
    await this.list.load();
  }
  /** Goes on with one that was stopped or failed: what is done of it is kept. */
  async resume({ run, step, steps, total, sweep }: LawMeasurement): Promise<void> {
    await this.#engine.call.measureLaw(run, { step, steps, children: total, sweep });
    await this.list.load();
  }
}
