/** The law of online methods: the change of loss over one stretch is linear in p (Chen et al. 2024; spec 4.2, full). */
import { linearLaw } from './linear-law.ts';
import { listOf, lossChange } from './law.ts';

export const linearDynamic = linearLaw({
  id: 'linear-dynamic',
  title: 'Linear dynamic law',
  kind: 'dynamic',
  equation: 'L_i(next) = L_i + sum_j k_ij p_j, A = -k',
  response: lossChange,
  needsOwn: false,
  freeNumbers: (m) => m,
  features: (p) => [...p],
  toParameters: (k) => ({ k, A: k.map((slope) => -slope) }),
  weightsOf: (parameters) => listOf(parameters, 'k'),
  slopes: (k) => [...k],
});
