/** The laws that are shown: of which methods and files, at which moment, and what of them is compared. */
import { Refusal } from '#base/refusal';
import type { ExperimentId, LawMeasurement, LawSeries, OverlapReport, RunId } from '#contract/api';
import type { ProportionPoint } from '#charts/laws';
import type { Trajectory } from '#mixing/comparison';
import type { LawRead } from '#mixing/laws/law-file';
import type { Matrix } from '#mixing/method';
import type { Engine } from './engine.ts';
import { panelMinus, panelMinusMeasured, panelSince, type Difference, type DifferencePanel } from './law-difference.ts';
import { orderOf } from './law-order.ts';
import { mirrorsOf, sharedTextOf } from './law-overlap.ts';
import {
  kindOf,
  filePanel,
  methodPanel,
  overlapId,
  overlapPanel,
  reordered,
  type LawForm,
  type LawPanel,
  type NamedSource,
} from './law-panel.ts';
import { LawSettings } from './law-settings.svelte.ts';
import { extended, lastRounds, sourcesOf } from './law-series.ts';
import { drawingsOf, indexAt, timelineOf, type LawDrawing, type Timeline } from './law-view.ts';
import { Loaded } from './loaded.svelte.ts';
import { meanTrajectory } from './mean-trajectory.ts';
import type { Groups } from './groups.svelte.ts';
import type { Memory } from './navigation.svelte.ts';
import type { Runs } from './runs.svelte.ts';

/** Most laws side by side. */
export const mostShown = 6;

/** A matrix, or several over time, that a person put beside. */
export interface LawFile {
  readonly id: string;
  readonly name: string;
  readonly read: LawRead;
}

interface Parts {
  readonly engine: Engine;
  readonly runs: Runs;
  readonly groups: Groups;
  readonly memory: Memory;
}

export class LawsView {
  readonly settings: LawSettings;
  readonly loaded: Loaded<readonly LawSeries[]>;
  readonly measurements: Loaded<readonly LawMeasurement[]>;
  /** Of the runs shown. */
  readonly trajectories: Loaded<readonly Trajectory[]>;
  /** What is known of how the groups' texts overlap. */
  readonly overlap: Loaded<OverlapReport | null>;
  /** Tokens that a step of this experiment's runs sees. */
  readonly tokensPerStep: Loaded<number>;
  #experiment = $state<ExperimentId | null>(null);
  /** Experiment of the laws that were read last. */
  #readOf = $state<ExperimentId | null>(null);
  /** Panels chosen by hand; null shows the first ones. */
  #chosen = $state.raw<readonly string[] | null>(null);
  /** The seed shown of a method; absent for the mean of all. */
  #seeds = $state.raw<Readonly<Record<string, number>>>({});
  #files = $state.raw<readonly LawFile[]>([]);
  #difference = $state<Difference>('none');
  /** Panel that is taken away from the others. */
  #other = $state<string | null>(null);
  /** Place that counts as 'then'. */
  #then = $state<number | null>(null);
  /** Place of the cursor; null follows the newest round. */
  #place = $state<number | null>(null);
  readonly #parts: Parts;

