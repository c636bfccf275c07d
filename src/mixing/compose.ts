/**
 * A whole run of one method and one seed as one conversation: learn, then train; or train; or "Aioli + X", where X
 * comes first. Also what such a run is called, what is wrong with it, and what it costs.
 */
import { randomFor, type Random } from '#base/random';
import { Refusal } from '#base/refusal';
import { resolveChoice, type ResolvedChoice } from './knobs.ts';
import { epochWarning } from './methods/availability.ts';
import {
  create,
  note,
  train,
  type Asks,
  type Complaint,
  type Cost,
  type KnobsOf,
  type KnobTable,
  type Method,
  type MethodChoice,
  type ModelNumber,
  type Proportions,
  type Setting,
} from './method.ts';

/** How a run ended. */
export interface RunEnd {
  /** The subject's last proportions. */
  readonly proportions: Proportions;
  readonly model: ModelNumber;
}

/** The setting of a run without a history: the method may use all steps. */
export type RunSetting = Omit<Setting, 'totalSteps' | 'prior'>;

/**
 * The conversation of one run. Creates exactly one subject, trains it for exactly `setting.steps` steps.
 *
 * Notes 'learned' with round 0 when proportions come from an offline method, and a 'warning' when they pass over a group's
 * text too often.
 */
export function* subjectRun(choice: MethodChoice | ResolvedChoice, setting: RunSetting): Asks<RunEnd> {
  const resolved = isResolved(choice) ? choice : resolveChoice(choice, 'method', setting.groups.length);
  const whole: Setting = { ...setting, totalSteps: setting.steps };
  const run: Run = { setting: whole, model: null };
  const proportions = yield* phase(resolved, run, whole, '');
  return { proportions, model: yield* subjectOf(run) };
}

interface Run {
  readonly setting: Setting;
  /** The subject, made when the first phase is ready to train it. */
  model: ModelNumber | null;
}

function* subjectOf(run: Run): Asks<ModelNumber> {
  run.model ??= yield* create('subject', run.setting.totalSteps, run.setting.seed);
  return run.model;
}

/** Runs what comes before a method, then the method itself for the steps left. */
function* phase(choice: ResolvedChoice, run: Run, setting: Setting, path: string): Asks<Proportions> {
  if (choice.after === null) return yield* alone(choice, run, setting, path);
  const priorSteps = priorStepsOf(choice);
  const before: Setting = { ...setting, steps: priorSteps };
  const prior = yield* phase(choice.after, run, before, `${path}before `);
  return yield* alone(choice, run, { ...setting, steps: setting.steps - priorSteps, prior }, path);
}

function* alone({ method, knobs }: ResolvedChoice, run: Run, setting: Setting, path: string): Asks<Proportions> {
  const random = randomOf(method, setting, path);
  const values = knobs as KnobsOf<KnobTable>;
  if (method.kind === 'online') return yield* method.train(yield* subjectOf(run), setting, values, random);
  const learned = yield* method.learn(learningSetting(setting), values, random);
  yield* note('learned', 0, learned);
  const warning = epochWarning(setting, learned);
  if (warning !== null) yield* note('warning', 0, warning);
  if (setting.steps > 0) yield* train(yield* subjectOf(run), learned, setting.steps);
  return learned;
}

/** The setting in which proportions are learned: with the seed that all runs share, where they do. */
export function learningSetting(setting: Setting): Setting {
  return { ...setting, seed: learningSeedOf(setting) };
}

export function learningSeedOf({ seed, sharing }: Pick<Setting, 'seed' | 'sharing'>): number {
  return sharing?.learningSeed ?? seed;
}

/**
 * A method's chance.
 *
 * @param path 'before ' for each method that comes after it; where learning is shared, an offline one learns the same anywhere
 */
export function randomOf(method: Method, setting: Setting, path: string): Random {
  if (method.kind === 'offline' && setting.sharing)
    return randomFor(learningSeedOf(setting), `shared method ${method.id}`);
  return randomFor(setting.seed, `${path}method ${method.id}`);
}

/** Id of a choice: 'aioli', or with what runs before it 'aioli+doremi'. */
export function idOf(choice: MethodChoice): string {
  return choice.after === undefined ? choice.id : `${choice.id}+${idOf(choice.after)}`;
}

/**
 * Labels for the methods of one experiment, in order: 'Aioli', 'Aioli + Custom'. Those that would read alike are told
 * apart by their preset and knobs: 'Aioli (eta 0.5)'.
 */
export function labelsOf(choices: readonly MethodChoice[]): string[] {
  const plain = choices.map((choice) => titleOf(choice));
  return choices.map((choice, index) => {
    const isShared = plain.some((title, other) => other !== index && title === plain[index]);
    const details = isShared ? settingsOf(choice) : '';
    return details === '' ? plain[index]! : `${plain[index]!} (${details})`;
  });
}

