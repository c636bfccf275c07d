/** Calls that compare methods, of one experiment or of several. */
import type { AnalysisChoice, Comparison, Metric } from '#mixing/comparison';
import type { CellAddress, CellExplanation } from '#mixing/comparison/explain';
import type { ExperimentId } from './experiments.ts';

export type TableFormat = 'text' | 'md' | 'csv' | 'tsv' | 'tex' | 'html' | 'json';

/** What is compared, against what, and how. */
export interface ComparisonChoice extends AnalysisChoice {
  /** One or more; rows of several say which they belong to. */
  readonly experiments: readonly ExperimentId[];
  /** Key, method id or label of a row; the first stratified row unless given. */
  readonly baseline?: string;
}

export interface ComparisonCalls {
  comparison(experiment: ExperimentId, baseline?: string): Promise<Comparison>;
  comparisonOf(choice: ComparisonChoice): Promise<Comparison>;
  /** Where a number comes from: runs, steps, formula, raw values, and what was left out. */
  explainCell(choice: ComparisonChoice, cell: CellAddress): Promise<CellExplanation>;
  comparisonTable(
    of: ExperimentId | ComparisonChoice,
    format: TableFormat,
    options?: { readonly baseline?: string; readonly metric?: Metric },
  ): Promise<string>;
}
