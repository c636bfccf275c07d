/**
 * The log-linear law as the sources write it, with b and one slope per group (spec 2.5, M-redundant). One number more
 * than data can tell, so the gauge is fixed here: the slopes sum to 0.
 */
import { mean } from '#base/statistics';
import { exponentialLaw } from './exponential-law.ts';
import { listOf, numberOf } from './law.ts';

export const logLinearRedundant = exponentialLaw({
  id: 'log-linear-redundant',
  title: 'Log-linear static law with scale',
  equation: 'L_i(p) = c_i + b_i exp(sum_j t_ij p_j), sum_j t_ij = 0, A = -t',
  needsOwn: false,
  freeNumbers: (m) => m + 1,
  features: (p) => [...p],
  ones: ({ m }) => Array<number>(m).fill(1),
  ownWeight: ({ own }) => own,
  toParameters: (w) => {
    const t = w.map((slope) => slope - mean(w));
    return { b: Math.exp(mean(w)), t, A: t.map((slope) => -slope) };
  },
  line: (parameters) => ({ offset: Math.log(numberOf(parameters, 'b')), slopes: listOf(parameters, 't') }),
  weightsOf: ({ offset, slopes }) => slopes.map((slope) => slope + offset),
  flat: ({ m }) => ({ b: 0, t: Array<number>(m).fill(0), A: Array<number>(m).fill(0) }),
});
