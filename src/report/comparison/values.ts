/** Tables of numbers over seeds: every measure of a metric, and how it differs from the baseline. */
import { absent, decimalsFor, formatMeasured, formatNumber, formatSigned } from '#base/format';
import { mean } from '#base/statistics';
import type { Comparison, ComparisonRow, Measure, Metric, Summary } from '#mixing/comparison';
import { isBlocked } from '#mixing/comparison/obstacles';
import { words, type Cell, type Table } from '../block.ts';

/** What a table of a metric is called, without its split. */
export const metricTitles: Readonly<Record<Metric, string>> = {
  perplexity: 'perplexity',
  loss: 'loss, nats per token',
  'bits-per-byte': 'loss, bits per byte',
};

/** Mean ± standard error; of the rows that compare, the best of each column is marked, and the second. */
export function valueTable(comparison: Comparison, metric: Metric): Table {
  const { rows, analysis } = comparison;
  const measures = inOrder(comparison, metric);
  const columns = measures.map((measure) => {
    const numbers = rows.map((row) => row.cells[measure.id]!.value);
    const places = ranking(rows.map((row, i) => (isBlocked(row, metric) ? NaN : numbers[i]!.mean)));
    return cellsOf(numbers, formatNumber).map((cell, i) => ({ ...cell, ...emphasisOf(places[i]!) }));
  });
  return {
    caption: `${analysis.split === 'test' ? 'Test' : 'Validation'} ${metricTitles[metric]}`,
    header: ['Method', ...measures.map(columnTitle)],
    rows: [
      ...rows.map(({ label }, i) => [words(label), ...columns.map((column) => column[i]!)]),
      ...(metric === 'bits-per-byte' && analysis.split === 'test' ? [entropyRow(comparison, measures)] : []),
    ],
  };
}

/** Paired by seed, ± standard error; below zero is better than the baseline. Marks follow the corrected p. */
export function differenceTable(comparison: Comparison, metric: Metric): Table {
  const baseline = baselineRow(comparison);
  const measures = inOrder(comparison, metric);
  const rows = comparison.rows.filter(({ cells }) => measures.some(({ id }) => cells[id]!.difference !== null));
  const columns = measures.map(({ id }) => {
    const differences = rows.map((row) => row.cells[id]!.difference);
    return cellsOf(differences, formatSigned).map((cell, i) => ({
      ...cell,
      text: cell.text + markOf(differences[i]?.pAdjusted ?? null),
    }));
  });
  return {
    caption: `Difference to ${baseline.label}, ${comparison.analysis.split} ${metricTitles[metric]}, paired by seed`,
    header: ['Method', ...measures.map(columnTitle)],
    rows: rows.map(({ label }, i) => [words(label), ...columns.map((column) => column[i]!)]),
  };
}

export function baselineRow({ rows, baselineKey }: Comparison): ComparisonRow {
  return rows.find(({ key }) => key === baselineKey)!;
}

/** `*` below 0.05, `**` below 0.01, `***` below 0.001, of a corrected p. */
export function markOf(p: number | null): string {
  if (p === null || p >= 0.05) return '';
  if (p >= 0.01) return '*';
  return p >= 0.001 ? '**' : '***';
}

/** What sums the groups up first, as in the window; it is in view where a table is wider than its page. */
function inOrder({ measures }: Comparison, metric: Metric): Measure[] {
  const own = measures.filter((measure) => measure.metric === metric);
  return [...own.filter(({ over }) => over !== 'group'), ...own.filter(({ over }) => over === 'group')];
}

function columnTitle({ over, title }: Measure): string {
  return { group: title, average: 'average', 'exp-of-mean': 'exp(mean loss)', worst: 'worst group' }[over];
}

function cellsOf(numbers: readonly (Summary | null)[], format: (x: number, decimals: number) => string): Cell[] {
  const known = numbers.flatMap((number) => (number === null || number.n === 0 ? [] : [number]));
  const decimals = columnDecimals(known);
  const hasErrors = known.some(({ standardError }) => standardError !== null);
  return numbers.map((number) => {
    if (number === null || !known.includes(number)) return words(absent);
    const value = format(number.mean, decimals);
    const error = formatMeasured(number.mean, number.standardError, decimals).error;
    return { text: hasErrors ? `${value} ± ${error}` : value, number: number.mean };
  });
}

/** One number of digits for a column, so that it lines up: what its most certain entry justifies, four at most. */
export function columnDecimals(numbers: readonly Summary[]): number {
  return Math.min(4, Math.max(0, ...numbers.map((number) => decimalsFor(number.mean, number.standardError))));
}

/** Place of each number, 0 the best; all the same place when there is nothing to choose from. */
function ranking(numbers: readonly number[]): (number | null)[] {
  const distinct = [...new Set(numbers.filter(Number.isFinite))].sort((a, b) => a - b);
  return numbers.map((number) => (distinct.length > 1 && Number.isFinite(number) ? distinct.indexOf(number) : null));
}

function emphasisOf(place: number | null): Pick<Cell, 'emphasis'> {
  if (place === 0) return { emphasis: 'best' };
  return place === 1 ? { emphasis: 'second' } : {};
}

/** What a model without context reaches: the entropy of the byte frequencies of each group. */
function entropyRow({ unigramBitsPerByte, groups }: Comparison, measures: readonly Measure[]): Cell[] {
  const known = unigramBitsPerByte.flatMap((bits) => bits ?? []);
  const of = ({ over, group }: Measure): number | null => {
    if (over === 'group') return unigramBitsPerByte[groups.indexOf(group!)] ?? null;
    if (known.length === 0) return null;
    return over === 'worst' ? Math.max(...known) : mean(known);
  };
  const cells = measures.map((measure): Cell => {
    const bits = of(measure);
    return bits === null ? words(absent) : { text: formatNumber(bits, 3), number: bits };
  });
  return [words('Byte frequencies alone'), ...cells];
}
