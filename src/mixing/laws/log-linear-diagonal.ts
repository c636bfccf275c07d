/** The log-linear law that sees only a group's own share (spec 2.5, M-diag): complete for two groups. */
import { exponentialLaw } from './exponential-law.ts';
import { numberOf } from './law.ts';

export const logLinearDiagonal = exponentialLaw({
  id: 'log-linear-diagonal',
  title: 'Log-linear static law of the own share',
  equation: 'L_i(p) = c_i + exp(k_i p_i + b_i)',
  needsOwn: true,
  freeNumbers: () => 3,
  features: (p, { own }) => [1, p[own!]!],
  ones: () => [1, 0],
  ownWeight: () => 1,
  toParameters: ([b, k]) => ({ k: k!, b: b! }),
  line: (parameters, { own, m }) => ({
    offset: numberOf(parameters, 'b'),
    slopes: Array.from({ length: m }, (_slope, j) => (j === own ? numberOf(parameters, 'k') : 0)),
  }),
  weightsOf: ({ offset, slopes }, { own }) => [offset, slopes[own!]!],
  flat: () => ({ k: 0, b: -Infinity }),
});
