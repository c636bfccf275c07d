/** A comparison as tables of words: which rows and columns there are, with digits that the uncertainty justifies. */
import {
  absent,
  decimalsFor,
  formatCount,
  formatDuration,
  formatMeasured,
  formatNumber,
  formatSigned,
} from '#base/format';
import type { Comparison, ComparisonRow, Summary } from '#mixing/comparison';

export const metrics = ['perplexity', 'loss', 'bits-per-byte'] as const;
export type Metric = (typeof metrics)[number];

export interface Table {
  readonly title: string;
  /** The first column holds names, the others numbers. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The number behind each cell after the first, null where there is none; lower is better. */
  readonly numbers?: readonly (readonly (number | null)[])[];
}

export interface ComparisonTables {
  readonly title: string;
  readonly tables: readonly Table[];
  /** Sentences below: what the numbers are, what is missing. */
  readonly notes: readonly string[];
}

const titles: Readonly<Record<Metric, string>> = {
  perplexity: 'Test perplexity',
  loss: 'Test loss, nats per token',
  'bits-per-byte': 'Test loss, bits per byte',
};

export function comparisonTables(comparison: Comparison, metric: Metric): ComparisonTables {
  const tables = [valueTable(comparison, metric), differenceTable(comparison, metric)];
  if (metric !== 'bits-per-byte') tables.push(valueTable(comparison, 'bits-per-byte'));
  return {
    title: comparison.experiment,
    tables: [...tables.filter((table) => table.rows.length > 0), costTable(comparison)],
    notes: notesOf(comparison),
  };
}

/** A column of numbers over seeds: its name and the number of each method. */
interface Column {
  readonly name: string;
  readonly of: (row: ComparisonRow) => Summary | null;
}

function valueTable(comparison: Comparison, metric: Metric): Table {
  const columns = [...comparison.groups.map((name, i) => groupColumn(metric, name, i)), ...headlines(metric)];
  const table = tableOf(titles[metric], comparison.rows, columns, formatNumber);
  if (metric !== 'bits-per-byte') return table;
  const entropies = comparison.unigramBitsPerByte;
  const known = entropies.filter((entropy) => entropy !== null);
  const cells = [...entropies, known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : null];
  const last = ['Byte frequencies alone', ...cells.map((bits) => (bits === null ? absent : formatNumber(bits, 3)))];
  return { ...table, rows: [...table.rows, last] };
}

function groupColumn(metric: Metric, name: string, i: number): Column {
  const field = { perplexity: 'perplexities', loss: 'losses', 'bits-per-byte': 'bitsPerByte' } as const;
  return { name, of: (row) => row[field[metric]][i] ?? null };
}

function headlines(metric: Metric): Column[] {
  if (metric === 'loss') return [{ name: 'mean', of: (row) => row.meanLoss }];
  if (metric === 'bits-per-byte') return [{ name: 'mean', of: (row) => row.meanBitsPerByte }];
  return [
    { name: 'average', of: (row) => row.averagePerplexity },
    { name: 'exp(mean loss)', of: (row) => row.perplexityOfMean },
  ];
}

/** Differences exist of perplexities and of the mean loss; below zero is better than the baseline. */
function differenceTable(comparison: Comparison, metric: Metric): Table {
  const baseline = comparison.rows.find((row) => row.method === comparison.baseline)?.label ?? comparison.baseline;
  const others = comparison.rows.filter((row) => row.difference !== null);
  const columns: Column[] =
    metric === 'perplexity'
      ? [
          ...comparison.groups.map((name, i): Column => ({
            name,
            of: (row) => row.difference!.perplexities[i] ?? null,
          })),
          { name: 'average', of: (row) => row.difference!.averagePerplexity },
          { name: 'exp(mean loss)', of: (row) => row.difference!.perplexityOfMean },
        ]
      : [{ name: 'mean loss', of: (row) => row.difference!.meanLoss }];
  const what = metric === 'perplexity' ? 'test perplexity' : 'mean test loss, nats per token';
  return tableOf(`Difference to ${baseline}, ${what}, paired by seed`, others, columns, formatSigned);
}

function tableOf(
  title: string,
  rows: readonly ComparisonRow[],
  columns: readonly Column[],
  format: (x: number, decimals: number) => string,
): Table {
  const cells = columns.map(({ of }) => {
    const numbers = rows.map((row) => of(row));
    const decimals = columnDecimals(numbers);
    const hasErrors = numbers.some((number) => number !== null && number.standardError !== null);
    return numbers.map((number) => cellOf(number, decimals, hasErrors, format));
  });
  return {
    title,
    header: ['Method', ...columns.map(({ name }) => name)],
    rows: rows.map((row, i) => [row.label, ...cells.map((column) => column[i]!)]),
    numbers: rows.map((row) => columns.map(({ of }) => numberOf(of(row)))),
  };
}

function numberOf(summary: Summary | null): number | null {
  return summary === null || summary.n === 0 ? null : summary.mean;
}

function cellOf(
  number: Summary | null,
  decimals: number,
  hasErrors: boolean,
  format: (x: number, decimals: number) => string,
): string {
  if (number === null || number.n === 0) return absent;
  const value = format(number.mean, decimals);
  return hasErrors ? `${value} ± ${formatMeasured(number.mean, number.standardError, decimals).error}` : value;
}

/** One number of digits for a column, so that it lines up: what its most certain entry justifies, four at most. */
function columnDecimals(numbers: readonly (Summary | null)[]): number {
  const wanted = numbers.flatMap((number) =>
    number === null || number.n === 0 ? [] : [decimalsFor(number.mean, number.standardError)],
  );
  return Math.min(4, Math.max(0, ...wanted));
}

function costTable({ rows }: Comparison): Table {
  return {
    title: 'Cost per run',
    header: ['Method', 'seeds', 'learning steps', 'final steps', 'asked steps', 'computed steps', 'time'],
    rows: rows.map(({ label, seeds, cost }) => [
      label,
      seeds.length > 0 ? seeds.join(', ') : absent,
      formatCount(cost.learningSteps),
      formatCount(cost.finalSteps),
      formatCount(cost.learningSteps + cost.finalSteps),
      formatCount(cost.computedSteps),
      formatDuration(cost.seconds),
    ]),
  };
}

function notesOf({ rows, tokenizer }: Comparison): string[] {
  const missing = rows.flatMap(({ label, missing: runs }) =>
    runs.map(({ seed, state }) => `Not in the means: ${label}, seed ${seed} (${state}).`),
  );
  const isShared = rows.some(({ cost }) => cost.computedSteps < cost.learningSteps + cost.finalSteps);
  return [
    `Means ± standard error over seeds; tokenizer ${tokenizer}; lower is better everywhere.`,
    ...(isShared
      ? ['Fewer steps are computed than asked for where runs share trials; they count for the run that made them.']
      : []),
    ...missing,
  ];
}
