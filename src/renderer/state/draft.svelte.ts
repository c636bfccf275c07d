/**
 * The experiment that the form edits: the object of an experiment file, what the engine finds wrong with it, and what it
 * would cost. The engine keeps it in the workspace, every edit under a name, so undo reaches back over restarts.
 */
import { untrack } from 'svelte';
import type { DesignOrigin, Draft as KeptDraft, Estimate, GroupSummary, Problem } from '#contract/api';
import { differencesOf, titleOf } from '#contract/difference';
import type { Experiment } from '#contract/experiment';
import type { SlotMeasure } from '#contract/slots';
import { builtInTemplates, experimentFrom } from '#contract/templates';
import type { MethodChoice } from '#mixing/method';
import type { Engine } from './engine.ts';
import { toFailure, type Failure } from './failure.ts';
import { withRows } from './group-rows.ts';
import { formFrom, keptFrom } from './kept-form.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Memory } from './navigation.svelte.ts';

/** A first comparison: small enough to end in minutes, with the uncertainty that two seeds show. */
export function firstExperiment(groups: readonly GroupSummary[]): Experiment {
  return experimentFrom(builtInTemplates[0]!, readyNames(groups));
}

/** Names of the groups that can be trained on. */
export function readyNames(groups: readonly GroupSummary[]): readonly string[] {
  return groups.filter((group) => group.state !== 'failed' && group.isEnabled).map((group) => group.name);
}

export class Draft {
  #form: Experiment = $state(firstExperiment([]));
  #origin = $state.raw<DesignOrigin | null>(null);
  /** Whether only the settings that most people change are shown. */
  isSimple = $state(true);
  readonly problems: Loaded<readonly Problem[]>;
  readonly estimate: Loaded<Estimate | null>;
  /** Trainers side by side at this model; null where nothing was measured. */
  readonly sideBySide: Loaded<SlotMeasure | null>;
  #groups: readonly GroupSummary[] = [];
  /** What the engine has. */
  #kept: { readonly text: string; readonly form: Experiment } = { text: '', form: this.plain() };
  /** Calls under way that keep a draft: what the engine tells meanwhile is their echo. */
  #keeping = 0;
  #isTouched = false;
  #failure = $state.raw<Failure | null>(null);
  readonly #engine: Engine;
  readonly #memory: Memory;
  #folder = '';

