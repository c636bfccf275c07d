/**
 * What a data-mixing method is: a generator of asks. It never trains anything itself; it asks, in plain data, and a
 * conductor answers from a stored transcript, from a trainer, or from a synthetic world with a known law.
 *
 * Reading order: this file, methods/stratified.ts, methods/aioli.ts, conduct.ts, compose.ts.
 */
import type { Random } from '#base/random';
import type { RefusalCode } from '#base/refusal';

/** A point of the simplex, one share per group in the user's order: every entry >= 0, the sum is 1. */
export type Proportions = readonly number[];
/** Mean loss per group in nats per token, in group order. */
export type Losses = readonly number[];
/** Rows are the evaluated group, columns the group trained on; positive means training on the column lowers the row's loss. */
export type Matrix = readonly (readonly number[])[];

/** Which model of a run an ask is about: 0 is the first one created. */
export type ModelNumber = number;

/** How a batch is divided among groups (spec of methods, section 3.2). */
export type Splitter = 'multinomial' | 'exactCarry';

/** Makes a freshly initialised model with its own optimiser and data stream. `steps` is the length of its schedule. */
export interface CreateAsk {
  readonly ask: 'create';
  /** What the model is for; the subject is the one that is judged in the end. */
  readonly role: 'subject' | 'reference' | 'proxy';
  readonly steps: number;
  readonly seed: number;
}
export interface Created {
  readonly model: ModelNumber;
}

/** Trains `steps` optimiser steps at `proportions`; advances schedule, data cursors and step counter. */
export interface TrainAsk {
  readonly ask: 'train';
  readonly model: ModelNumber;
  readonly proportions: Proportions;
  readonly steps: number;
  /** Overrides the experiment's splitter for this segment. */
  readonly splitter?: Splitter;
  /** Loss weights per group applied to the batch that the last probe of this model drew; then `steps` must be 1. */
  readonly lossWeights?: readonly number[];
  /** Set when the segment only perturbs the mixture to measure its effect: the steps count, the trajectory of p does not show it. */
  readonly isMeasuring?: true;
}
export interface Trained {
  /** Sequences really drawn per group over the segment. */
  readonly counts: readonly number[];
  /** Mean training loss per group over the segment, weighted by sequences; null for a group that was not drawn. */
  readonly losses: readonly (number | null)[];
}

/** Mean validation loss per group, no change of state. A method cannot name the test set. */
export interface EvaluateAsk {
  readonly ask: 'evaluate';
  readonly model: ModelNumber;
  /** Share of the validation sequences to use, in (0, 1]; 1 when absent. */
  readonly fraction?: number;
  /** Which random subset, when `fraction` < 1: same number, same subset. */
  readonly subset?: number;
}
export interface Evaluated {
  readonly losses: Losses;
}

/**
 * Draws one training batch at `proportions` without stepping, and measures it. The batch is kept, so that the next
 * `train` of this model with `lossWeights` steps on exactly this batch.
 */
export interface ProbeAsk {
  readonly ask: 'probe';
  readonly model: ModelNumber;
  readonly proportions: Proportions;
  /** Also the losses of this frozen model on the same batch (DoReMi). */
  readonly reference?: ModelNumber;
  /** Also how far each token's loss lies above the reference's, clipped at 0 token by token (DoReMi). Needs `reference`. */
  readonly tokenExcess?: true;
  /** Also inner products of each present group's clipped gradient with the clipped validation gradient (DoGE). */
  readonly gradients?: {
    readonly validationSequences: number;
    /** Also with the clipped gradient of each group's validation sequences alone. */
    readonly perGroup?: true;
  };
}
export interface Probed {
  readonly counts: readonly number[];
  readonly losses: readonly (number | null)[];
  readonly referenceLosses?: readonly (number | null)[];
  /** Mean over a group's tokens of max(loss - reference loss, 0); null where absent. */
  readonly tokenExcess?: readonly (number | null)[];
  /** <clip(g_i), clip(g_val)> per group, 0 where absent. */
  readonly alignments?: readonly number[];
  /** ||clip(g_i)|| per group, 0 where absent. */
  readonly gradientNorms?: readonly number[];
  /** What clipping leaves of each group's gradient: min(1, clip / ||g_i||), 1 where absent. */
  readonly gradientScales?: readonly number[];
  /** Entry (i, j): <clip(g_val,i), clip(g_j)>; 0 where a group is absent. With `perGroup` only. */
  readonly alignmentMatrix?: Matrix;
  /** Learning rate that the next step will use. */
  readonly learningRate: number;
}

