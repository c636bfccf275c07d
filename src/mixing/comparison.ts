/**
 * What a finished experiment says: one row per method, seeds folded, differences paired by seed.
 * The types are the contract of tables, charts and exports; `compare` fills them.
 */
import { Refusal } from '#base/refusal';
import { fold, foldColumns, mean } from '#base/statistics';
import type { Proportions } from './method.ts';

/** A number over seeds; a mean of NaN when there is no finished run. */
export interface Summary {
  readonly mean: number;
  /** Sample standard deviation (n - 1); null for one seed. */
  readonly sd: number | null;
  /** sd / sqrt(n); null for one seed. */
  readonly standardError: number | null;
  readonly n: number;
}

/** Losses of one finished run on the test set, in group order. */
export interface RunResult {
  readonly run: string;
  readonly method: string;
  readonly label: string;
  readonly seed: number;
  /** Nats per token. */
  readonly testLosses: readonly number[];
  /** Final proportions of the subject. */
  readonly proportions: Proportions;
  readonly cost: {
    readonly learningSteps: number;
    readonly finalSteps: number;
    /** Those of the final steps that only measured; absent where it is not known. */
    readonly measuringSteps?: number;
    readonly computedSteps: number;
    readonly seconds: number;
  };
}

/** Measures of one method: each folded over its seeds, and its difference to the baseline paired by seed. */
export interface ComparisonRow {
  readonly method: string;
  readonly label: string;
  readonly seeds: readonly number[];
  readonly runs: readonly RunResult[];
  /** Test loss per group, nats per token. */
  readonly losses: readonly Summary[];
  /** Test perplexity per group: mean over seeds of exp(loss). */
  readonly perplexities: readonly Summary[];
  /** Bits per byte per group. */
  readonly bitsPerByte: readonly Summary[];
  readonly meanLoss: Summary;
  /** Average test perplexity per group, (1/m) sum_i exp(L_i): the paper's headline. */
  readonly averagePerplexity: Summary;
  /** exp of the mean loss. The two can rank mixtures differently; both are always shown. */
  readonly perplexityOfMean: Summary;
  readonly meanBitsPerByte: Summary;
  /** Against the baseline, over seeds that both have; null for the baseline itself or without a shared seed. */
  readonly difference: null | {
    readonly meanLoss: Summary;
    readonly averagePerplexity: Summary;
    readonly perplexityOfMean: Summary;
    readonly perplexities: readonly Summary[];
  };
  readonly proportions: Proportions;
  readonly cost: {
    readonly learningSteps: number;
    readonly finalSteps: number;
    /** Those of the final steps that only measured; absent where it is not known. */
    readonly measuringSteps?: number;
    readonly computedSteps: number;
    readonly seconds: number;
  };
  /** Runs that are not in the means, and why. */
  readonly missing: readonly { readonly seed: number; readonly state: string }[];
}

export interface Comparison {
  readonly experiment: string;
  readonly groups: readonly string[];
  readonly baseline: string;
  readonly tokenizer: string;
  readonly rows: readonly ComparisonRow[];
  /** Entropy of the byte frequencies of each group, bits per byte: what a model without context reaches. */
  readonly unigramBitsPerByte: readonly (number | null)[];
}

/** Proportions over a run. */
export interface Trajectory {
  readonly run: string;
  readonly method: string;
  readonly seed: number;
  readonly groups: readonly string[];
  /** Proportions asked for from this step on. */
  readonly points: readonly { readonly step: number; readonly proportions: Proportions }[];
}

/** What a comparison needs beside the results. */
export interface ComparisonOptions {
  readonly experiment: string;
  readonly groups: readonly string[];
  readonly tokenizer: string;
  /** Method id or label of the row that others are measured against. */
  readonly baseline: string;
  /** Rows in order; methods without a finished run keep their row. Absent: as results and missing runs come. */
  readonly methods?: readonly { readonly method: string; readonly label: string }[];
  /** Tokens per byte of each group's test text: turns nats per token into bits per byte. */
  readonly tokensPerByte: readonly number[];
  readonly unigramBitsPerByte?: readonly (number | null)[];
  /** Runs without a result, and the state that they are in. */
  readonly missing?: readonly {
    readonly method: string;
    readonly label: string;
    readonly seed: number;
    readonly state: string;
  }[];
}

/**
 * Folds finished runs into one row per method: mean, sample deviation and standard error over seeds, and differences
 * to the baseline taken seed by seed. A run whose losses are not finite is listed as missing, never averaged.
 *
 * @throws Refusal `nothing_to_compare` when there are no rows, or none is the baseline
 * Source: spec 3.4 and 3.5.
 */
