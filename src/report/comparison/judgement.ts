/** Each method held against the baseline by one measure: how large, how sure, and what that says. */
import { absent, formatCount, formatNumber, formatSigned } from '#base/format';
import { decided } from '#base/practical-difference';
import {
  headlineOf,
  type Analysis,
  type Comparison,
  type ComparisonRow,
  type Difference,
  type Metric,
} from '#mixing/comparison';
import { chance, percent } from '#mixing/comparison/analysis';
import { measureInWords, pInWords } from '#mixing/comparison/sentence';
import { words, type Cell, type Table } from '../block.ts';
import { baselineRow, columnDecimals } from './values.ts';

export function judgementTable(comparison: Comparison, metric: Metric): Table {
  const { analysis, measures, rows, baselineKey } = comparison;
  const measure = measures.find(({ id }) => id === headlineOf[metric])!;
  const others = rows.filter(({ key }) => key !== baselineKey);
  const differences = others.flatMap(({ cells }) => cells[measure.id]!.difference ?? []);
  const decimals = columnDecimals(differences);
  return {
    caption: `Against ${baselineRow(comparison).label} by ${measureInWords(measure, analysis)}${metric === 'loss' ? `, ${measure.unit}` : ''}`,
    header: [
      'Method',
      'difference',
      `${percent(analysis.level)} interval`,
      '%',
      'better in',
      'p',
      'p, Holm',
      'chance better',
      'no practical difference',
      'worse',
      'verdict',
    ],
    words: [10],
    rows: others.map((row) => rowOf(row, row.cells[measure.id]!.difference, decimals, analysis)),
  };
}

/** What is said of a difference, in one or a few words. */
export function verdictInWords(difference: Difference | null, row: ComparisonRow, { decidedFrom }: Analysis): string {
  if (row.runs.length === 0) return 'no value';
  if (difference === null)
    return row.obstacles.some(({ severity }) => severity === 'blocks') ? 'cannot be compared' : 'no shared seed';
  if (difference.verdict === null) return 'one seed';
  const side = decided(difference.verdict, decidedFrom);
  return side === 'equal' ? 'no practical difference' : (side ?? 'not decided');
}

function rowOf(row: ComparisonRow, difference: Difference | null, decimals: number, analysis: Analysis): Cell[] {
  const verdict = words(verdictInWords(difference, row, analysis));
  if (difference === null) return [words(row.label), ...Array.from({ length: 9 }, () => words(absent)), verdict];
  const { interval, share, betterSeeds, n, p, pAdjusted, verdict: chances } = difference;
  return [
    words(row.label),
    { text: formatSigned(difference.mean, decimals), number: difference.mean },
    interval === null
      ? words(absent)
      : {
          text: `${formatSigned(interval.low, decimals)} to ${formatSigned(interval.high, decimals)}`,
          number: interval.low,
        },
    { text: formatSigned(100 * share, 2), number: share },
    { text: `${formatCount(betterSeeds)} of ${formatCount(n)}`, number: betterSeeds / n },
    pCell(p),
    pCell(pAdjusted),
    ...(['better', 'equal', 'worse'] as const).map((side) =>
      chances === null ? words(absent) : { text: chance(chances[side]), number: chances[side] },
    ),
    verdict,
  ];
}

function pCell(p: number | null): Cell {
  return p === null ? words(absent) : { text: pInWords(p).replace('= ', ''), number: p };
}

/** Half width of no practical difference in the unit of the judged measure, for a note. */
export function regionInWords(comparison: Comparison, metric: Metric): string | null {
  const id = headlineOf[metric];
  const region = comparison.rows.flatMap(({ cells }) => cells[id]!.difference?.region ?? [])[0];
  return region === undefined ? null : `±${formatNumber(region, region >= 0.1 ? 3 : 4)}`;
}
