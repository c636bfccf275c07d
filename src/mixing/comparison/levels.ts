/** Runs folded at several levels: by method, then by a setting, then by seed. */
import { fold } from '#base/statistics';
import { groupRows, type Group } from '#base/table/group';
import type { Value } from '#base/table/values';
import type { Comparison, ComparisonRow, Summary } from './types.ts';

/** All runs that agree in the settings down to here. */
export interface Level {
  /** Name of the setting. */
  readonly name: string;
  /** Null is a group of its own: rows that have no such setting. */
  readonly value: Value;
  readonly depth: number;
  readonly runs: readonly string[];
  /** By id of the measure, over every run below, whatever is shown. */
  readonly values: Readonly<Record<string, Summary>>;
  /** Run minus baseline run of the same seed, over every run below that has one; null without one. */
  readonly differences: Readonly<Record<string, Summary | null>>;
  readonly levels: readonly Level[];
}

/** @param by names of settings, outermost first; `seed` and `label` are understood besides those of the rows */
export function levelsOf(comparison: Comparison, by: readonly string[]): Level[] {
  const leaves = comparison.rows.flatMap((row) => row.runs.map((_run, i) => ({ row, i })));
  const ids = comparison.measures.map(({ id }) => id);
  return groupRows(leaves, by, settingOf).map((group) => levelOf(group, ids));
}

/** One run of a row. */
interface Leaf {
  readonly row: ComparisonRow;
  readonly i: number;
}

function levelOf({ column, value, depth, rows: leaves, groups }: Group<Leaf>, ids: readonly string[]): Level {
  return {
    name: column,
    value,
    depth,
    runs: leaves.map(({ row, i }) => row.runs[i]!.run),
    values: Object.fromEntries(ids.map((id) => [id, fold(leaves.map(({ row, i }) => row.cells[id]!.perRun[i]!))])),
    differences: Object.fromEntries(ids.map((id) => [id, differenceOf(leaves, id)])),
    levels: groups.map((group) => levelOf(group, ids)),
  };
}

function settingOf({ row, i }: Leaf, name: string): Value {
  if (name === 'seed') return row.runs[i]!.seed;
  if (name === 'label') return row.label;
  const value = row.settings.find((setting) => setting.name === name)?.value ?? null;
  return value === null || typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}

function differenceOf(leaves: readonly Leaf[], id: string): Summary | null {
  const known = leaves.flatMap(({ row, i }) => {
    const difference = row.cells[id]!.difference;
    const place = difference?.seeds.indexOf(row.runs[i]!.seed) ?? -1;
    return place < 0 ? [] : [difference!.perSeed[place]!];
  });
  return known.length > 0 ? fold(known) : null;
}
