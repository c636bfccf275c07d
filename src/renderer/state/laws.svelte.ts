/** The laws that are shown: of which experiment, of which runs, at which step, in which form. */
import type { ExperimentId, LawSeries, RunId } from '#contract/api';
import { holding, type ProportionPoint } from '#charts/laws';
import type { Trajectory } from '#mixing/comparison';
import type { Engine } from './engine.ts';
import { drawingsOf, kindOf, roundSteps, shownLaw, type LawDrawing, type LawForm, type ShownLaw } from './law-view.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Runs } from './runs.svelte.ts';

/** Most laws side by side. */
export const mostShown = 6;

export class LawsView {
  readonly loaded: Loaded<readonly LawSeries[]>;
  /** Of the runs shown. */
  readonly trajectories: Loaded<readonly Trajectory[]>;
  /** Chosen by hand; null until then. */
  #form = $state<LawForm | null>(null);
  #experiment = $state<ExperimentId | null>(null);
  /** Runs chosen by hand; null shows one run of each method. */
  #chosen = $state.raw<readonly RunId[] | null>(null);
  /** Place of the cursor; null follows the newest round. */
  #place = $state<number | null>(null);
  readonly #runs: Runs;

  readonly shownRuns: readonly RunId[] = $derived.by(() => {
    const known = this.all.map((law) => law.run);
    return (this.#chosen ?? firstOfEachMethod(this.all)).filter((run) => known.includes(run)).slice(0, mostShown);
  });
  readonly shown: readonly ShownLaw[] = $derived.by(() =>
    this.all.filter((law) => this.shownRuns.includes(law.run)).map((law) => shownLaw(law, this.#runs.byId(law.run))),
  );
  /** As chosen; until then as measured, or normalised where methods measure different things: one scale for all. */
  readonly form: LawForm = $derived.by(() => this.#form ?? (haveOneKind(this.shown) ? 'raw' : 'normalised'));
  readonly drawings: ReadonlyMap<string, LawDrawing> = $derived.by(() => drawingsOf(this.shown, this.form));
  readonly steps: readonly number[] = $derived.by(() => roundSteps(this.shown));
  readonly place: number = $derived.by(() => Math.min(this.#place ?? Infinity, Math.max(0, this.steps.length - 1)));
  /** Step under the cursor. */
  readonly step: number = $derived.by(() => this.steps[this.place] ?? 0);

  constructor(engine: Engine, runs: Runs) {
    this.#runs = runs;
    this.loaded = new Loaded<readonly LawSeries[]>(
      () => (this.#experiment === null ? Promise.resolve([]) : engine.call.laws(this.#experiment)),
      [],
    );
    this.trajectories = new Loaded<readonly Trajectory[]>(
      () => Promise.all(this.shownRuns.map((run) => engine.call.trajectory(run))),
      [],
    );
  }

  /** Laws of the experiment that have a round at least. */
  get all(): readonly LawSeries[] {
    return this.loaded.value.filter((law) => law.rounds.length > 0);
  }

  /** Shows another experiment, or reads the same one again. @param run a run that must be among those shown */
  async open(experiment: ExperimentId | null, run: RunId | null = null): Promise<void> {
    if (experiment !== this.#experiment) {
      this.#experiment = experiment;
      this.#chosen = null;
      this.#place = null;
    }
    await this.loaded.load();
    if (
      run !== null &&
      this.#chosen === null &&
      this.all.some((law) => law.run === run) &&
      !this.shownRuns.includes(run)
    )
      this.#chosen = [run];
    await this.trajectories.load();
  }
  chooseForm(form: LawForm): void {
    this.#form = form;
  }
  drawingFor(law: ShownLaw): LawDrawing {
    return this.drawings.get(kindOf(law, this.form))!;
  }
  /** Proportions of a run from each step on, fetched when it is shown. */
  trajectoryOf(run: RunId): readonly ProportionPoint[] {
    const points = this.trajectories.value.find((trajectory) => trajectory.run === run)?.points ?? [];
    // the steps that the first round only measured are drawn with what followed
    return points.map(({ step, proportions }, index) => ({ step: index === 0 ? 0 : step, asked: proportions }));
  }
  isShown(run: RunId): boolean {
    return this.shownRuns.includes(run);
  }
  /** Shows or hides a run; the last one stays, and above six the first gives way. */
  toggle(run: RunId): void {
    const shown = this.shownRuns;
    if (!shown.includes(run)) this.#chosen = [...shown, run].slice(-mostShown);
    else if (shown.length > 1) this.#chosen = shown.filter((one) => one !== run);
    void this.trajectories.load();
  }
  /** Moves the cursor; at the last round it follows a run that still trains. */
  moveTo(place: number): void {
    const last = this.steps.length - 1;
    this.#place = place >= last ? null : Math.max(0, place);
  }
  /** Moves the cursor to the round that holds at a step. */
  moveToStep(step: number): void {
    const points = this.steps.map((one) => ({ step: one }));
    this.moveTo(this.steps.indexOf(holding(points, step)?.step ?? 0));
  }
}

function firstOfEachMethod(laws: readonly LawSeries[]): readonly RunId[] {
  return [...Map.groupBy(laws, (law) => law.method).values()].map(
    (of) => of.reduce((a, b) => (b.seed < a.seed ? b : a)).run,
  );
}

/** Whether all measure the same thing. */
function haveOneKind(laws: readonly ShownLaw[]): boolean {
  return laws.every((law) => kindOf(law, 'raw') === kindOf(laws[0]!, 'raw'));
}