/** Label of one choice on its own. */
export function titleOf(choice: MethodChoice): string {
  const { title } = resolveChoice({ id: choice.id }).method;
  return choice.after === undefined ? title : `${title} + ${titleOf(choice.after)}`;
}

function settingsOf(choice: MethodChoice): string {
  const knobs = Object.entries(choice.knobs ?? {}).map(([name, value]) =>
    typeof value === 'boolean' ? `${value ? '' : 'no '}${name}` : `${name} ${JSON.stringify(value)}`,
  );
  const after = choice.after === undefined ? '' : settingsOf(choice.after);
  return [choice.preset ?? '', ...knobs, after].filter((part) => part !== '').join(', ');
}

/** Asked-for cost of a run, with what runs before it. */
export function costOf(choice: ResolvedChoice, setting: RunSetting): Cost {
  return costOfPhase(choice, { ...setting, totalSteps: setting.steps });
}

function costOfPhase(choice: ResolvedChoice, setting: Setting): Cost {
  const { method, knobs, after } = choice;
  if (after === null) return method.cost(setting, knobs);
  const priorSteps = priorStepsOf(choice);
  const before = costOfPhase(after, { ...setting, steps: priorSteps });
  const own = method.cost({ ...setting, steps: setting.steps - priorSteps }, knobs);
  return {
    learningSteps: before.learningSteps + own.learningSteps,
    measuringSteps: before.measuringSteps + own.measuringSteps,
    finalSteps: before.finalSteps + own.finalSteps,
    evaluations: before.evaluations + own.evaluations,
  };
}

/** A complaint with the place of the choice in it: `methods.1.knobs.eta`. */
export interface PlacedComplaint extends Complaint {
  readonly field: string;
}

/** Everything wrong with a choice under a setting, with what runs before it. @param field e.g. `methods.1` */
export function complaintsOf(choice: ResolvedChoice, setting: RunSetting, field = 'method'): PlacedComplaint[] {
  return complaintsOfPhase(choice, { ...setting, totalSteps: setting.steps }, field);
}

function complaintsOfPhase(choice: ResolvedChoice, setting: Setting, field: string): PlacedComplaint[] {
  const { method, knobs, after } = choice;
  const place = (complaint: Complaint): PlacedComplaint => ({
    ...complaint,
    field: complaint.knob === '' ? field : `${field}.knobs.${complaint.knob}`,
  });
  const priorSteps = priorStepsOf(choice);
  const ofPrior = priorComplaints(choice, setting);
  if (ofPrior.some((complaint) => complaint.severity !== 'warning')) return ofPrior.map(place);
  const own = method.complaints({ ...setting, steps: setting.steps - priorSteps }, knobs);
  // A phase of no steps is still asked for its proportions, so its settings must make sense for the run as a whole.
  const beforeSteps = priorSteps > 0 ? priorSteps : setting.steps;
  const before = after === null ? [] : complaintsOfPhase(after, { ...setting, steps: beforeSteps }, `${field}.after`);
  return [...before, ...[...ofPrior, ...own].map(place)];
}

function priorComplaints(choice: ResolvedChoice, setting: Setting): Complaint[] {
  const priorSteps = choice.knobs['priorSteps'];
  if (typeof priorSteps !== 'number' || priorSteps === 0) return [];
  if (choice.after === null)
    return [
      {
        knob: 'priorSteps',
        message: `There are ${priorSteps} steps for a method that runs before, but none is named.`,
        remedy: 'Name it under "after", or set priorSteps to 0.',
        severity: 'warning',
      },
    ];
  if (priorSteps < setting.steps) return [];
  return [
    {
      knob: 'priorSteps',
      message: `The method before takes ${priorSteps} of ${setting.steps} steps, so nothing is left.`,
      remedy: `Choose fewer than ${setting.steps} steps.`,
      code: 'steps_do_not_fit',
    },
  ];
}

/** Throws the first complaint that is not a warning. @throws Refusal with the complaint's code */
export function requireFit(choice: ResolvedChoice, setting: RunSetting, field = 'method'): void {
  const fault = complaintsOf(choice, setting, field).find((complaint) => complaint.severity !== 'warning');
  if (fault === undefined) return;
  throw new Refusal(fault.code ?? 'knob_invalid', fault.message, { field: fault.field, remedy: fault.remedy });
}

/** Steps of the phase before, 0 when there is none. */
export function priorStepsOf({ knobs, after }: ResolvedChoice): number {
  const steps = knobs['priorSteps'];
  return after !== null && typeof steps === 'number' ? steps : 0;
}

function isResolved(choice: MethodChoice | ResolvedChoice): choice is ResolvedChoice {
  return 'method' in choice;
}
