/** The normal distribution. */

/** Probability that a standard normal number is at most `z`; absolute error below 1e-14. Source: West 2005, after Hart 1968. */
export function normalCdf(z: number): number {
  const size = Math.abs(z);
  const tail =
    size > 37 ? 0 : Math.exp((-size * size) / 2) * (size < 7.07106781186547 ? rational(size) : fraction(size));
  return z > 0 ? 1 - tail : tail;
}

/** The z below which lies `p`. @param p in (0, 1) */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  let low = -38;
  let high = 38;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function rational(z: number): number {
  const above = [
    3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
    220.206867912376,
  ];
  const below = [
    8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
    793.826512519948, 440.413735824752,
  ];
  const at = (coefficients: readonly number[]): number => coefficients.reduce((sum, c) => sum * z + c, 0);
  return at(above) / at(below);
}

function fraction(z: number): number {
  return 1 / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / Math.sqrt(2 * Math.PI);
}
