/** Equal shares for every group: the baseline of all comparisons. Spec 2.1. */
import { uniform } from '#base/simplex';
import { offline } from '../method.ts';

export const stratified = offline({
  id: 'stratified',
  title: 'Stratified',
  paper: 'baseline',
  summary:
    'Every group gets the same share of every batch, whatever its size. The baseline that others are measured against.',
  knobs: {},
  presets: {},
  complaints: () => [],
  costFormula: 'Nothing besides the S steps of the final run.',
  cost: ({ steps }) => ({ learningSteps: 0, measuringSteps: 0, finalSteps: steps, evaluations: 0 }),
  *learn({ groups }) {
    return uniform(groups.length);
  },
});
