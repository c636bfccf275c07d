/**
 * The experiment that the form edits: the object of an experiment file, what the engine finds wrong with it, what it
 * would cost, and every state it has been in. It stays while other screens are shown and is kept per workspace.
 */
import { untrack } from 'svelte';
import type { Estimate, GroupSummary, Problem } from '#contract/api';
import { experimentSchema, type Experiment } from '#contract/experiment';
import type { KnobValue, MethodChoice } from '#mixing/method';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Memory } from './navigation.svelte.ts';

/** Groups that a first comparison takes: more make a run long before they make it interesting. */
const fewGroups = 3;

/** A first comparison: small enough to end in minutes, with the uncertainty that two seeds show. */
export function firstExperiment(groups: readonly GroupSummary[]): Experiment {
  const ready = groups.filter((group) => group.state !== 'failed').map((group) => group.name);
  return experimentSchema.parse({
    format: 1,
    name: 'First comparison',
    groups: ready.length === 0 ? ['-'] : ready.slice(0, fewGroups),
    training: { steps: 300 },
    evaluation: { points: 10, sequences: 32 },
    seeds: [0, 1],
    methods: [{ id: 'stratified' }, { id: 'aioli', preset: 'small' }],
  });
}

export class Draft {
  #form: Experiment = $state(firstExperiment([]));
  /** Whether only the settings that most people change are shown. */
  isSimple = $state(true);
  readonly problems: Loaded<readonly Problem[]>;
  readonly estimate: Loaded<Estimate | null>;
  #past = $state.raw<readonly string[]>([]);
  #future = $state.raw<readonly string[]>([]);
  #recorded = '';
  #key = '';
  #isTouched = $state(false);
  readonly #memory: Memory;

  constructor(engine: Engine, memory: Memory) {
    this.#memory = memory;
    this.problems = new Loaded<readonly Problem[]>(() => engine.call.checkExperiment(this.plain()), []);
    this.estimate = new Loaded<Estimate | null>(() => engine.call.estimate(this.plain()), null);
  }

  get form(): Experiment {
    return this.#form;
  }
  set form(experiment: Experiment) {
    this.#form = experiment;
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
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** First finding about exactly this field, errors before warnings. */
  problemAt(field: string): Problem | undefined {
    const here = this.problems.value.filter((problem) => problem.field === field);
    return here.find((problem) => problem.severity === 'error') ?? here[0];
  }

  /** Takes up what was edited last in this workspace, or begins a first comparison of its groups. */
  restore(folder: string, groups: readonly GroupSummary[]): void {
    this.#key = `draft ${folder}`;
    const kept = parseExperiment(this.#memory.getItem(this.#key));
    this.#isTouched = kept !== null;
    this.#replace(kept ?? firstExperiment(groups));
    this.#past = [];
    this.#future = [];
  }
  /** An untouched form follows the groups that the workspace has. */
  groupsChanged(groups: readonly GroupSummary[]): void {
    if (!this.#isTouched && groups.length > 0) this.#replace(firstExperiment(groups));
  }
  /** Puts a whole experiment into the form; undo brings the former one back. */
  load(experiment: Experiment): void {
    this.#form = experiment;
    this.settle();
  }

  /** Ends an edit: from here undo goes back to the state before it. */
  settle(text = this.text): void {
    untrack(() => {
      if (text === this.#recorded) return;
      this.#past = [...this.#past, this.#recorded];
      this.#future = [];
      this.#recorded = text;
      this.#isTouched = true;
      this.#keep();
    });
  }
  undo(): void {
    this.settle();
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.#recorded];
    this.#replace(JSON.parse(before) as Experiment);
    this.#keep();
  }
  redo(): void {
    const after = this.#future.at(-1);
    if (after === undefined) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.#recorded];
    this.#replace(JSON.parse(after) as Experiment);
    this.#keep();
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
  removeMethod(index: number): void {
    this.#form.methods = this.#form.methods.toSpliced(index, 1);
  }

  #replace(experiment: Experiment): void {
    this.#form = experiment;
    this.#recorded = JSON.stringify(experiment);
  }
  #keep(): void {
    if (this.#key) this.#memory.setItem(this.#key, this.#recorded);
  }
}

/** An experiment from stored text, null when it is none. */
function parseExperiment(text: string | null): Experiment | null {
  if (text === null) return null;
  try {
    return experimentSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // only a hand-edited store can hold this; the form then starts anew
  }
}

/** The choice with every vector and every row of a table changed by `fit`. */
function withRows(choice: MethodChoice, fit: (row: readonly number[]) => readonly number[]): MethodChoice {
  const change = (value: KnobValue): KnobValue => {
    if (!Array.isArray(value)) return value;
    const rows = value as readonly (number | readonly number[])[];
    return rows.every((row) => typeof row === 'number') ? fit(rows) : (rows as readonly number[][]).map(fit);
  };
  const { knobs, after } = choice;
  return {
    ...choice,
    ...(knobs && { knobs: Object.fromEntries(Object.entries(knobs).map(([name, value]) => [name, change(value)])) }),
    ...(after && { after: withRows(after, fit) }),
  };
}
