/** What a comparison of methods says: the contract of tables, charts and exports. `compare` fills it. */
import type { Verdict } from '#base/practical-difference';
import type { KnobValue, Proportions, Sharing } from '../method.ts';

/** A number over seeds; a mean of NaN when there is no finished run. */
export interface Summary {
  readonly mean: number;
  /** Sample standard deviation (n - 1); null for one seed. */
  readonly sd: number | null;
  /** sd / sqrt(n); null for one seed. */
  readonly standardError: number | null;
  readonly n: number;
}

export type Metric = 'perplexity' | 'loss' | 'bits-per-byte';

/** One number that methods are compared by. Lower is better for every one. */
export interface Measure {
  /** `mean-loss`, `worst-perplexity`; of one group `loss of law`. */
  readonly id: string;
  readonly metric: Metric;
  /** How the groups become one number; 'group' for one of them alone. */
  readonly over: 'average' | 'exp-of-mean' | 'worst' | 'group';
  readonly group: string | null;
  /** `Mean loss`, `law`. */
  readonly title: string;
  /** `nats per token`. */
  readonly unit: string;
  /** In words, for whoever asks where a number comes from. */
  readonly formula: string;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A mean over seeds with its interval, whose kind and level the comparison's analysis names. */
export interface Estimate extends Summary {
  /** Null for one seed. */
  readonly interval: Interval | null;
}

/** Row minus baseline, seed by seed, over the seeds that both have. Below zero is better. */
export interface Difference extends Estimate {
  /** The seeds paired, and the difference of each. */
  readonly seeds: readonly number[];
  readonly perSeed: readonly number[];
  /** Pairs in which the row is better. */
  readonly betterSeeds: number;
  /** Seeds that only one of the two has, and so count for nothing here. */
  readonly unpaired: readonly { readonly seed: number; readonly has: 'row' | 'baseline' }[];
  /** Mean difference as a share of the baseline's mean over the paired seeds. */
  readonly share: number;
  /** Chance of a difference at least this large when there is none; null for one seed. */
  readonly p: number | null;
  /** Corrected after Holm for the rows tested with this measure. */
  readonly pAdjusted: number | null;
  /** Mean difference in sample deviations of the differences (Cohen's d for pairs); null when they do not vary. */
  readonly effect: number | null;
  /** Chance that the true difference is below zero; null for one seed. */
  readonly probabilityBetter: number | null;
  /** Better, no practical difference, worse; null for one seed. */
  readonly verdict: Verdict | null;
  /** Half width of "no practical difference", in the unit of the measure. */
  readonly region: number;
}

/** One measure of one row. */
export interface Cell {
  /** One number for each of the row's runs, in their order. */
  readonly perRun: readonly number[];
  readonly value: Estimate;
  /** Null for the baseline, for rows that cannot be compared with it, and without a shared seed. */
  readonly difference: Difference | null;
}

/** Where on a run its value is taken. */
export type ValueAt =
  /** The test losses of the finished model. */
  | 'test'
  /** The last validation pass. */
  | 'last'
  /** The validation pass with the lowest mean loss. */
  | 'best'
  /** Validation at a step of the final run, or at a share of it in [0, 1]; between passes on the line that joins them. */
  | { readonly step: number }
  | { readonly share: number }
  /** Validation when learning and final steps together reach this many; 'least': the total of the cheapest run. */
  | { readonly totalSteps: number | 'least' };

export type TestId = 't' | 'signed-rank' | 'sign-flip';
/** 'less' asks only whether the row is better than the baseline. */
export type Alternative = 'two-sided' | 'less';
export type IntervalKind = 't' | 'percentile' | 'bca';

/** How numbers are taken and judged; every choice has a default, and `Comparison.analysis` states what was used. */
export interface AnalysisChoice {
  readonly at?: ValueAt;
  readonly test?: TestId;
  /** Two-sided unless given. */
  readonly alternative?: Alternative;
  readonly interval?: IntervalKind;
  /** Confidence of intervals, 0.95 unless given. */
  readonly level?: number;
  /** Half width of "no practical difference" in nats of mean loss, 0.005 unless given: half a percent of perplexity. */
  readonly region?: number;
}

export interface Analysis extends Required<AnalysisChoice> {
  readonly split: 'test' | 'validation';
  /** Total steps at which values are taken, when `at` asks for equal budgets. */
  readonly budgetSteps: number | null;
  /** Chance from which on a verdict counts as decided. */
  readonly decidedFrom: number;
  /** What was done, in sentences that can stand below a table. */
  readonly words: readonly string[];
}

/** What a run was trained and judged on: two runs compare when these agree. */
export interface Circumstances {
  readonly data: readonly { readonly group: string; readonly version: string }[];
  readonly tokenizer: string;
  /** In words: `4 layers of 128, 0.86 M parameters`. */
  readonly model: string;
  readonly context: number;
  readonly steps: number;
  /** Steps of learning and of the final run together. */
  readonly totalSteps: number;
  /** Sequences a step. */
  readonly batch: number;
  /** Largest number of sequences per group in one pass of evaluation. */
  readonly evaluationSequences: number;
  /** Optimiser and schedule, by the names of the experiment file. */
  readonly training: Readonly<Record<string, string | number>>;
  /** Of products of matrices; absent: float32. */
  readonly precision?: string;
  /** What may be spent on learning proportions, in words. */
  readonly learning: string;
  /** What was learned together with other runs; absent where nothing was learned. */
  readonly sharing?: Sharing;
  readonly backend: string;
}

export interface RunCost {
  /** Spent besides the final run: references, proxies, trials; shared ones included. */
  readonly learningSteps: number;
  readonly finalSteps: number;
  /** Those of the final steps that only measured; absent where it is not known. */
  readonly measuringSteps?: number;
  /** What the run computed itself: trials that runs share are computed once. */
  readonly computedSteps: number;
  readonly seconds: number;
  /** Tokens of learning and final steps; absent where it is not known. */
  readonly tokens?: number;
  /** Operations for these tokens, without evaluations; absent where it is not known. */
  readonly flops?: number;
}

/** A finished run as `compare` takes it. */
export interface FinishedRun {
  readonly run: string;
  /** Row that it belongs to; `method` and `label` decide when absent. */
  readonly row?: string;
  readonly method: string;
  readonly label: string;
  readonly seed: number;
  /** Nats per token on the test set, in the order of `groups`. */
  readonly testLosses: readonly number[];
  /** Names of its groups, when not those of the comparison in that order. */
  readonly groups?: readonly string[];
  /** In the order of its groups, when not those of the comparison: with another tokenizer. */
  readonly tokensPerByte?: readonly number[];
  /** Validation passes of the final run, by step. */
  readonly validation?: readonly { readonly step: number; readonly losses: readonly number[] }[];
  /** Final proportions of the subject. */
  readonly proportions: Proportions;
  readonly cost: RunCost;
  readonly circumstances?: Circumstances;
  /** Folder of the trained model inside the workspace. */
  readonly model?: string;
}

/** A run in a comparison. */
export interface RunResult extends Omit<FinishedRun, 'validation' | 'groups' | 'tokensPerByte'> {
  /** The losses that are compared, in the comparison's order of groups; NaN for a group that the run has not. */
  readonly losses: readonly number[];
  /** Steps of the final run at which they were taken. */
  readonly step: number;
}

/** Why a row cannot be compared with the baseline, or only with care. */
export interface Obstacle {
  readonly what:
    | 'groups'
    | 'data'
    | 'tokenizer'
    | 'evaluation'
    | 'budget'
    | 'model'
    | 'training'
    | 'precision'
    | 'sharing'
    | 'learning'
    | 'backend'
    | 'mixed';
  /** 'blocks': no difference is taken. 'caution': it is, and should be read with this in mind. */
  readonly severity: 'blocks' | 'caution';
  /** Bits per byte bear another tokenizer; losses and perplexities per token do not. */
  readonly affects: 'every measure' | 'measures per token';
  readonly sentence: string;
  /** What would make the two comparable. */
  readonly remedy: string;
}

/** A knob or a setting of the experiment by which rows can be grouped. */
export interface Setting {
  readonly name: string;
  readonly value: KnobValue;
}

export interface MissingRun {
  readonly run?: string;
  readonly seed: number;
  /** State of the run, `diverged` for losses that are not finite, or why it has no value here. */
  readonly state: string;
}

/** One row: a method with its settings in one experiment, its runs folded over seeds. */
export interface ComparisonRow {
  /** Unique in the comparison, the same whenever it is made. */
  readonly key: string;
  /** Id and name of its experiment. */
  readonly experiment: string;
  readonly experimentName: string;
  readonly method: string;
  readonly label: string;
  readonly settings: readonly Setting[];
  readonly seeds: readonly number[];
  readonly runs: readonly RunResult[];
  /** By id of the measure. */
  readonly cells: Readonly<Record<string, Cell>>;
  readonly proportions: Proportions;
  /** Means over the runs. */
  readonly cost: RunCost;
  /** Runs that are not in the means, and why. */
  readonly missing: readonly MissingRun[];
  /** Empty when nothing stands between this row and the baseline. */
  readonly obstacles: readonly Obstacle[];
}

export interface Comparison {
  /** Name of the experiment; of all, when there are several. */
  readonly experiment: string;
  readonly groups: readonly string[];
  /** Headlines first, then group by group. */
  readonly measures: readonly Measure[];
  /** Method of the row that others are measured against, and its key. */
  readonly baseline: string;
  readonly baselineKey: string;
  readonly tokenizer: string;
  readonly analysis: Analysis;
  readonly rows: readonly ComparisonRow[];
  /** Entropy of the byte frequencies of each group, bits per byte: what a model without context reaches. */
  readonly unigramBitsPerByte: readonly (number | null)[];
  /** Tokens per byte of each group's test text; NaN where it is not known. */
  readonly tokensPerByte: readonly number[];
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

/** A row as it is asked for. */
export interface RowChoice {
  readonly key?: string;
  readonly experiment?: string;
  readonly experimentName?: string;
  readonly method: string;
  readonly label: string;
  readonly settings?: readonly Setting[];
}

/** What a comparison needs beside the results. */
export interface ComparisonOptions {
  readonly experiment: string;
  readonly groups: readonly string[];
  readonly tokenizer: string;
  /** Key, method id or label of the row that others are measured against. */
  readonly baseline: string;
  /** Rows in order; methods without a finished run keep their row. Absent: as results and missing runs come. */
  readonly methods?: readonly RowChoice[];
  /** Tokens per byte of each group's test text: turns nats per token into bits per byte. */
  readonly tokensPerByte: readonly number[];
  readonly unigramBitsPerByte?: readonly (number | null)[];
  /** Runs without a result, and the state that they are in. */
  readonly missing?: readonly (MissingRun & {
    readonly row?: string;
    readonly method: string;
    readonly label: string;
  })[];
  readonly analysis?: AnalysisChoice;
}
