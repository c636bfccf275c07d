/** Mixtures that finished runs were trained on: to begin a mixture from, and to see what was really drawn. */
import type { ExperimentId } from './experiments.ts';

/** What a method of an experiment was trained on, over all its finished seeds. */
export interface RunMixture {
  readonly experiment: ExperimentId;
  readonly experimentName: string;
  readonly method: string;
  readonly label: string;
  /** Finished runs that are averaged. */
  readonly seeds: number;
  /** Names, in the order of the experiment. */
  readonly groups: readonly string[];
  /** Shares asked for, averaged over the steps of the final training; sum 1. */
  readonly asked: readonly number[];
  /** Shares of the sequences that were really drawn over the same steps; sum 1. */
  readonly drawn: readonly number[];
  /** Shares asked for at the end, without stretches that only measure; sum 1. */
  readonly last: readonly number[];
}

export interface MixtureCalls {
  /** The newest experiment first, its methods in their order. */
  runMixtures(): Promise<readonly RunMixture[]>;
}
