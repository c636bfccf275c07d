import type { Comparison } from '#mixing/comparison';
import type { Metric } from '../comparison-tables.ts';

/** One way to write a comparison down. */
export interface Format {
  readonly id: string;
  write(comparison: Comparison, metric: Metric): string;
}
