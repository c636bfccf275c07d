/** A comparison as the columns and cells of a table: which numbers, with which digits, in which order. */
import { decimalsFor } from '#base/format';
import { fold } from '#base/statistics';
import { bitsPerByte, type Comparison, type ComparisonRow, type RunResult, type Summary } from '#mixing/comparison';

export type Metric = 'perplexity' | 'loss' | 'bits-per-byte';

/** What the columns of groups show: the numbers themselves, or how they differ from the baseline, paired by seed. */
export type GroupCells = 'values' | 'differences';

export interface MetricFacts {
  readonly id: Metric;
  readonly title: string;
  /** Of one group or of the whole. */
  readonly unit: string;
  readonly headline: string;
}

export const metricFacts: Readonly<Record<Metric, MetricFacts>> = {
  perplexity: { id: 'perplexity', title: 'Perplexity', unit: 'test perplexity', headline: 'Average perplexity' },
  loss: { id: 'loss', title: 'Loss', unit: 'test loss, nats per token', headline: 'Mean loss' },
  'bits-per-byte': {
    id: 'bits-per-byte',
    title: 'Bits per byte',
    unit: 'test loss, bits per byte',
    headline: 'Mean bits per byte',
  },
};

/** A column of numbers: how to find one in a row, and the digits that all of them get. */
export interface Column {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  /** 'difference' cells carry arrow and sign. */
  readonly kind: 'value' | 'difference';
  readonly of: (row: ComparisonRow) => Summary | null;
  /** The same number for one run; null where it makes no sense. */
  readonly ofRun: (run: RunResult, row: ComparisonRow) => number | null;
  readonly decimals: number;
}

/** The columns in three parts: headlines, groups, and nothing else; costs are written by the table itself. */
export interface Columns {
  readonly headlines: readonly Column[];
  readonly difference: Column;
  readonly groups: readonly Column[];
}

type Raw = Omit<Column, 'decimals'>;

export function columnsOf(
  comparison: Comparison,
  baseline: ComparisonRow | undefined,
  metric: Metric,
  cells: GroupCells,
): Columns {
  const measured = (raw: Raw): Column => ({ ...raw, decimals: digitsOf(comparison.rows.map(raw.of)) });
  const groups = comparison.groups.map((group, i): Raw => {
    const measure = groupMeasure(metric, i);
    return cells === 'values'
      ? {
          id: `group ${group}`,
          title: group,
          hint: `${group}: ${metricFacts[metric].unit}`,
          kind: 'value',
          of: (row) => row[groupField[metric]][i] ?? null,
          ofRun: measure,
        }
      : {
          id: `group ${group}`,
          title: group,
          hint: `${group}: difference to ${baseline?.label ?? 'the baseline'}, ${metricFacts[metric].unit}`,
          kind: 'difference',
          of: (row) => paired(row, baseline, measure),
          ofRun: (run, row) => pairedRun(run, row, baseline, measure),
        };
  });
  return {
    headlines: headlinesOf(metric).map(measured),
    difference: measured(differenceOf(metric, baseline)),
    groups: groups.map(measured),
  };
}

const groupField = { perplexity: 'perplexities', loss: 'losses', 'bits-per-byte': 'bitsPerByte' } as const;

type Measure = (run: RunResult, row: ComparisonRow) => number;

function groupMeasure(metric: Metric, i: number): Measure {
  const loss = (run: RunResult) => run.testLosses[i] ?? NaN;
  if (metric === 'loss') return loss;
  if (metric === 'perplexity') return (run) => Math.exp(loss(run));
  return (run, row) => bitsPerByte(loss(run), tokensPerByte(row, i));
}

/** Tokens per byte of a group, which a comparison does not carry, from its two folded losses. */
function tokensPerByte(row: ComparisonRow, i: number): number {
  return (row.bitsPerByte[i]?.mean ?? NaN) / ((row.losses[i]?.mean ?? NaN) / Math.LN2);
}

const average = (of: readonly number[]): number => of.reduce((sum, x) => sum + x, 0) / of.length;

