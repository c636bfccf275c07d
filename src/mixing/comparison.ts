/**
 * What a finished experiment says: one row per method, seeds folded, differences paired by seed.
 * The types are the contract of tables, charts and exports; the sums are in `compare`.
 */
import type { Proportions } from './method.ts';

/** A number over seeds. */
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
