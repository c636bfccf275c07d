import type { Comparison, Metric } from '#mixing/comparison';

/** One way to write a comparison down. */
export interface Format {
  readonly id: string;
  write(comparison: Comparison, metric: Metric): string;
}
