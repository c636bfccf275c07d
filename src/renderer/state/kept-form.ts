/** The form as the engine keeps it: an experiment that may be unfinished. A number not typed yet is NaN here, null there. */
import { experimentSchema, type Experiment } from '#contract/experiment';

/** The form that was kept; null when it is none that this version can show. */
export function formFrom(kept: unknown): Experiment | null {
  const parsed = experimentSchema.safeParse(kept);
  if (parsed.success) return parsed.data;
  return hasParts(kept) ? (withNumbers(kept) as Experiment) : null;
}

/** The form as it can be kept. */
export function keptFrom(form: Experiment): unknown {
  return JSON.parse(JSON.stringify(form));
}

function hasParts(kept: unknown): boolean {
  const { name, groups, training, evaluation, seeds, methods, model } = (kept ?? {}) as Partial<Experiment>;
  return (
    typeof name === 'string' &&
    Array.isArray(groups) &&
    Array.isArray(seeds) &&
    Array.isArray(methods) &&
    [training, evaluation].every((part) => typeof part === 'object') &&
    (typeof model === 'string' || typeof model === 'object')
  );
}

/** Null is a missing number everywhere but among knobs, where it may be a value. */
function withNumbers(value: unknown): unknown {
  if (value === null) return NaN;
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === 'knobs' ? member : withNumbers(member)]),
  );
}
