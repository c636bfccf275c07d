/** Shares that a method starts from or stays near: natural, equal, or given. */
import { normalise, uniform } from '#base/simplex';
import type { Complaint, KnobTable, Proportions, Setting } from '../method.ts';

export const priorKnobs = {
  prior: {
    type: 'choice',
    default: 'natural',
    choices: [
      { value: 'natural', label: 'Shares by tokens' },
      { value: 'stratified', label: 'Equal shares' },
      { value: 'given', label: 'The weights given below' },
    ],
    label: 'Prior',
    help: 'Shares around which mixtures are scattered.',
    level: 'simple',
  },
  priorWeights: {
    type: 'vector',
    default: null,
    isMixture: true,
    label: 'Prior weights',
    help: 'One weight per group, used with "the weights given below".',
    level: 'all',
  },
} as const satisfies KnobTable;

interface PriorKnobs {
  readonly prior: string;
  readonly priorWeights: readonly number[] | null;
}

export function priorOf({ groups }: Setting, { prior, priorWeights }: PriorKnobs): Proportions {
  if (prior === 'given') return normalise(priorWeights!);
  if (prior === 'stratified') return uniform(groups.length);
  return normalise(groups.map((group) => group.tokens));
}

/** @param name of the choice; its weights are the knob `<name>Weights` */
export function priorComplaints(
  { groups }: Setting,
  { prior, priorWeights: weights }: PriorKnobs,
  name = 'prior',
): Complaint[] {
  const code = 'proportions_invalid';
  if (prior === 'natural' && groups.every((group) => group.tokens === 0))
    return [{ knob: name, message: 'No group has training tokens.', remedy: 'Tokenize the groups first.', code }];
  if (prior !== 'given') return [];
  if (weights?.length === groups.length && weights.every((x) => x >= 0) && weights.some((x) => x > 0)) return [];
  const remedy = `Give ${groups.length} numbers of 0 or more, not all 0.`;
  return [{ knob: `${name}Weights`, message: `The ${name} has no weights that fit the groups.`, remedy, code }];
}