  constructor(engine: Engine, memory: Memory) {
    this.#engine = engine;
    this.#memory = memory;
    this.problems = new Loaded<readonly Problem[]>(() => engine.call.checkExperiment(this.plain()), []);
    this.estimate = new Loaded<Estimate | null>(() => engine.call.estimate(this.plain()), null);
    this.sideBySide = new Loaded<SlotMeasure | null>(() => engine.call.slotMeasure(this.plain()), null);
    engine.on('draftChanged', (draft) => {
      if (this.#keeping === 0) this.#take(draft);
    });
  }

  get form(): Experiment {
    return this.#form;
  }
  set form(experiment: Experiment) {
    this.#form = experiment;
  }
  /** What it was cloned from; null for a design of its own. */
  get origin(): DesignOrigin | null {
    return this.#origin;
  }
  /** Why the last edit could not be kept. */
  get failure(): Failure | null {
    return this.#failure;
  }
  /** The form as text; two equal texts are the same experiment. */
  get text(): string {
    return JSON.stringify(this.#form);
  }
  /** A copy that can be sent, without the form's proxies. */
  plain(): Experiment {
    return $state.snapshot(this.#form);
  }
  get isReady(): boolean {
    return this.problems.isLoaded && !this.problems.value.some((problem) => problem.severity === 'error');
  }

  /** First finding about exactly this field, errors before warnings. */
  problemAt(field: string): Problem | undefined {
    const here = this.problems.value.filter((problem) => problem.field === field);
    return here.find((problem) => problem.severity === 'error') ?? here[0];
  }

  /** Takes up what was edited last in this workspace, or begins a first comparison of its groups. */
  async restore(folder: string, groups: readonly GroupSummary[]): Promise<void> {
    this.#folder = folder;
    this.#groups = groups;
    this.#take(await this.#engine.call.draft());
    const jotted = this.#memory.getItem(this.#key);
    const form = jotted ? formFrom(JSON.parse(jotted)) : null;
    if (form) this.#form = form;
    this.settle();
  }
  /** An untouched form follows the groups that the workspace has. */
  groupsChanged(groups: readonly GroupSummary[]): void {
    this.#groups = groups;
    if (!this.#isTouched && groups.length > 0) this.#replace(firstExperiment(groups), null);
  }
  /**
   * Puts a whole experiment into the form; undo brings the former one back.
   *
   * @param title what was done, in words that can follow "Undo"
   * @param origin what it was cloned from, to show how it comes to differ
   */
  load(experiment: Experiment, title: string, origin: DesignOrigin | null = null): void {
    this.settle();
    this.#form = experiment;
    this.#origin = origin;
    this.#keep(title);
  }

  /** Writes down what is being typed: a window that closes has no time to wait for the engine. */
  jot(): void {
    if (this.#folder) this.#memory.setItem(this.#key, this.#textToKeep() === this.#kept.text ? '' : this.text);
  }
  /** Ends an edit: it is kept under a name, and undo goes back to the state before it. */
  settle(): void {
    untrack(() => {
      if (this.#textToKeep() !== this.#kept.text) this.#keep(titleOf(differencesOf(this.#kept.form, this.plain())));
    });
  }
  /** Ends the comparison with what it was cloned from. */
  forgetOrigin(): void {
    this.load(this.plain(), 'forget the original');
  }

  /** Takes a group in or out; vectors and tables with one number per group follow. */
  toggleGroup(name: string): void {
    const index = this.#form.groups.indexOf(name);
    const at = index === -1 ? this.#form.groups.length : index;
    const known = index !== -1;
    this.#form.groups = known ? this.#form.groups.filter((other) => other !== name) : [...this.#form.groups, name];
    const fit = (row: readonly number[]) => (known ? row.toSpliced(at, 1) : row.toSpliced(at, 0, 1));
    this.#form.methods = this.#form.methods.map((choice) => withRows(choice, fit));
  }
  setMethod(index: number, choice: MethodChoice): void {
    this.#form.methods = this.#form.methods.with(index, choice);
  }
  addMethod(id: string): void {
    this.#form.methods = [...this.#form.methods, { id }];
  }
  /** Whether learning counts towards the steps, so that every method trains as many in all. */
  setEqualTotal(isEqual: boolean): void {
    this.#form.budget = isEqual ? { learning: 'included' } : { learning: 'unrestricted' };
  }
  /** What runs learn together; undefined where each learns by itself. */
  share(sharing: Experiment['sharing']): void {
    if (sharing) this.#form.sharing = sharing;
    else delete this.#form.sharing;
  }
  /** Finds out how many trainers of how many threads train this model quickest. */
  async measureSideBySide(): Promise<void> {
    this.sideBySide.set(await this.#engine.call.measureSlots(this.plain()));
  }
  /** Threads of each trainer; undefined for as many as there are cores. */
  setThreads(threads: number | undefined): void {
    if (threads === undefined) delete this.#form.threads;
    else this.#form.threads = threads;
  }
  /** The seeds 0, 1, 2 and so on. */
  setSeeds(count: number): void {
    this.#form.seeds = Array.from({ length: count }, (_, seed) => seed);
  }
  removeMethod(index: number): void {
    this.#form.methods = this.#form.methods.toSpliced(index, 1);
  }

  #take(draft: KeptDraft | null): void {
    const form = draft && formFrom(draft.form);
    this.#isTouched = form !== null;
    this.#replace(form ?? firstExperiment(this.#groups), form && draft.origin);
  }
  #replace(experiment: Experiment, origin: DesignOrigin | null): void {
    this.#form = experiment;
    this.#origin = origin;
    this.#kept = { text: this.#textToKeep(), form: experiment };
  }
  #keep(title: string): void {
    const form = this.plain();
    this.#kept = { text: this.#textToKeep(), form };
    this.#isTouched = true;
    this.#keeping++;
    this.#engine.call
      .keepDraft({ form: keptFrom(form), origin: this.#origin }, title)
      .then(
        () => {
          this.#failure = null;
          untrack(() => this.jot());
        },
        (error: unknown) => (this.#failure = toFailure(error)),
      )
      .finally(() => this.#keeping--);
  }
  get #key(): string {
    return `unkept draft ${this.#folder}`;
  }
  #textToKeep(): string {
    return `${this.text} ${this.#origin?.name ?? ''}`;
  }
}