/**
 * What optimiser steps on each group alone would lower each validation loss by, to first order: steps and losses follow
 * gradients taken where the model stands. No change of state.
 */
export interface SlopesAsk {
  readonly ask: 'slopes';
  readonly model: ModelNumber;
  /** Steps that the falls are over. */
  readonly steps: number;
  /** Sequences of each group whose gradients are taken, of validation and of training text. */
  readonly sequences: number;
  /** Which random ones: same number, same sequences. */
  readonly subset: number;
}
export interface Slopes {
  /** Entry (i, j): fall of group i's validation loss, nats per token, after the steps on group j alone. */
  readonly falls: Matrix;
}

/** Short independent runs from scratch at fixed proportions, judged on validation. Equal trials are computed once. */
export interface TrialsAsk {
  readonly ask: 'trials';
  readonly trials: readonly { readonly proportions: Proportions; readonly steps: number; readonly seed: number }[];
}
export interface Tried {
  /** One entry per trial: validation losses before the first and after the last step. */
  readonly trials: readonly { readonly start: Losses; readonly losses: Losses }[];
}

/** Something worth keeping for charts and analysis: 'A', 'Abar', 'p', 'beta', 'warning', ... */
export interface NoteAsk {
  readonly ask: 'note';
  readonly name: string;
  readonly round: number;
  readonly value: NoteValue;
}
export type NoteValue = number | string | readonly number[] | Matrix;

export type Ask = CreateAsk | TrainAsk | EvaluateAsk | ProbeAsk | SlopesAsk | TrialsAsk | NoteAsk;
export type Answer = Created | Trained | Evaluated | Probed | Slopes | Tried | null;

/** The answer that belongs to an ask. */
export type AnswerTo<A extends Ask> = A extends CreateAsk
  ? Created
  : A extends TrainAsk
    ? Trained
    : A extends EvaluateAsk
      ? Evaluated
      : A extends ProbeAsk
        ? Probed
        : A extends SlopesAsk
          ? Slopes
          : A extends TrialsAsk
            ? Tried
            : null;

/** A conversation: yields asks, is sent answers, returns a result. */
export type Asks<Result> = Generator<Ask, Result, Answer>;

// The asks as functions, so that a method reads like its paper: `const { losses } = yield* evaluate(model)`.

export function* create(role: CreateAsk['role'], steps: number, seed: number): Asks<ModelNumber> {
  const answer = (yield { ask: 'create', role, steps, seed }) as Created;
  return answer.model;
}

export function* train(
  model: ModelNumber,
  proportions: Proportions,
  steps: number,
  options: Pick<TrainAsk, 'splitter' | 'lossWeights' | 'isMeasuring'> = {},
): Asks<Trained> {
  return (yield { ask: 'train', model, proportions, steps, ...options }) as Trained;
}

export function* evaluate(model: ModelNumber, options: Pick<EvaluateAsk, 'fraction' | 'subset'> = {}): Asks<Losses> {
  return ((yield { ask: 'evaluate', model, ...options }) as Evaluated).losses;
}

export function* probe(
  model: ModelNumber,
  proportions: Proportions,
  options: Pick<ProbeAsk, 'reference' | 'tokenExcess' | 'gradients'> = {},
): Asks<Probed> {
  return (yield { ask: 'probe', model, proportions, ...options }) as Probed;
}

