/** The log-linear law with the last group as reference (spec 2.5, M-reduced). Same curves where proportions sum to 1. */
import { exponentialLaw } from './exponential-law.ts';
import { listOf, numberOf } from './law.ts';

export const logLinearReduced = exponentialLaw({
  id: 'log-linear-reduced',
  title: 'Log-linear static law, last group as reference',
  equation: 'L_i(p) = c_i + exp(k_i + sum_{j<m} t_ij p_j)',
  needsOwn: false,
  freeNumbers: (m) => m + 1,
  features: (p) => [1, ...p.slice(0, -1)],
  ones: ({ m }) => [1, ...Array<number>(m - 1).fill(0)],
  ownWeight: ({ own, m }) => (own === null || own === m - 1 ? null : own + 1),
  toParameters: ([k, ...t]) => ({ k: k!, t }),
  line: (parameters) => ({ offset: numberOf(parameters, 'k'), slopes: [...listOf(parameters, 't'), 0] }),
  weightsOf: ({ offset, slopes }) => [offset, ...slopes.slice(0, -1)],
  flat: ({ m }) => ({ k: -Infinity, t: Array<number>(m - 1).fill(0) }),
});
