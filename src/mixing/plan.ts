/**
 * What a run will do, before it does anything: its phases with their steps, the short runs that they will ask for, and
 * proportions that are known beforehand. Read off the methods' own declarations and their first ask; nothing is trained.
 */
import type { ResolvedChoice } from './knobs.ts';
import type { Cost, KnobsOf, KnobTable, LearningPart, Method, Proportions, Setting, TrialsAsk } from './method.ts';
import { learningSetting, priorStepsOf, randomOf, type RunSetting } from './compose.ts';

export type Trial = TrialsAsk['trials'][number];

/** One method's share of a run; a composition has several, first things first. */
export interface Phase {
  readonly method: Method;
  /** Its own, without what runs before it. */
  readonly cost: Cost;
  readonly parts: readonly PhasePart[];
  /** Short runs that it asks for and that others may share; empty where it trains none. */
  readonly trials: readonly Trial[];
  /** Where it needs no training to know them. */
  readonly proportions: Proportions | null;
}

/** What steps go into. */
export interface PhasePart {
  readonly name: LearningPart | 'measuring' | 'final';
  /** Before the final run, within it to measure, or the rest of it. */
  readonly kind: 'learning' | 'measuring' | 'final';
  readonly steps: number;
}

/** The phases of a run, in the order in which they happen. */
export function phasesOf(choice: ResolvedChoice, setting: RunSetting): readonly Phase[] {
  return phases(choice, { ...setting, totalSteps: setting.steps }, '');
}

function phases(choice: ResolvedChoice, setting: Setting, path: string): readonly Phase[] {
  if (choice.after === null) return [phaseOf(choice, setting, path)];
  const priorSteps = priorStepsOf(choice);
  return [
    ...phases(choice.after, { ...setting, steps: priorSteps }, `${path}before `),
    phaseOf(choice, { ...setting, steps: setting.steps - priorSteps }, path),
  ];
}

function phaseOf(choice: ResolvedChoice, setting: Setting, path: string): Phase {
  const { method, knobs } = choice;
  const cost = method.cost(setting, knobs);
  return { method, cost, parts: partsOf(method, cost), ...firstAskOf(choice, setting, path) };
}

function partsOf({ learnsBy = [] }: Method, { learningSteps, measuringSteps, finalSteps }: Cost): readonly PhasePart[] {
  const learning = learnsBy.map((name): PhasePart => ({
    name,
    kind: 'learning',
    steps: learningSteps / learnsBy.length,
  }));
  const own: readonly PhasePart[] = [
    { name: 'measuring', kind: 'measuring', steps: measuringSteps },
    { name: 'final', kind: 'final', steps: finalSteps - measuringSteps },
  ];
  return [...learning, ...own].filter((part) => part.steps > 0);
}

/** Plays the method up to the first thing that would need a trainer: by then it has said what it will train. */
function firstAskOf(
  { method, knobs }: ResolvedChoice,
  setting: Setting,
  path: string,
): Pick<Phase, 'trials' | 'proportions'> {
  const random = randomOf(method, setting, path);
  const values = knobs as KnobsOf<KnobTable>;
  const asks =
    method.kind === 'online'
      ? method.train(0, setting, values, random)
      : method.learn(learningSetting(setting), values, random);
  let turn = asks.next();
  while (!turn.done && turn.value.ask === 'note') turn = asks.next(null);
  if (turn.done) return { trials: [], proportions: turn.value };
  const ask = turn.value;
  const isFixed = ask.ask === 'train' && ask.steps === setting.steps && ask.isMeasuring !== true;
  return { trials: ask.ask === 'trials' ? ask.trials : [], proportions: isFixed ? ask.proportions : null };
}

/** Kind of work, for comparing how long it takes: how the methods go about it, and what they train beforehand. */
export function kindOfWork({ method, after }: ResolvedChoice): string {
  const before = after === null ? '' : `${kindOfWork(after)}, then `;
  return `${before}${[method.kind, ...(method.learnsBy ?? [])].join(' ')}`;
}

/**
 * The most steps of a final run that leave learning and final run together within `total`.
 *
 * @param learningSteps what would be spent on learning for a final run of so many steps; it never falls with them
 * @returns null when learning alone takes everything
 */
export function finalStepsWithin(total: number, learningSteps: (steps: number) => number): number | null {
  let [low, high] = [0, total];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (middle + learningSteps(middle) <= total) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? low : null;
}
