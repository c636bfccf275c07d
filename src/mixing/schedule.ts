/** The learning rate over a run: linear warm-up, then a cosine to the end rate. Spec 3.3. */

/** The part of a training setting that the schedule reads. */
export interface Schedule {
  /** Length of the whole run, also when it is stopped early or resumed. */
  readonly steps: number;
  readonly warmupSteps: number;
  readonly startLearningRate: number;
  readonly peakLearningRate: number;
  readonly endLearningRate: number;
}

/**
 * Learning rate of optimiser update number `step`.
 *
 * @param step updates taken before this one; the first update is number 0
 */
export function learningRate(step: number, schedule: Schedule): number {
  const { steps, warmupSteps, startLearningRate: start, peakLearningRate: peak, endLearningRate: end } = schedule;
  if (step < warmupSteps) return start + ((peak - start) * step) / warmupSteps;
  if (steps <= warmupSteps) return peak; // the run is over before the cosine begins
  const progress = Math.min(1, (step - warmupSteps) / (steps - warmupSteps));
  return end + ((peak - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