export function compare(results: readonly RunResult[], options: ComparisonOptions): Comparison {
  const sound = results.filter((result) => result.testLosses.every(Number.isFinite));
  const missing = [
    ...(options.missing ?? []),
    ...results.filter((result) => !sound.includes(result)).map((result) => ({ ...result, state: 'diverged' })),
  ];
  const rows = distinctRows(options.methods ?? [...results, ...missing]);
  if (rows.length === 0)
    throw new Refusal('nothing_to_compare', 'No run of this experiment has been started.', {
      remedy: 'Start the experiment and compare when a run has finished.',
    });
  const baseline =
    rows.find((row) => row.method === options.baseline) ?? rows.find((row) => row.label === options.baseline);
  if (baseline === undefined)
    throw new Refusal('nothing_to_compare', `"${options.baseline}" is not one of the methods compared.`, {
      field: 'baseline',
      remedy: `Choose one of: ${rows.map((row) => row.method).join(', ')}.`,
    });
  const runsOf = (row: RowKey) => sound.filter((run) => isSame(run, row)).sort((a, b) => a.seed - b.seed);
  return {
    experiment: options.experiment,
    groups: options.groups,
    baseline: baseline.method,
    tokenizer: options.tokenizer,
    unigramBitsPerByte: options.unigramBitsPerByte ?? options.groups.map(() => null),
    rows: rows.map((row) => ({
      ...rowOf(row, runsOf(row), options),
      difference: isSame(row, baseline) ? null : differenceOf(runsOf(row), runsOf(baseline)),
      missing: missing.filter((run) => isSame(run, row)).map(({ seed, state }) => ({ seed, state })),
    })),
  };
}

/** Average test perplexity per group, (1/m) sum_i exp(L_i). */
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

type RowKey = Pick<RunResult, 'method' | 'label'>;

function isSame(a: RowKey, b: RowKey): boolean {
  return a.method === b.method && a.label === b.label;
}

function distinctRows(keys: readonly RowKey[]): RowKey[] {
  const first = keys.filter((key, index) => keys.findIndex((other) => isSame(key, other)) === index);
  return first.map(({ method, label }) => ({ method, label }));
}

function rowOf(
  { method, label }: RowKey,
  runs: readonly RunResult[],
  { groups, tokensPerByte }: ComparisonOptions,
): Omit<ComparisonRow, 'difference' | 'missing'> {
  const losses = runs.map((run) => run.testLosses);
  const bits = losses.map((all) => all.map((loss, i) => bitsPerByte(loss, tokensPerByte[i]!)));
  const perGroup = (rows: readonly (readonly number[])[]) =>
    runs.length > 0 ? foldColumns(rows) : groups.map(() => fold([]));
  const meanCost = (part: Exclude<keyof RunResult['cost'], 'measuringSteps'>) =>
    mean(runs.map((run) => run.cost[part]));
  const measuring = runs.map((run) => run.cost.measuringSteps);
  return {
    method,
    label,
    seeds: runs.map((run) => run.seed),
    runs,
    losses: perGroup(losses),
    perplexities: perGroup(losses.map((all) => all.map(Math.exp))),
    bitsPerByte: perGroup(bits),
    meanLoss: fold(losses.map(mean)),
    averagePerplexity: fold(losses.map(averagePerplexity)),
    perplexityOfMean: fold(losses.map(perplexityOfMean)),
    meanBitsPerByte: fold(bits.map(mean)),
    proportions: perGroup(runs.map((run) => run.proportions)).map((share) => share.mean),
    cost: {
      learningSteps: meanCost('learningSteps'),
      finalSteps: meanCost('finalSteps'),
      ...(measuring.every((steps) => steps !== undefined) && { measuringSteps: mean(measuring) }),
      computedSteps: meanCost('computedSteps'),
      seconds: meanCost('seconds'),
    },
  };
}

/** Run minus baseline of the same seed, folded over the seeds that both have; null when they share none. */
function differenceOf(runs: readonly RunResult[], baseline: readonly RunResult[]): ComparisonRow['difference'] {
  const pairs = runs.flatMap((run) => {
    const other = baseline.find((candidate) => candidate.seed === run.seed);
    return other === undefined ? [] : [[run.testLosses, other.testLosses] as const];
  });
  if (pairs.length === 0) return null;
  const of = (measure: (losses: readonly number[]) => number) => fold(pairs.map(([a, b]) => measure(a) - measure(b)));
  return {
    meanLoss: of(mean),
    averagePerplexity: of(averagePerplexity),
    perplexityOfMean: of(perplexityOfMean),
    perplexities: foldColumns(pairs.map(([a, b]) => a.map((loss, i) => Math.exp(loss) - Math.exp(b[i]!)))),
  };
}
