/** Smoothing of a line that is still growing: earlier values never change when later ones come. */

/**
 * Exponential mean, corrected for its start: each value is the mean of those up to it, the latest weighted most. Missing
 * values stay missing and carry no weight.
 *
 * @param weight of the past, in [0, 1); 0 leaves the values as they are
 */
export function exponentialMean(values: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0;
  let mass = 0;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null;
    sum = weight * sum + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return sum / mass;
  });
}
