import { expect, test } from 'vitest';
import { dirichlet } from './dirichlet.ts';
import { randomFor } from './random.ts';
import { isOnSimplex } from './simplex.ts';

test.each([[[1.5, 1.5, 1.5]], [[0.2, 0.5, 3]], [[6, 2]]])(
  'draws with strengths %j have their mean and spread',
  (alpha) => {
    const random = randomFor(1, 'dirichlet');
    const n = 20_000;
    const draws = Array.from({ length: n }, () => dirichlet(alpha, random));
    const whole = alpha.reduce((a, b) => a + b, 0);
    alpha.forEach((strength, j) => {
      const mean = draws.reduce((sum, p) => sum + p[j]!, 0) / n;
      const variance = draws.reduce((sum, p) => sum + (p[j]! - mean) ** 2, 0) / n;
      const share = strength / whole;
      expect(mean).toBeCloseTo(share, 2);
      expect(variance).toBeCloseTo((share * (1 - share)) / (whole + 1), 2);
    });
  },
);

test('tiny strengths give corners, and a strength of 0 gives nothing', () => {
  const random = randomFor(2, 'dirichlet');
  for (let n = 0; n < 500; n++) {
    const p = dirichlet([1e-4, 0, 2e-4], random);
    expect(isOnSimplex(p)).toBe(true);
    expect(p[1]).toBe(0);
  }
});
