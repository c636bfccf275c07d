/** The curves of one run, fetched once and then grown at the end while it trains. */
import type { ProportionPoint } from '#charts/laws';
import type { RunId, RunNote, RunSeries } from '#contract/api';
import { hidesSteps, withCloseUp, type Stretch } from './close-up.ts';
import type { Engine } from './engine.ts';
import { toFailure, type Failure } from './failure.ts';

/** Spans that the training loss of a long run is summed up in; more than a chart has pixels. */
const mostColumns = 1000;

export class RunDetail {
  readonly run: RunId;
  #series = $state.raw<RunSeries | null>(null);
  #notes = $state.raw<readonly RunNote[]>([]);
  #failure = $state.raw<Failure | null>(null);
  #closeUp = $state.raw<RunSeries['train']>([]);
  #stretch: Stretch | null = null;
  readonly #shown = $derived.by(() => this.#series && withCloseUp(this.#series, this.#closeUp));
  #isFetching = false;
  #isStale = false;
  #isLive = $state(true);
  #missed = $state(0);
  readonly #engine: Engine;
  readonly #stops: readonly (() => void)[];

  constructor(engine: Engine, run: RunId) {
    this.#engine = engine;
    this.run = run;
    this.#stops = [
      engine.on('runMoved', (moved) => {
        if (moved.id === run) this.#heed(moved.step);
      }),
      engine.on('runEnded', (ended) => {
        if (ended.run === run) this.#heed();
      }),
    ];
  }

  /** null until the first answer. Where a chart is zoomed in, with every step that it can show. */
  get series(): RunSeries | null {
    return this.#shown;
  }
  get notes(): readonly RunNote[] {
    return this.#notes;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  /** Whether curves grow while the run trains. */
  get isLive(): boolean {
    return this.#isLive;
  }
  /** News that came while they did not. */
  get missed(): number {
    return this.#missed;
  }
  /** Lets curves stand still, for reading them; going on fetches what came meanwhile. */
  setLive(isLive: boolean): void {
    this.#isLive = isLive;
    this.#missed = 0;
    if (isLive) void this.load();
  }
  #heed(reached?: number): void {
    if (this.#isLive) void this.load(reached);
    else this.#missed++;
  }
  /** Stops listening; for when another run is shown. */
  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** The steps that a chart is zoomed into; null for all. */
  async lookAt(stretch: Stretch | null): Promise<void> {
    this.#stretch = stretch;
    if (stretch === null || this.#series === null || !hidesSteps(this.#series, stretch, mostColumns)) {
      this.#closeUp = [];
      return;
    }
    const [from, to] = stretch;
    try {
      const closeUp = await this.#engine.call.runCloseUp(this.run, from, to, mostColumns);
      if (this.#stretch === stretch) this.#closeUp = closeUp;
    } catch (error) {
      this.#failure = toFailure(error);
    }
  }

  /**
   * Fetches what is new. While a fetch is under way another one only marks it as stale, so that a fast run asks again
   * once and not once per step.
   *
   * @param reached the run's step now; when that lies before what is known, the run went back to a checkpoint and all
   *   is read anew, so that no curve doubles back
   */
  async load(reached?: number): Promise<void> {
    if (this.#isFetching) {
      this.#isStale = true;
      return;
    }
    this.#isFetching = true;
    try {
      const known = this.#series;
      const wentBack = known !== null && reached !== undefined && reached < lastStep(known);
      const after = known === null || wentBack ? 0 : settledStep(known);
      const [fresh, notes] = await Promise.all([
        this.#engine.call.runSeries(this.run, after, mostColumns),
        this.#engine.call.runNotes(this.run),
      ]);
      this.#series = known === null ? fresh : grown(known, fresh, after);
      this.#notes = notes;
      this.#failure = null;
      if (this.#stretch && this.#stretch[1] > after) void this.lookAt(this.#stretch);
    } catch (error) {
      this.#failure = toFailure(error);
    } finally {
      this.#isFetching = false;
    }
    if (this.#isStale) {
      this.#isStale = false;
      await this.load();
    }
  }
}

/** The series with everything after `after` replaced by what is fresh; `after` 0 replaces all. */
export function grown(known: RunSeries, fresh: RunSeries, after: number): RunSeries {
  if (after === 0) return fresh;
  const join = <P extends { readonly step: number }>(old: readonly P[], added: readonly P[]): readonly P[] => [
    ...old.filter((point) => point.step <= after),
    ...added.filter((point) => point.step > after),
  ];
  return {
    run: known.run,
    groups: fresh.groups,
    trainFrom: known.trainFrom,
    train: [...known.train.filter((point) => point.step <= fresh.trainFrom), ...fresh.train],
    validation: join(known.validation, fresh.validation),
    proportions: join(known.proportions, fresh.proportions),
  };
}

function lastStep({ train, validation, proportions }: RunSeries): number {
  return Math.max(0, ...[train, validation, proportions].map((points) => points.at(-1)?.step ?? 0));
}

/** Up to here nothing new can come: a validation at a step may be stored after that step's training loss. */
function settledStep({ train, validation, proportions }: RunSeries): number {
  return Math.min(...[train, validation, proportions].map((points) => points.at(-1)?.step ?? 0));
}

/** Proportions from the step on at which they began to hold; the engine's entries stand at the step where they ended. */
export function heldProportions({ proportions }: RunSeries): readonly ProportionPoint[] {
  return proportions.map(({ asked, drawn }, index) => ({ step: proportions[index - 1]?.step ?? 0, asked, drawn }));
}
