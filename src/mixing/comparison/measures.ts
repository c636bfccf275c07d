/** The numbers that methods are compared by, and how each follows from the losses of a run. */
import { mean } from '#base/statistics';
import type { Measure, Metric } from './types.ts';

export const metrics: readonly Metric[] = ['perplexity', 'loss', 'bits-per-byte'];

const units: Readonly<Record<Metric, string>> = {
  perplexity: 'perplexity per token',
  loss: 'nats per token',
  'bits-per-byte': 'bits per byte',
};

type Headline = Omit<Measure, 'group' | 'unit'>;

const headlines: readonly Headline[] = [
  {
    id: 'average-perplexity',
    metric: 'perplexity',
    over: 'average',
    title: 'Average perplexity',
    formula: 'The mean over groups of exp(loss).',
  },
  {
    id: 'perplexity-of-mean',
    metric: 'perplexity',
    over: 'exp-of-mean',
    title: 'exp(mean loss)',
    formula: 'exp of the mean over groups of the loss.',
  },
  {
    id: 'worst-perplexity',
    metric: 'perplexity',
    over: 'worst',
    title: 'Worst group',
    formula: 'The largest exp(loss) among the groups.',
  },
  {
    id: 'mean-loss',
    metric: 'loss',
    over: 'average',
    title: 'Mean loss',
    formula: 'The mean over groups of the loss.',
  },
  {
    id: 'worst-loss',
    metric: 'loss',
    over: 'worst',
    title: 'Worst group',
    formula: 'The largest loss among the groups.',
  },
  {
    id: 'mean-bits-per-byte',
    metric: 'bits-per-byte',
    over: 'average',
    title: 'Mean bits per byte',
    formula: 'The mean over groups of loss / ln 2 × tokens per byte.',
  },
  {
    id: 'worst-bits-per-byte',
    metric: 'bits-per-byte',
    over: 'worst',
    title: 'Worst group',
    formula: 'The largest loss / ln 2 × tokens per byte among the groups.',
  },
];

/** Headlines first, then group by group in every metric. */
export function measuresOf(groups: readonly string[]): Measure[] {
  return [
    ...headlines.map((headline) => ({ ...headline, group: null, unit: units[headline.metric] })),
    ...metrics.flatMap((metric) => groups.map((group) => groupMeasure(metric, group))),
  ];
}

/** The measure of a metric that methods are ranked by. */
export const headlineOf: Readonly<Record<Metric, string>> = {
  perplexity: 'average-perplexity',
  loss: 'mean-loss',
  'bits-per-byte': 'mean-bits-per-byte',
};

/** Id of the measure of one group. */
export function groupMeasureId(metric: Metric, group: string): string {
  return `${metric} of ${group}`;
}

function groupMeasure(metric: Metric, group: string): Measure {
  const formulas: Readonly<Record<Metric, string>> = {
    perplexity: 'exp of its loss.',
    loss: 'Its loss as evaluated.',
    'bits-per-byte': 'Its loss / ln 2 × tokens per byte of its test text.',
  };
  return {
    id: groupMeasureId(metric, group),
    metric,
    over: 'group',
    group,
    title: group,
    unit: units[metric],
    formula: formulas[metric],
  };
}

/** What a measure reads. */
export interface MeasuredLosses {
  readonly groups: readonly string[];
  /** Nats per token; NaN for a group that the run has not. */
  readonly losses: readonly number[];
  readonly tokensPerByte: readonly number[];
}

/** The number of one run; NaN when none of its groups counts. */
export function valueOf(measure: Measure, { groups, losses, tokensPerByte }: MeasuredLosses): number {
  const own = losses.map((loss, i) => inMetric(measure.metric, loss, tokensPerByte[i] ?? NaN));
  if (measure.over === 'group') return own[groups.indexOf(measure.group!)] ?? NaN;
  if (measure.over === 'exp-of-mean') return perplexityOfMean(losses.filter((loss) => !Number.isNaN(loss)));
  const there = own.filter((_value, i) => !Number.isNaN(losses[i]));
  if (there.length === 0) return NaN;
  return measure.over === 'worst' ? Math.max(...there) : mean(there);
}

function inMetric(metric: Metric, loss: number, tokensPerByte: number): number {
  if (metric === 'loss') return loss;
  return metric === 'perplexity' ? Math.exp(loss) : bitsPerByte(loss, tokensPerByte);
}

/** Average perplexity per group, (1/m) sum_i exp(L_i). */
export function averagePerplexity(losses: readonly number[]): number {
  return mean(losses.map(Math.exp));
}

/** exp of the mean loss: the geometric mean of the groups' perplexities. */
export function perplexityOfMean(losses: readonly number[]): number {
  return Math.exp(mean(losses));
}

/** Nats per token as bits per byte. @param tokensPerByte of the same text */
export function bitsPerByte(loss: number, tokensPerByte: number): number {
  return (loss / Math.LN2) * tokensPerByte;
}

/**
 * What counts as no practical difference, in the unit of a measure, for a region given in nats of loss: perplexity moves
 * by that share of itself, bits per byte as the loss does.
 *
 * @param baseline value of the baseline in that measure
 */
export function regionOf(
  measure: Measure,
  nats: number,
  baseline: number,
  { groups, tokensPerByte }: Omit<MeasuredLosses, 'losses'>,
): number {
  if (measure.metric === 'loss') return nats;
  if (measure.metric === 'perplexity') return baseline * nats;
  const own = measure.group === null ? mean(tokensPerByte) : (tokensPerByte[groups.indexOf(measure.group)] ?? NaN);
  return bitsPerByte(nats, own);
}
