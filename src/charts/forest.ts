/** One line of a chart of differences. */
export interface ForestEntry {
  readonly id: string;
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
  readonly mean: number;
  /** Ends of its interval; null for one seed. */
  readonly interval: readonly [number, number] | null;
  readonly perSeed: readonly number[];
  /** For whoever points at it. */
  readonly words: string;
}
