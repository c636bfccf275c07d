/** The loss as a mixture of the groups' losses (spec 2.5, M-linear). Ranks well, but its optimum is always a vertex. */
import { linearLaw } from './linear-law.ts';
import { listOf, loss } from './law.ts';

export const linearStatic = linearLaw({
  id: 'linear-static',
  title: 'Linear static law',
  kind: 'static',
  equation: 'L_i(p) = sum_j a_ij p_j',
  response: loss,
  needsOwn: false,
  freeNumbers: (m) => m,
  features: (p) => [...p],
  toParameters: (a) => ({ a }),
  weightsOf: (parameters) => listOf(parameters, 'a'),
  slopes: (a) => [...a],
});
