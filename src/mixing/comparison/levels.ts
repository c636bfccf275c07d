/** Runs folded at several levels: by method, then by a setting, then by seed. */
import { fold } from '#base/statistics';
import type { KnobValue } from '../method.ts';
import type { Comparison, ComparisonRow, Summary } from './types.ts';

/** All runs that agree in the settings down to here. */
export interface Level {
  /** Name of the setting; empty for the whole. */
  readonly name: string;
  /** Null is a group of its own: rows that have no such setting. */
  readonly value: KnobValue;
  readonly runs: readonly string[];
  /** By id of the measure, over every run below, whatever is shown. */
  readonly values: Readonly<Record<string, Summary>>;
  /** Run minus baseline run of the same seed, over every run below that has one; null without one. */
  readonly differences: Readonly<Record<string, Summary | null>>;
  readonly levels: readonly Level[];
}

/** @param by names of settings, outermost first; `seed` and `label` are understood besides those of the rows */
export function levelsOf(comparison: Comparison, by: readonly string[]): Level {
  const leaves = comparison.rows.flatMap((row) => row.runs.map((_run, i) => ({ row, i })));
  return levelOf('', null, leaves, by, comparison);
}

/** One run of a row. */
interface Leaf {
  readonly row: ComparisonRow;
  readonly i: number;
}

function levelOf(
  name: string,
  value: KnobValue,
  leaves: readonly Leaf[],
  by: readonly string[],
  whole: Comparison,
): Level {
  const ids = whole.measures.map(({ id }) => id);
  const [next, ...rest] = by;
  const parts = next === undefined ? [] : [...Map.groupBy(leaves, (leaf) => JSON.stringify(settingOf(leaf, next)))];
  return {
    name,
    value,
    runs: leaves.map(({ row, i }) => row.runs[i]!.run),
    values: Object.fromEntries(ids.map((id) => [id, fold(leaves.map(({ row, i }) => row.cells[id]!.perRun[i]!))])),
    differences: Object.fromEntries(ids.map((id) => [id, differenceOf(leaves, id)])),
    levels: parts.map(([text, own]) => levelOf(next!, JSON.parse(text) as KnobValue, own, rest, whole)),
  };
}

function settingOf({ row, i }: Leaf, name: string): KnobValue {
  if (name === 'seed') return row.runs[i]!.seed;
  if (name === 'label') return row.label;
  return row.settings.find((setting) => setting.name === name)?.value ?? null;
}

function differenceOf(leaves: readonly Leaf[], id: string): Summary | null {
  const known = leaves.flatMap(({ row, i }) => {
    const difference = row.cells[id]!.difference;
    const place = difference?.seeds.indexOf(row.runs[i]!.seed) ?? -1;
    return place < 0 ? [] : [difference!.perSeed[place]!];
  });
  return known.length > 0 ? fold(known) : null;
}