  /** The methods of the experiment that estimate a law, in its order; each of a method's variants by itself. */
  readonly sources: readonly NamedSource[] = $derived.by(() =>
    sourcesOf(this.all, ({ run, method }) => this.#parts.runs.byId(run)?.label ?? method),
  );
  /** What could be shown: methods, then files. */
  readonly choices: readonly { readonly id: string; readonly title: string; readonly method: string }[] = $derived.by(
    () => [
      ...this.sources.map(({ id, method, label }) => ({ id, title: label, method })),
      ...this.#files.map(({ id, name }) => ({ id, title: name, method: id })),
      ...(this.sharedText ? [{ id: overlapId, title: 'Overlap of texts', method: overlapId }] : []),
    ],
  );
  readonly shownIds: readonly string[] = $derived.by(() => {
    const known = this.choices.map(({ id }) => id);
    return (this.#chosen ?? known.filter((id) => id !== overlapId))
      .filter((id) => known.includes(id))
      .slice(0, mostShown);
  });
  /** As chosen; until then as measured, or normalised where methods measure different things: one scale for all. */
  readonly form: LawForm = $derived.by(() => this.settings.form ?? (this.#haveOneKind ? 'raw' : 'normalised'));
  readonly #inExperimentOrder: readonly LawPanel[] = $derived.by(() => this.#panelsIn(this.form));
  readonly order: readonly number[] = $derived.by(() =>
    orderOf(this.settings.order, this.#inExperimentOrder, this.#parts.groups.all),
  );
  /** The laws themselves, in the order of groups that is chosen. */
  readonly laws: readonly LawPanel[] = $derived.by(() =>
    this.#inExperimentOrder.map((panel) => reordered(panel, this.order)),
  );
  readonly #lawTime: Timeline = $derived.by(() => timelineOf(this.laws, this.settings.axis, this.tokensPerStep.value));
  /** What is drawn: the laws, or what differs. */
  readonly panels: readonly (LawPanel | DifferencePanel)[] = $derived.by(() => this.#differences());
  readonly timeline: Timeline = $derived.by(() =>
    timelineOf(this.panels, this.settings.axis, this.tokensPerStep.value),
  );
  readonly drawings: ReadonlyMap<string, LawDrawing> = $derived.by(() =>
    drawingsOf(this.panels, this.form, this.difference === 'none' ? this.settings.limits : {}),
  );
  readonly index: number = $derived.by(() =>
    this.#place === null ? Math.max(0, this.timeline.places.length - 1) : indexAt(this.timeline.places, this.#place),
  );
  /** Where the cursor stands on the axis. */
  readonly place: number = $derived.by(() => this.timeline.places[this.index] ?? 0);

  constructor(parts: Parts) {
    this.#parts = parts;
    this.settings = new LawSettings(parts.memory);
    const { engine } = parts;
    this.loaded = new Loaded<readonly LawSeries[]>(() => this.#readLaws(), []);
    this.measurements = new Loaded<readonly LawMeasurement[]>(
      () =>
        this.#experiment === null ? Promise.resolve([]) : engine.call.lawMeasurements({ experiment: this.#experiment }),
      [],
    );
    this.overlap = new Loaded<OverlapReport | null>(() => engine.call.knownOverlap(), null);
    this.tokensPerStep = new Loaded<number>(async () => {
      if (this.#experiment === null) return 1;
      const { batch, context } = (await engine.call.experiment(this.#experiment)).training;
      return batch * context;
    }, 1);
    this.trajectories = new Loaded<readonly Trajectory[]>(
      () => Promise.all(this.#shownRuns.map((run) => engine.call.trajectory(run))),
      [],
    );
  }

  /** Laws of the experiment that have a round at least. */
  get all(): readonly LawSeries[] {
    return this.isRead ? this.loaded.value.filter((law) => law.rounds.length > 0) : [];
  }
  /** Whether the laws of this experiment have been read. */
  get isRead(): boolean {
    return this.loaded.isLoaded && this.#readOf === this.#experiment;
  }
  get files(): readonly LawFile[] {
    return this.#files;
  }
  get isFollowing(): boolean {
    return this.#place === null;
  }
  get difference(): Difference {
    return this.#difference;
  }
  get other(): string | null {
    return this.#other;
  }
  get then(): number {
    return this.#then ?? this.#lawTime.places[0] ?? 0;
  }
  /** Panels that a panel can be compared with entry by entry. */
  canTakeAway(id: string): boolean {
    const [one, ...rest] = this.laws.filter((panel) => panel.id !== id);
    const other = this.laws.find((panel) => panel.id === id);
    return one !== undefined && other !== undefined && [one, ...rest].some(({ kind }) => kind === other.kind);
  }
  get hasMeasurements(): boolean {
    return this.measurements.value.some(({ A, own }) => A !== null && own !== null);
  }

  /** Shows another experiment, or reads the same one again. @param run a run whose method must be among those shown */
  async open(experiment: ExperimentId | null, run: RunId | null = null): Promise<void> {
    if (experiment !== this.#experiment) {
      this.#experiment = experiment;
      this.#chosen = null;
      this.#seeds = {};
      this.#files = [];
      this.#difference = 'none';
      this.#other = null;
      this.#then = null;
      this.#place = null;
    }
    await Promise.all([this.loaded.load(), this.measurements.load(), this.tokensPerStep.load(), this.overlap.load()]);
    const wanted = this.sources.find(({ series }) => series.some((law) => law.run === run))?.id;
    if (wanted !== undefined && this.#chosen === null && !this.shownIds.includes(wanted)) this.#chosen = [wanted];
    await this.trajectories.load();
  }

  isShown(id: string): boolean {
    return this.shownIds.includes(id);
  }
  /** Shows or hides a panel; the last one stays, and above six the first gives way. */
  toggle(id: string): void {
    const shown = this.shownIds;
    if (!shown.includes(id)) this.#chosen = [...shown, id].slice(-mostShown);
    else if (shown.length > 1) this.#chosen = shown.filter((one) => one !== id);
    void this.trajectories.load();
  }
  seedOf(method: string): number | null {
    return this.#seeds[method] ?? null;
  }
  /** @param seed null for the mean of all */
  chooseSeed(method: string, seed: number | null): void {
    const others = Object.entries(this.#seeds).filter(([one]) => one !== method);
    this.#seeds = Object.fromEntries(seed === null ? others : [...others, [method, seed] as const]);
    void this.trajectories.load();
  }
  /**
   * Puts a matrix, or several over time, beside the methods.
   *
   * @throws Refusal `matrix_invalid` when it is of another number of groups, or of other groups
   */
  addFile(name: string, read: LawRead): void {
    const groups = this.#groups;
    const size = read.estimates[0]?.matrix.length ?? 0;
    const strange = read.groups?.find((group) => !groups.includes(group));
    if (size !== groups.length || strange !== undefined)
      throw new Refusal(
        'matrix_invalid',
        strange === undefined
          ? `${name} is of ${String(size)} groups, this experiment of ${String(groups.length)}.`
          : `${name} speaks of "${strange}", which is no group of this experiment.`,
        { file: name, remedy: `Save it over ${groups.join(', ')}, in this order.` },
      );
    const id = `file ${String(this.#files.length + 1)}`;
    this.#files = [...this.#files, { id, name, read }];
    if (!this.isShown(id)) this.toggle(id);
  }
  removeFile(id: string): void {
    this.#files = this.#files.filter((file) => file.id !== id);
    if (this.#chosen) this.#chosen = this.#chosen.filter((one) => one !== id);
  }
  compare(difference: Difference, other: string | null = this.#other): void {
    this.#difference = difference;
    this.#other =
      difference === 'minus' ? (other ?? this.laws.find(({ id }) => this.canTakeAway(id))?.id ?? null) : other;
  }
  /** Takes the cursor's place as 'then'. */
  rememberPlace(): void {
    this.#then = this.place;
  }

  drawingFor(panel: LawPanel): LawDrawing {
    return this.drawings.get(panel.kind)!;
  }
  /** Mean proportions of a panel's runs from each step on, fetched when it is shown. */
  trajectoryOf(panel: LawPanel): readonly ProportionPoint[] {
    const runs = panel.seeds.map(({ run }) => run);
    const mean = meanTrajectory(this.trajectories.value.filter(({ run }) => runs.includes(run)));
    return mean.map(({ step, proportions }) => ({ step, asked: this.order.map((i) => proportions[i] ?? 0) }));
  }
  /** Moves the cursor by places; at the last round it follows a run that still trains. */
  moveTo(index: number): void {
    const last = this.timeline.places.length - 1;
    this.#place = index >= last ? null : (this.timeline.places[Math.max(0, index)] ?? null);
  }

  /** What the groups' texts share, in the experiment's order; null when unknown. */
  get sharedText(): Matrix | null {
    return sharedTextOf(this.overlap.value, this.#groups);
  }
  /** How far each law at the cursor mirrors that; empty while it is not shown. */
  get mirrors(): ReturnType<typeof mirrorsOf> {
    return mirrorsOf(this.laws, this.#lawTime, this.place);
  }
  get #groups(): readonly string[] {
    return this.all[0]?.groups ?? [];
  }
  get #shownRuns(): readonly RunId[] {
    return this.#inExperimentOrder.flatMap(({ seeds }) => seeds.flatMap(({ run }) => run ?? []));
  }
  get #haveOneKind(): boolean {
    const runOf = (run: RunId) => this.#parts.runs.byId(run);
    const sources = this.sources.filter((source) => this.shownIds.includes(source.id));
    const kinds = sources.map((source) => kindOf(source, 'raw', runOf));
    const others = this.shownIds.length - sources.length;
    return others === 0 ? kinds.every((kind) => kind === kinds[0]) : others + kinds.length === 1;
  }
  #panelsIn(form: LawForm): readonly LawPanel[] {
    const runOf = (run: RunId) => this.#parts.runs.byId(run);
    return this.choices
      .filter(({ id }) => this.shownIds.includes(id))
      .flatMap(({ id }) => {
        const source = this.sources.find((one) => one.id === id);
        if (source) return [methodPanel(source, form, this.seedOf(id), runOf)];
        if (id === overlapId && this.sharedText) return [overlapPanel(this.#groups, this.sharedText, form)];
        const file = this.#files.find((one) => one.id === id);
        return file ? [filePanel(id, file.name, this.#groups, inOrderOf(this.#groups, file.read), form)] : [];
      });
  }
  #differences(): readonly (LawPanel | DifferencePanel)[] {
    const { laws } = this;
    if (this.#difference === 'then') return laws.map((panel) => panelSince(this.#lawTime, panel, this.then));
    if (this.#difference === 'measured')
      return laws.flatMap((panel) => panelMinusMeasured(panel, this.measurements.value, this.form, this.order) ?? []);
    const other = this.#difference === 'minus' ? laws.find(({ id }) => id === this.#other) : undefined;
    if (!other) return laws;
    return laws
      .filter((panel) => panel !== other && panel.kind === other.kind)
      .map((panel) => panelMinus(this.#lawTime, panel, other));
  }
  /** Reads what is new: rounds that are known are not sent again. */
  async #readLaws(): Promise<readonly LawSeries[]> {
    const experiment = this.#experiment;
    if (experiment === null) return [];
    const before = this.isRead ? this.loaded.value : [];
    const found = await this.#parts.engine.call.laws(experiment, lastRounds(before));
    if (experiment === this.#experiment) this.#readOf = experiment;
    return extended(before, found);
  }
}

/** Matrices of a file in the order of the experiment's groups. */
function inOrderOf(groups: readonly string[], { groups: named, estimates }: LawRead): LawRead['estimates'] {
  if (!named) return estimates;
  const order = groups.map((group) => named.indexOf(group));
  return estimates.map((one) => ({ ...one, matrix: order.map((i) => order.map((j) => one.matrix[i]![j]!)) }));
}
