/** The dynamic law of relative change, for groups whose losses differ much in size (spec 4.2, log variant). */
import { interceptFeatures, interceptSlopes, linearLaw } from './linear-law.ts';
import { listOf, logLossRatio, numberOf } from './law.ts';

export const logDynamic = linearLaw({
  id: 'log-dynamic',
  title: 'Log dynamic law',
  kind: 'dynamic',
  equation: 'ln(L_i(next) / L_i) = c_i + sum_{j<m} k_ij p_j; for two groups c_i + k_i p_i',
  response: logLossRatio,
  needsOwn: false,
  freeNumbers: (m) => m,
  features: interceptFeatures,
  toParameters: ([c, ...k]) => ({ c: c!, k }),
  weightsOf: (parameters) => [numberOf(parameters, 'c'), ...listOf(parameters, 'k')],
  slopes: interceptSlopes,
});