export function* slopes(model: ModelNumber, options: Pick<SlopesAsk, 'steps' | 'sequences' | 'subset'>): Asks<Slopes> {
  return (yield { ask: 'slopes', model, ...options }) as Slopes;
}

export function* trials(list: TrialsAsk['trials']): Asks<Tried['trials']> {
  return ((yield { ask: 'trials', trials: list }) as Tried).trials;
}

export function* note(name: string, round: number, value: NoteValue): Asks<void> {
  yield { ask: 'note', name, round, value };
}

/** What a method may know of its run before it starts. */
export interface Setting {
  readonly groups: readonly GroupFacts[];
  /** Steps that the method may train the subject; for the second part of a composition, what is left. */
  readonly steps: number;
  /** Steps of the whole run, which is the length of the schedule. */
  readonly totalSteps: number;
  /** Sequences per batch. */
  readonly batch: number;
  /** Tokens per sequence; absent where nothing is really read, and then no group can run short. */
  readonly context?: number;
  /** Sequences per group in a full validation pass; absent where nothing is really read. */
  readonly validationSequences?: number;
  readonly seed: number;
  /** Steps that the run may spend on learning proportions besides the final run; absent when unrestricted. */
  readonly learningBudget?: number;
  /** Where an earlier phase of a composition ended; absent when there was none. */
  readonly prior?: Proportions;
  /** What methods and seeds of an experiment learn together; absent where each run learns by itself, as published. */
  readonly sharing?: Sharing;
}

/** Learning that is done once for several runs. A method that stands before another one learns what it would learn alone. */
export interface Sharing {
  /** Steps of each run of a sweep, where all sweeps train at the mixtures of one sequence (methods/common-sweep.ts). */
  readonly sweepSteps?: number;
  /** Seed of everything that is learned before the final run, where that is learned once for all seeds. */
  readonly learningSeed?: number;
}

export interface GroupFacts {
  readonly name: string;
  /** Training tokens available. */
  readonly tokens: number;
}

/** One knob, declared once: form, flag, check, help and docs come from here. */
export type Knob = NumberKnob | ChoiceKnob | FlagKnob | VectorKnob | TableKnob;
interface KnobFacts {
  /** Two or three words for a form. */
  readonly label: string;
  /** One or two plain sentences. */
  readonly help: string;
  /** Symbol of the paper, if it has one. */
  readonly symbol?: string;
  /** 'simple' knobs are always shown; the rest behind "all settings". */
  readonly level: 'simple' | 'all';
  /** Came after runs of the method were stored: at its default it is no part of what a run is known by. */
  readonly isLater?: true;
}
export interface NumberKnob extends KnobFacts {
  readonly type: 'number' | 'integer';
  readonly default: number;
  /** Closed range of allowed values. */
  readonly range: readonly [number, number];
  /** 'steps', 'rounds', 'share', or 'none' when the number is pure. */
  readonly unit: string;
}
export interface ChoiceKnob extends KnobFacts {
  readonly type: 'choice';
  readonly default: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}
export interface FlagKnob extends KnobFacts {
  readonly type: 'flag';
  readonly default: boolean;
}
/** One number per group, in group order; null means "not given". */
export interface VectorKnob extends KnobFacts {
  readonly type: 'vector';
  readonly default: null;
  /** The numbers are shares of what is trained on: only their ratios count, so a form edits them as one mixture. */
  readonly isMixture?: boolean;
}
/** Rows of group numbers: one per round, per mixture, or per group for a matrix; null means "not given". */
export interface TableKnob extends KnobFacts {
  readonly type: 'table';
  readonly default: null;
  /** Name of the choice knob that declares what the rows of a matrix are: 'evaluated' or 'trained'. */
  readonly rowsKnob?: string;
}

export type KnobTable = Readonly<Record<string, Knob>>;
export type KnobValue = number | string | boolean | readonly number[] | Matrix | null;
export type KnobValues = Readonly<Record<string, KnobValue>>;

