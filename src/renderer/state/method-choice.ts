/** What the form shows of a method choice, and how an edit changes it. Values that equal preset or default are left out. */
import { valuesBefore } from '#mixing/knobs';
import type { KnobValue, KnobValues, Method, MethodChoice } from '#mixing/method';
import { methods } from '#mixing/methods/index';

export { valuesBefore };

export const allMethods: readonly Method[] = methods;

export function methodOf(choice: MethodChoice): Method | undefined {
  return allMethods.find((method) => method.id === choice.id);
}

/** The choice with one knob set. */
export function withKnob(choice: MethodChoice, name: string, value: KnobValue): MethodChoice {
  const method = methodOf(choice);
  const { [name]: _old, ...others } = choice.knobs ?? {};
  const before = method ? valuesBefore(method, choice.preset)[name] : undefined;
  return withKnobs(choice, value === before ? others : { ...others, [name]: value });
}

/** The choice with another preset; the person's own values give way to it. */
export function withPreset(choice: MethodChoice, preset: string): MethodChoice {
  const { preset: _preset, knobs, ...rest } = choice;
  const ownSteps = knobs?.['priorSteps'];
  const kept = choice.after && ownSteps !== undefined ? { knobs: { priorSteps: ownSteps } } : {};
  return preset === '' ? { ...rest, ...kept } : { ...rest, preset, ...kept };
}

/** Only a method with this knob can take over a trained model. */
export function canFollow(method: Method): boolean {
  return 'priorSteps' in method.knobs;
}

/** Whether the method, or one that runs before it, trains helpers first. */
export function learns(choice: MethodChoice): boolean {
  return methodOf(choice)?.learnsBy !== undefined || (choice.after !== undefined && learns(choice.after));
}

/** The choice after another method ('' for none), which trains half of the run unless said otherwise. */
export function withAfter(choice: MethodChoice, id: string, steps: number): MethodChoice {
  const { after: _after, ...rest } = choice;
  if (id === '') {
    const { priorSteps: _steps, ...others } = rest.knobs ?? {};
    return withKnobs(rest, others);
  }
  const given = rest.knobs?.['priorSteps'];
  return { ...withKnob(rest, 'priorSteps', given ?? Math.max(1, Math.round(steps / 2))), after: { id } };
}

function withKnobs(choice: MethodChoice, knobs: KnobValues): MethodChoice {
  const { knobs: _knobs, ...rest } = choice;
  return Object.keys(knobs).length === 0 ? rest : { ...rest, knobs };
}
