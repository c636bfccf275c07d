/** How much the order of methods depends on single seeds and groups. */
import { kendall, meanRanks } from '#base/correlation';
import { mean } from '#base/statistics';
import { valueOf } from './measures.ts';
import { isBlocked } from './obstacles.ts';
import type { Comparison, ComparisonRow, Measure } from './types.ts';

export interface Stability {
  /** Key of the best row over all shared seeds and groups. */
  readonly winner: string;
  /** Seeds that every comparable row has; nothing else counts here. */
  readonly seeds: readonly number[];
  /** The best row when one seed is left out; empty with one seed. */
  readonly withoutSeed: readonly { readonly seed: number; readonly winner: string }[];
  /** The best row when one group is left out; empty for measures of one group, and with fewer than three groups. */
  readonly withoutGroup: readonly { readonly group: string; readonly winner: string }[];
  /** Rows with the mean of their ranks over the seeds, 1 is best, and the number of seeds in which they are best. */
  readonly ranks: readonly { readonly row: string; readonly meanRank: number; readonly bestIn: number }[];
  /** Mean Kendall correlation of the order in two seeds: 1 is the same order in every seed; null with one seed. */
  readonly agreement: number | null;
}

/** @returns null when fewer than two comparable rows share a seed */
export function stabilityOf(comparison: Comparison, measureId: string): Stability | null {
  const measure = comparison.measures.find(({ id }) => id === measureId);
  if (!measure) return null;
  const rows = comparison.rows.filter((row) => row.runs.length > 0 && !isBlocked(row, measure.metric));
  const seeds = (rows[0]?.seeds ?? []).filter((seed) => rows.every((row) => row.seeds.includes(seed)));
  if (rows.length < 2 || seeds.length === 0) return null;
  const table = (groups: readonly string[]): Table => tableOf(rows, seeds, measure, groups, comparison);
  const all = table(comparison.groups);
  const bySeed = seeds.map((_seed, s) => meanRanks(all.map((values) => values[s]!)));
  const without = <T>(items: readonly T[], item: T): T[] => items.filter((other) => other !== item);
  const hasGroups = measure.over !== 'group' && comparison.groups.length > 2;
  return {
    winner: bestRow(rows, all),
    seeds,
    withoutSeed:
      seeds.length < 2
        ? []
        : seeds.map((seed, s) => ({
            seed,
            winner: bestRow(
              rows,
              all.map((values) => values.filter((_value, i) => i !== s)),
            ),
          })),
    withoutGroup: hasGroups
      ? comparison.groups.map((group) => ({ group, winner: bestRow(rows, table(without(comparison.groups, group))) }))
      : [],
    ranks: rows.map(({ key }, r) => ({
      row: key,
      meanRank: mean(bySeed.map((ranks) => ranks[r]!)),
      bestIn: bySeed.filter((ranks) => ranks[r] === Math.min(...ranks)).length,
    })),
    agreement: agreementOf(bySeed),
  };
}

/** `table[row][seed]` */
type Table = readonly (readonly number[])[];

function tableOf(
  rows: readonly ComparisonRow[],
  seeds: readonly number[],
  measure: Measure,
  kept: readonly string[],
  { groups, tokensPerByte }: Comparison,
): Table {
  const places = kept.map((group) => groups.indexOf(group));
  return rows.map(({ runs }) =>
    seeds.map((seed) => {
      const { losses } = runs.find((run) => run.seed === seed)!;
      return valueOf(measure, {
        groups: kept,
        losses: places.map((place) => losses[place]!),
        tokensPerByte: places.map((place) => tokensPerByte[place]!),
      });
    }),
  );
}

function bestRow(rows: readonly ComparisonRow[], table: Table): string {
  const means = table.map((values) => mean(values));
  return rows[means.indexOf(Math.min(...means))]!.key;
}

function agreementOf(ranks: readonly (readonly number[])[]): number | null {
  const pairs = ranks.flatMap((a, i) => ranks.slice(0, i).flatMap((b) => kendall(a, b) ?? []));
  return pairs.length > 0 ? mean(pairs) : null;
}

/** One sentence for a caption. @param labelOf label of a row by its key */
export function stabilityInWords(stability: Stability, labelOf: (key: string) => string): string {
  const { winner, withoutSeed, withoutGroup } = stability;
  const changed = (all: readonly { winner: string }[]) => all.filter((one) => one.winner !== winner).length;
  const count = (all: readonly { winner: string }[], what: string): string[] =>
    all.length > 0 ? [`in ${changed(all)} of ${all.length} cases with one ${what} left out`] : [];
  const parts = [...count(withoutSeed, 'seed'), ...count(withoutGroup, 'group')];
  const best = `${labelOf(winner)} is best`;
  if (parts.length === 0) return `${best}; with one seed nothing says how firmly.`;
  return changed([...withoutSeed, ...withoutGroup]) === 0
    ? `${best}, and stays so when any one seed${withoutGroup.length > 0 ? ' or group' : ''} is left out.`
    : `${best}; another row would be ${parts.join(' and ')}.`;
}
