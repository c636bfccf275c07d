/** How one experiment differs from another, field by field, in words; and what an edit of the form is called. */
import { minus } from '#base/format';
import { valuesBefore } from '#mixing/knobs';
import type { MethodChoice } from '#mixing/method';
import { methods } from '#mixing/methods/index';
import type { Experiment } from './experiment.ts';
import { knobOf, labelOf, methodTitle } from './field-labels.ts';

/** One field that differs. Null stands for a group or method that one of the two lacks. */
export interface Difference {
  /** Dotted, in the later experiment: `training.steps`. */
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Every difference, in the order of the form. Both may be unfinished: a number that is not typed yet is NaN. */
export function differencesOf(before: Experiment, after: Experiment): readonly Difference[] {
  return [
    ...plainDifferences(before, after),
    ...listDifferences('groups', before.groups, after.groups),
    ...methodDifferences(before, after),
  ];
}

/** What turned one experiment into another, in words that can follow "Undo": `Steps 300 → 500`, `add Aioli`. */
export function titleOf(differences: readonly Difference[]): string {
  const [first, ...others] = differences;
  if (!first) return 'change of the form';
  return others.length === 0 ? wordsOf(first) : `${wordsOf(first)}, and ${others.length} more`;
}

const longestInTitle = 40;

function wordsOf({ field, label, before, after }: Difference): string {
  const what = field.startsWith('groups.') ? `group ${label}` : label;
  if (before === null) return `add ${what}`;
  if (after === null) return `leave out ${what}`;
  const words = `${what} ${before} → ${after}`;
  return words.length > 2 * longestInTitle ? what : words;
}

/** Fields that hold one value each; groups and methods are compared by themselves. */
function plainDifferences(before: Experiment, after: Experiment): Difference[] {
  const areBothOwn = typeof before.model !== 'string' && typeof after.model !== 'string';
  const [old, now] = [before, after].map((one) => leaves({ ...one, ...(!areBothOwn && { model: modelText(one) }) }));
  return [...new Set([...old!.keys(), ...now!.keys()])].flatMap((field) => {
    const [from, to] = [old!.get(field) ?? 'not set', now!.get(field) ?? 'not set'];
    return from === to ? [] : [{ field, label: labelOf(field, after), before: from, after: to }];
  });
}

function modelText({ model }: Experiment): string {
  return typeof model === 'string' ? model : `custom, ${shown(model.layers)} layers of ${shown(model.hiddenSize)}`;
}

function leaves({ groups: _groups, methods: _methods, $schema: _schema, ...rest }: Readonly<Record<string, unknown>>) {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (value === undefined) return;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) found.set(path, shown(value));
    else for (const [name, member] of Object.entries(value)) visit(member, path === '' ? name : `${path}.${name}`);
  };
  visit(rest, '');
  return found;
}

function listDifferences(field: string, before: readonly string[], after: readonly string[]): Difference[] {
  const added = after.flatMap((name, i) =>
    before.includes(name) ? [] : [{ field: `${field}.${i}`, label: name, before: null, after: name }],
  );
  const removed = before.flatMap((name, i) =>
    after.includes(name) ? [] : [{ field: `${field}.${i}`, label: name, before: name, after: null }],
  );
  if (added.length + removed.length > 0 || before.join('\n') === after.join('\n')) return [...added, ...removed];
  return [{ field, label: 'Order of groups', before: before.join(', '), after: after.join(', ') }];
}

/** Methods are the same when they are the same kind for the same time: the second Aioli is compared with the second Aioli. */
function methodDifferences(before: Experiment, after: Experiment): Difference[] {
  const [old, now] = [keyed(before.methods), keyed(after.methods)];
  const found = [...now].flatMap(([key, { choice, index }]): Difference[] => {
    const field = `methods.${index}`;
    const former = old.get(key);
    if (!former) return [{ field, label: methodTitle(choice), before: null, after: methodTitle(choice) }];
    return choiceDifferences(former.choice, choice, field);
  });
  const gone = [...old].flatMap(([key, { choice, index }]): Difference[] =>
    now.has(key)
      ? []
      : [{ field: `methods.${index}`, label: methodTitle(choice), before: methodTitle(choice), after: null }],
  );
  const [from, to] = [[...old.keys()], [...now.keys()]];
  if (found.length + gone.length > 0 || from.join('\n') === to.join('\n')) return [...found, ...gone];
  const titles = (choices: readonly MethodChoice[]): string => choices.map(methodTitle).join(', ');
  const order = { before: titles(before.methods), after: titles(after.methods) };
  return [{ field: 'methods', label: 'Order of methods', ...order }];
}

function keyed(choices: readonly MethodChoice[]) {
  const seen = new Map<string, number>();
  return new Map(
    choices.map((choice, index) => {
      const nth = (seen.get(choice.id) ?? 0) + 1;
      seen.set(choice.id, nth);
      return [`${choice.id} ${nth}`, { choice, index }];
    }),
  );
}

function choiceDifferences(before: MethodChoice, after: MethodChoice, field: string): Difference[] {
  const label = (name: string): string => `${methodTitle(after)}: ${name}`;
  const preset =
    before.preset === after.preset
      ? []
      : [
          {
            field: `${field}.preset`,
            label: label('Preset'),
            before: before.preset ?? 'default settings',
            after: after.preset ?? 'default settings',
          },
        ];
  const names = new Set([...Object.keys(before.knobs ?? {}), ...Object.keys(after.knobs ?? {})]);
  const knobs = [...names].flatMap((name) => {
    const [from, to] = [knobText(before, name), knobText(after, name)];
    if (from === to) return [];
    const path = `${field}.knobs.${name}`;
    return [{ field: path, label: label(knobOf(after, name)?.label ?? name), before: from, after: to }];
  });
  return [...preset, ...knobs, ...priorDifferences(before, after, field)];
}

function priorDifferences(before: MethodChoice, after: MethodChoice, field: string): Difference[] {
  const path = `${field}.after`;
  if (before.after && after.after && before.after.id === after.after.id)
    return choiceDifferences(before.after, after.after, path);
  const [from, to] = [before.after, after.after].map((choice) => (choice ? methodTitle(choice) : 'nothing'));
  if (from === to) return [];
  return [{ field: path, label: `${methodTitle(after)}: Takes over after`, before: from!, after: to! }];
}

/** A knob's value as the run would use it: the person's own, else of the preset, else the default. */
function knobText(choice: MethodChoice, name: string): string {
  const method = methods.find(({ id }) => id === choice.id);
  const usual = method && Object.hasOwn(method.knobs, name) ? valuesBefore(method, choice.preset)[name] : undefined;
  const value = choice.knobs?.[name] ?? usual ?? null;
  const knob = knobOf(choice, name);
  return knob?.type === 'choice'
    ? (knob.choices.find((one) => one.value === value)?.label ?? shown(value))
    : shown(value);
}

function shown(value: unknown): string {
  if (value === null || Number.isNaN(value) || value === '') return 'empty';
  if (typeof value === 'number') return String(value).replace(/^-/, minus);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.some(Array.isArray)) return `a table of ${value.length} rows`;
  return value.map(shown).join(', ');
}
