/** A choice of method turned into checked values: defaults, overlaid by a preset, overlaid by what was given. */
import { Refusal } from '#base/refusal';
import { suggestion } from '#base/suggestion';
import type { Knob, KnobTable, KnobValue, KnobValues, Method, MethodChoice } from './method.ts';
import { methodById } from './methods/index.ts';

/** A choice whose method, preset and knobs are known to exist and to be of the right kind. */
export interface ResolvedChoice {
  readonly method: Method;
  readonly preset: string | null;
  /** Every knob of the method has a value. */
  readonly knobs: KnobValues;
  /** What runs before it. */
  readonly after: ResolvedChoice | null;
}

/**
 * Checks a choice and fills in every knob.
 *
 * @param field  where the choice stands, e.g. `methods.1`; refusals name `methods.1.knobs.eta`
 * @param groups number of groups, to check the length of vectors; unchecked when absent
 * @throws Refusal `method_unknown`, `preset_unknown`, `knob_unknown`, `knob_invalid`
 */
export function resolveChoice(choice: MethodChoice, field = 'method', groups?: number): ResolvedChoice {
  const method = methodById(choice.id, `${field}.id`);
  const preset = presetKnobs(method, choice.preset, `${field}.preset`);
  const given = choice.knobs ?? {};
  for (const [name, value] of Object.entries(given)) {
    const problem = checkKnob(knobNamed(method, name, `${field}.knobs.${name}`), value, groups);
    if (problem === null) continue;
    throw new Refusal('knob_invalid', `"${name}" of ${method.title} ${problem.message}.`, {
      field: `${field}.knobs.${name}`,
      remedy: problem.remedy,
    });
  }
  return {
    method,
    preset: choice.preset ?? null,
    knobs: { ...defaultsOf(method.knobs), ...preset, ...given },
    after: choice.after === undefined ? null : resolveAfter(method, choice.after, `${field}.after`, groups),
  };
}

/** Only a method that can take over a trained model may follow another one; it declares `priorSteps`. */
function resolveAfter(method: Method, after: MethodChoice, field: string, groups?: number): ResolvedChoice {
  if (!('priorSteps' in method.knobs))
    throw new Refusal('knob_invalid', `${method.title} cannot follow another method.`, {
      field,
      remedy: 'Remove "after", or choose a method with the knob priorSteps, such as aioli.',
    });
  return resolveChoice(after, field, groups);
}

/** Default of every knob. */
export function defaultsOf(table: KnobTable): KnobValues {
  return Object.fromEntries(Object.entries(table).map(([name, knob]) => [name, knob.default]));
}

/** Values before a person's own: defaults overlaid by the preset; one that is not known changes nothing. */
export function valuesBefore(method: Method, preset: string | undefined): KnobValues {
  const chosen = preset === undefined ? undefined : method.presets[preset];
  return { ...defaultsOf(method.knobs), ...((chosen?.knobs ?? {}) as KnobValues) };
}

function presetKnobs(method: Method, preset: string | undefined, field: string): KnobValues {
  if (preset === undefined) return {};
  if (Object.hasOwn(method.presets, preset)) return method.presets[preset]!.knobs as KnobValues;
  const known = Object.keys(method.presets);
  throw new Refusal('preset_unknown', `${method.title} has no preset "${preset}".`, {
    field,
    remedy: known.length > 0 ? `${suggestion(preset, known)}Presets: ${known.join(', ')}.` : 'Leave the preset out.',
  });
}

function knobNamed(method: Method, name: string, field: string): Knob {
  if (Object.hasOwn(method.knobs, name)) return method.knobs[name]!;
  const known = Object.keys(method.knobs);
  throw new Refusal('knob_unknown', `${method.title} has no knob "${name}".`, {
    field,
    remedy: known.length > 0 ? `${suggestion(name, known)}Knobs: ${known.join(', ')}.` : 'It has no knobs; remove it.',
  });
}

interface KnobProblem {
  /** Goes on from the knob's name: `must be ...`. */
  readonly message: string;
  readonly remedy: string;
}

/** What is wrong with a value for a knob, null when nothing is. @param groups number of groups, when known */
export function checkKnob(knob: Knob, value: KnobValue, groups?: number): KnobProblem | null {
  switch (knob.type) {
    case 'number':
    case 'integer':
      return checkNumber(value, knob.range, knob.type === 'integer');
    case 'choice': {
      const values = knob.choices.map((choice) => choice.value);
      if (typeof value === 'string' && values.includes(value)) return null;
      const hint = typeof value === 'string' ? suggestion(value, values) : '';
      return { message: `cannot be ${JSON.stringify(value)}`, remedy: `${hint}Choices: ${values.join(', ')}.` };
    }
    case 'flag':
      return typeof value === 'boolean' ? null : { message: 'is a yes or no', remedy: 'Use true or false.' };
    case 'vector':
      return value === null ? null : checkVector(value, groups);
    case 'table': {
      if (value === null) return null;
      const rows: readonly unknown[] = Array.isArray(value) ? value : [];
      if (rows.length === 0) return { message: 'is a list of rows', remedy: 'Give at least one row of numbers.' };
      return rows.map((row) => checkVector(row, groups)).find((problem) => problem !== null) ?? null;
    }
  }
}

function checkNumber(value: KnobValue, [low, high]: readonly [number, number], isWhole: boolean): KnobProblem | null {
  const kind = isWhole ? 'a whole number' : 'a number';
  const remedy = `Choose ${kind} from ${low} to ${high}.`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return { message: `is not ${kind}`, remedy };
  if (isWhole && !Number.isInteger(value)) return { message: `is ${value}, not ${kind}`, remedy };
  if (value < low || value > high) return { message: `is ${value}, outside its range`, remedy };
  return null;
}

function checkVector(value: unknown, groups: number | undefined): KnobProblem | null {
  const remedy = 'Give one number per group, in group order.';
  if (!Array.isArray(value) || value.length === 0) return { message: 'is a list of numbers', remedy };
  if (!value.every((x) => typeof x === 'number' && Number.isFinite(x)))
    return { message: 'holds something that is not a number', remedy };
  if (groups !== undefined && value.length !== groups)
    return { message: `has ${value.length} numbers for ${groups} groups`, remedy };
  return null;
}
