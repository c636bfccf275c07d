/** What a run was set to, as one flat list of named values. */
import type { Value } from '#base/table/values';
import type { MethodChoice } from '#mixing/method';
import type { RunSpec } from '../run-spec.ts';

/** Ids of columns: `set/training.batch`, `knob/eta`, and with what ran before it `knob/after.rounds`. */
export type Settings = ReadonlyMap<string, Value>;

/** Everything in a run's specification that can differ between runs, except method and seed, which have columns of their own. */
export function settingsOf({ groups, choice, format: _format, seed: _seed, ...rest }: RunSpec): Settings {
  const found = new Map<string, Value>();
  const training = { ...rest.training, precision: rest.training.precision ?? 'float32' };
  const named = { groups: groups.map(({ name }) => name), ...rest, training };
  flatten('', named, (path, value) => found.set(`set/${path}`, value));
  for (const { name, version } of groups) found.set(`set/data.${name}`, version.slice(0, 12));
  knobsOf(choice, '', (name, value) => found.set(`knob/${name}`, value));
  return found;
}

function knobsOf({ knobs, after }: MethodChoice, above: string, put: (name: string, value: Value) => void): void {
  flatten(above, knobs ?? {}, put);
  if (after) knobsOf(after, `${above}after.`, put);
}

function flatten(above: string, value: unknown, put: (path: string, value: Value) => void): void {
  if (value === undefined) return;
  if (Array.isArray(value)) put(trimmed(above), value.map(plain).join(', '));
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) flatten(`${above}${key}.`, inner, put);
  else put(trimmed(above), typeof value === 'number' ? value : value === null ? null : plain(value));
}

const trimmed = (path: string): string => path.replace(/\.$/, '');

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
