/** Calls that compare the methods of an experiment. */
import type { Comparison } from '#mixing/comparison';
import type { ExperimentId } from './experiments.ts';

export type TableFormat = 'text' | 'md' | 'csv' | 'tex' | 'json';

export interface ComparisonCalls {
  comparison(experiment: ExperimentId, baseline?: string): Promise<Comparison>;
  comparisonTable(
    experiment: ExperimentId,
    format: TableFormat,
    options?: { baseline?: string; metric?: string },
  ): Promise<string>;
}
