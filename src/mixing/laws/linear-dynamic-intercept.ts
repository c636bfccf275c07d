/**
 * The dynamic law without knowledge of the loss before (spec 4.2): the intercept stands for it and the last group is
 * the reference. For two groups the slope is that of the own share.
 */
import { interceptFeatures, interceptSlopes, linearLaw } from './linear-law.ts';
import { listOf, loss, numberOf } from './law.ts';

export const linearDynamicIntercept = linearLaw({
  id: 'linear-dynamic-intercept',
  title: 'Linear dynamic law with intercept',
  kind: 'dynamic',
  equation: 'L_i(next) = c_i + sum_{j<m} k_ij p_j; for two groups c_i + k_i p_i',
  response: loss,
  needsOwn: false,
  freeNumbers: (m) => m,
  features: interceptFeatures,
  toParameters: ([c, ...k]) => ({ c: c!, k }),
  weightsOf: (parameters) => [numberOf(parameters, 'c'), ...listOf(parameters, 'k')],
  slopes: interceptSlopes,
});
