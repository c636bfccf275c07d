/** Weights that a person gives to the groups' losses. */
import { normalise, uniform } from '#base/simplex';
import type { Complaint, Setting } from '../method.ts';

/** Shares of the weights, equal when none are given; their sum is 1. */
export function lossShares(weights: readonly number[] | null, m: number): number[] {
  return weights === null ? uniform(m) : normalise(weights);
}

export function lossWeightComplaints({ groups }: Setting, weights: readonly number[] | null): Complaint[] {
  if (weights === null) return [];
  if (weights.length === groups.length && weights.every((w) => w >= 0) && weights.some((w) => w > 0)) return [];
  return [
    {
      knob: 'evaluationWeights',
      message: 'The weights of the losses do not fit the groups.',
      remedy: `Give ${groups.length} numbers of 0 or more, not all 0.`,
      code: 'proportions_invalid',
    },
  ];
}
