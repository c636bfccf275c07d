/** Huber's loss: half the square of a small residual, linear in a large one, so that few outliers do not rule a fit. */

/** @param delta where the loss turns linear; Infinity gives half the square */
export function huberLoss(residual: number, delta: number): number {
  const size = Math.abs(residual);
  return size <= delta ? (residual * residual) / 2 : delta * (size - delta / 2);
}

/** Weight that makes a weighted square stand in for Huber's loss near this residual: 1 when small, delta/|r| beyond. */
export function huberWeight(residual: number, delta: number): number {
  const size = Math.abs(residual);
  return size <= delta ? 1 : delta / size;
}

/** Mean of Huber's loss over residuals. */
export function meanHuber(residuals: readonly number[], delta: number): number {
  return residuals.reduce((sum, r) => sum + huberLoss(r, delta), 0) / residuals.length;
}
