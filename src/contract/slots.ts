/** How many trainers at a time are quickest, out of what was measured. */

/** What so many trainers of so many threads did, all at once. */
export interface SlotRow {
  readonly trainers: number;
  /** Of each trainer. */
  readonly threads: number;
  /** Of all trainers together. */
  readonly stepsPerSecond: number;
  /** Of all trainers together, at their peak. */
  readonly memoryBytes: number;
}

/** Trainers side by side on this computer, at one model, batch and backend. */
export interface SlotMeasure {
  /** When, ISO 8601. */
  readonly at: string;
  readonly cores: number;
  /** `tensorflow`, `tensorflow in bfloat16`. */
  readonly backend: string;
  /** `4 layers of 128, 8 × 128 tokens a step`. */
  readonly work: string;
  /** Most trainers first. */
  readonly rows: readonly SlotRow[];
  /** Why further arrangements were not tried; null when all were. */
  readonly cutShort: string | null;
}

/**
 * The arrangement in which so many equal runs are done first. Trainers that have no run left stand idle, so a single run is
 * quickest with every core, and many runs with many trainers.
 */
export function quickest(rows: readonly SlotRow[], runs: number): SlotRow {
  return rows.reduce((best, row) => {
    const [own, other] = [timeFor(row, runs), timeFor(best, runs)];
    return own < other || (own === other && row.trainers < best.trainers) ? row : best;
  });
}

/** Seconds per step of a run times the rounds that so many runs take. */
function timeFor({ trainers, stepsPerSecond }: SlotRow, runs: number): number {
  return (Math.ceil(Math.max(1, runs) / trainers) * trainers) / stepsPerSecond;
}

/** Runs of `steps` steps that are done in an hour, while there are enough of them. */
export function runsPerHour({ stepsPerSecond }: SlotRow, steps: number): number {
  return (3600 * stepsPerSecond) / steps;
}