/** The values that a method's code sees, typed from its table. */
export type KnobsOf<T extends KnobTable> = { readonly [K in keyof T]: ValueOf<T[K]> };
type ValueOf<K extends Knob> = K extends NumberKnob
  ? number
  : K extends FlagKnob
    ? boolean
    : K extends VectorKnob
      ? readonly number[] | null
      : K extends TableKnob
        ? Matrix | null
        : string;

/** Training and evaluation that a method asks for, in steps and in full validation passes. */
export interface Cost {
  /** Steps besides the final run: reference, proxy, sweep, graph. */
  readonly learningSteps: number;
  /** Steps of the final run that are spent on measuring (Aioli's perturbations); they are part of the final run. */
  readonly measuringSteps: number;
  readonly finalSteps: number;
  /** Full validation passes beyond the experiment's own evaluation points; a fraction counts as that share. */
  readonly evaluations: number;
}

/** A finding about settings, before anything runs. */
export interface Complaint {
  /** Name of the knob at fault, '' for the whole. */
  readonly knob: string;
  readonly message: string;
  readonly remedy: string;
  /** A warning does not stop the run; an error when absent. */
  readonly severity?: 'error' | 'warning';
  /** Code of the refusal that an error becomes; `knob_invalid` when absent. */
  readonly code?: RefusalCode;
}

/** A kind of training that a method does before the final run. */
export type LearningPart = 'reference' | 'proxy' | 'sweep' | 'graph';

interface MethodFacts<T extends KnobTable> {
  readonly id: string;
  readonly title: string;
  /** Source, e.g. 'Chen et al. 2024'. */
  readonly paper: string;
  /** One or two sentences for someone who has not read the paper. */
  readonly summary: string;
  readonly knobs: T;
  /** Named sets of knob values; what a preset leaves out keeps its default. */
  readonly presets: Readonly<Record<string, { readonly title: string; readonly knobs: Partial<KnobsOf<T>> }>>;
  /** Findings beyond each knob's own range, e.g. steps that do not fit. */
  complaints(setting: Setting, knobs: KnobsOf<T>): readonly Complaint[];
  /** What the learning steps are spent on, in equal parts; absent when there are none. */
  readonly learnsBy?: readonly LearningPart[];
  /** What an entry of the matrices noted as 'A' measures; absent where it is nats over the steps of one measurement. */
  readonly lawUnit?: string;
  /** What `cost` computes, in words and the symbols of the knobs. */
  readonly costFormula: string;
  cost(setting: Setting, knobs: KnobsOf<T>): Cost;
}

/** Finds proportions first; the subject is then trained at them, unchanging. */
export interface OfflineMethod<T extends KnobTable = KnobTable> extends MethodFacts<T> {
  readonly kind: 'offline';
  learn(setting: Setting, knobs: KnobsOf<T>, random: Random): Asks<Proportions>;
}

/** Trains the subject itself and moves the proportions on the way; returns the last ones. */
export interface OnlineMethod<T extends KnobTable = KnobTable> extends MethodFacts<T> {
  readonly kind: 'online';
  train(model: ModelNumber, setting: Setting, knobs: KnobsOf<T>, random: Random): Asks<Proportions>;
}

export type Method<T extends KnobTable = KnobTable> = OfflineMethod<T> | OnlineMethod<T>;

/** Declares an offline method; the knobs that its code sees are typed from its table. */
export function offline<const T extends KnobTable>(method: Omit<OfflineMethod<T>, 'kind'>): OfflineMethod<T> {
  return { kind: 'offline', ...method };
}

/** Declares an online method; the knobs that its code sees are typed from its table. */
export function online<const T extends KnobTable>(method: Omit<OnlineMethod<T>, 'kind'>): OnlineMethod<T> {
  return { kind: 'online', ...method };
}

/** Which method with which settings; `after` runs first ("Aioli + X"). */
export interface MethodChoice {
  readonly id: string;
  readonly preset?: string;
  readonly knobs?: KnobValues;
  readonly after?: MethodChoice;
}