function headlinesOf(metric: Metric): readonly Raw[] {
  const averagePerplexity: Raw = {
    id: 'average perplexity',
    title: 'Average perplexity',
    hint: 'Test perplexity averaged over groups: the headline of the paper',
    kind: 'value',
    of: (row) => row.averagePerplexity,
    ofRun: (run) => average(run.testLosses.map(Math.exp)),
  };
  const perplexityOfMean: Raw = {
    id: 'perplexity of mean',
    title: 'Perplexity of mean',
    hint: 'Perplexity of the mean loss. It can rank methods differently from the average perplexity',
    kind: 'value',
    of: (row) => row.perplexityOfMean,
    ofRun: (run) => Math.exp(average(run.testLosses)),
  };
  const both = [averagePerplexity, perplexityOfMean];
  if (metric === 'perplexity') return both;
  const own: Raw =
    metric === 'loss'
      ? {
          id: 'mean loss',
          title: 'Mean loss',
          hint: 'Test loss averaged over groups, nats per token',
          kind: 'value',
          of: (row) => row.meanLoss,
          ofRun: (run) => average(run.testLosses),
        }
      : {
          id: 'mean bits',
          title: 'Mean bits per byte',
          hint: 'Bits per byte averaged over groups: comparable between tokenizers',
          kind: 'value',
          of: (row) => row.meanBitsPerByte,
          ofRun: (run, row) => average(run.testLosses.map((_, i) => groupMeasure('bits-per-byte', i)(run, row))),
        };
  return [own, ...both];
}

/** Against the baseline: of the metric's own headline. */
function differenceOf(metric: Metric, baseline: ComparisonRow | undefined): Raw {
  const headline = headlinesOf(metric)[0]!;
  const measure: Measure = (run, row) => headline.ofRun(run, row) ?? NaN;
  return {
    id: 'difference',
    title: `Against ${baseline?.label ?? 'baseline'}`,
    hint: `${headline.title} minus that of ${baseline?.label ?? 'the baseline'}, paired by seed; below zero is better`,
    kind: 'difference',
    of: (row) => {
      if (metric === 'perplexity') return row.difference?.averagePerplexity ?? null;
      return metric === 'loss' ? (row.difference?.meanLoss ?? null) : paired(row, baseline, measure);
    },
    ofRun: (run, row) => pairedRun(run, row, baseline, measure),
  };
}

function paired(row: ComparisonRow, baseline: ComparisonRow | undefined, measure: Measure): Summary | null {
  const differences = row.runs.flatMap((run) => {
    const difference = pairedRun(run, row, baseline, measure);
    return difference === null ? [] : [difference];
  });
  return differences.length > 0 ? fold(differences) : null;
}

function pairedRun(
  run: RunResult,
  row: ComparisonRow,
  baseline: ComparisonRow | undefined,
  measure: Measure,
): number | null {
  const other = baseline?.runs.find((candidate) => candidate.seed === run.seed);
  return other && baseline && row !== baseline ? measure(run, row) - measure(other, baseline) : null;
}

/** One number of digits for a column, so that it lines up: what its most certain entry justifies. */
function digitsOf(numbers: readonly (Summary | null)[]): number {
  const wanted = numbers.flatMap((number) =>
    number === null || number.n === 0 ? [] : [decimalsFor(number.mean, number.standardError)],
  );
  return Math.min(4, Math.max(0, ...wanted));
}

/** The row that others are measured against. @param label the one chosen, when there are several of the method */
export function baselineOf(comparison: Comparison, label: string | null): ComparisonRow | undefined {
  const candidates = comparison.rows.filter((row) => row.method === comparison.baseline);
  return candidates.find((row) => row.label === label) ?? candidates[0];
}

/** The lowest mean of a column, to be set in bold; null with fewer than two to choose from. */
export function bestOf(rows: readonly ComparisonRow[], column: Column): ComparisonRow | null {
  const known = rows.filter((row) => Number.isFinite(column.of(row)?.mean ?? NaN));
  if (known.length < 2) return null;
  return known.reduce((best, row) => (column.of(row)!.mean < column.of(best)!.mean ? row : best));
}

export interface Sorting {
  /** Column id, 'method' or 'steps'. */
  readonly by: string;
  readonly isDescending: boolean;
}

/** Rows in order; the baseline takes part, rows without the number come last. */
export function sorted(
  rows: readonly ComparisonRow[],
  columns: readonly Column[],
  sorting: Sorting | null,
): readonly ComparisonRow[] {
  if (sorting === null) return rows;
  const sign = sorting.isDescending ? -1 : 1;
  if (sorting.by === 'method') return [...rows].sort((a, b) => sign * a.label.localeCompare(b.label));
  const column = columns.find((one) => one.id === sorting.by);
  const key = (row: ComparisonRow): number =>
    sorting.by === 'steps' ? row.cost.learningSteps + row.cost.finalSteps : (column?.of(row)?.mean ?? NaN);
  return [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return sign * (left - right);
  });
}

/** What counts as no practical difference: half a percent of perplexity, which is 0.005 nats. */
export function negligible(metric: Metric, baseline: ComparisonRow | undefined): number {
  const nats = 0.005;
  if (metric === 'loss' || !baseline) return nats;
  const { averagePerplexity, meanBitsPerByte, meanLoss } = baseline;
  return metric === 'perplexity'
    ? averagePerplexity.mean * nats
    : (nats * meanBitsPerByte.mean) / Math.max(meanLoss.mean, Number.MIN_VALUE);
}
