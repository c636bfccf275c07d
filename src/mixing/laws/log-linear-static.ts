/** Data Mixing Laws, full gauge: one slope per group and b = 1 (Ye et al. 2024; spec 2.5, M-full). The default law. */
import { exponentialLaw } from './exponential-law.ts';
import { listOf, numberOf } from './law.ts';

export const logLinearStatic = exponentialLaw({
  id: 'log-linear-static',
  title: 'Log-linear static law',
  equation: 'L_i(p) = c_i + b_i exp(sum_j t_ij p_j), b_i = 1, A = -t',
  needsOwn: false,
  freeNumbers: (m) => m + 1,
  features: (p) => [...p],
  ones: ({ m }) => Array<number>(m).fill(1),
  ownWeight: ({ own }) => own,
  toParameters: (w) => ({ b: 1, t: [...w], A: w.map((t) => -t) }),
  line: (parameters) => ({ offset: Math.log(numberOf(parameters, 'b')), slopes: listOf(parameters, 't') }),
  weightsOf: ({ slopes }) => slopes,
  flat: ({ m }) => ({ b: 0, t: Array<number>(m).fill(0), A: Array<number>(m).fill(0) }),
});
