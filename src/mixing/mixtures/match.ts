/** Brings a written mixture to the groups of a workspace: names matched, what is missing or unknown said. */
import { Refusal } from '#base/refusal';
import { normalise } from '#base/simplex';
import type { Proportions } from '../method.ts';
import type { MixtureFile, WrittenMixture } from './mixture-file.ts';

export interface Matched {
  /** For each group the place of its name in the file; -1 where it has none. */
  readonly places: readonly number[];
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
  /** Names that were not written as the groups are: `train_the_pile_github` for `github`. */
  readonly renamed: readonly (readonly [written: string, group: string])[];
}

/** Largest deviation of a sum from 1 that counts as 1. */
const sumTolerance = 1e-6;

/**
 * Names match when they are equal; else without case, marks, blanks and the prefixes that published files put before
 * them (`train_`, `the_pile_`).
 *
 * @throws Refusal `proportions_invalid` when two names of the file mean the same group
 */
export function matchNames(names: readonly string[], groups: readonly string[], file?: string): Matched {
  const places = groups.map((group) => names.indexOf(group));
  for (const [j, group] of groups.entries()) {
    if (places[j] !== -1) continue;
    const alike = names.flatMap((name, at) => (!places.includes(at) && keyOf(name) === keyOf(group) ? [at] : []));
    if (alike.length > 1)
      throw new Refusal(
        'proportions_invalid',
        `"${names[alike[0]!]!}" and "${names[alike[1]!]!}" both mean the group "${group}".`,
        { ...(file !== undefined && { file }), field: names[alike[1]!]!, remedy: 'Name each group once.' },
      );
    places[j] = alike[0] ?? -1;
  }
  return {
    places,
    missing: groups.filter((_group, j) => places[j] === -1),
    unknown: names.filter((_name, at) => !places.includes(at)),
    renamed: groups.flatMap((group, j) => {
      const written = names[places[j]!];
      return written === undefined || written === group ? [] : [[written, group] as const];
    }),
  };
}

export interface ScaledMixture {
  /** One per group, sum 1; null when the groups have no weight at all. */
  readonly proportions: Proportions | null;
  /** Of all weights as written. */
  readonly sum: number;
  readonly notes: readonly string[];
}

/** Weights of the matched names, divided by their sum, with every change said. */
export function scaleMixture({ names }: MixtureFile, { weights }: WrittenMixture, matched: Matched): ScaledMixture {
  const { places, missing, unknown, renamed } = matched;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const kept = places.map((place) => weights[place] ?? 0);
  const keptSum = kept.reduce((total, weight) => total + weight, 0);
  const lost = unknown.reduce((total, name) => total + weights[names.indexOf(name)]!, 0) / sum;
  const notes = [
    ...(renamed.length > 0
      ? [`Matched by likeness: ${renamed.map(([from, to]) => `${from} as ${to}`).join(', ')}.`]
      : []),
    ...(missing.length > 0 ? [`Not in the file, so with a share of 0: ${missing.join(', ')}.`] : []),
    ...(unknown.length > 0 ? [`Left out, ${percent(lost)} of the weight: ${unknown.join(', ')}.`] : []),
    ...(Math.abs(sum - 1) > sumTolerance
      ? [`The weights as written sum to ${Number(sum.toPrecision(6))}, not 1.`]
      : []),
    ...(keptSum > 0 && Math.abs(keptSum - 1) > sumTolerance
      ? [`The weights are divided by their sum of ${Number(keptSum.toPrecision(6))}.`]
      : []),
  ];
  return { proportions: keptSum > 0 ? normalise(kept, 'weights') : null, sum, notes };
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^train[_/]/, '')
    .replace(/^the_pile_/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
