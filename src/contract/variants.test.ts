import { expect, test } from 'vitest';
import { experimentSchema, type ExperimentInput } from './experiment.ts';
import { variantsOf } from './variants.ts';

const content: ExperimentInput = {
  format: 1,
  name: 'Study',
  groups: ['law'],
  training: { steps: 300 },
  seeds: [0],
  methods: [{ id: 'stratified' }],
};
const namesOf = (variants?: ExperimentInput['variants']) =>
  variantsOf(experimentSchema.parse({ ...content, ...(variants && { variants }) })).map(({ name }) => name);

test('a design without variants is one experiment, unchanged', () => {
  const experiment = experimentSchema.parse(content);
  expect(variantsOf(experiment)).toEqual([experiment]);
});

test('every budget with every model is an experiment of its own, the design itself first', () => {
  expect(namesOf({ steps: [600, 300], models: ['micro'] })).toEqual([
    'Study, nano, 300 steps',
    'Study, nano, 600 steps',
    'Study, micro, 300 steps',
    'Study, micro, 600 steps',
  ]);
  expect(namesOf({ steps: [600] })).toEqual(['Study, 300 steps', 'Study, 600 steps']);
});

test('every variant computes in the precision of the design', () => {
  const training = { steps: 300, precision: 'bfloat16' } as const;
  const variants = variantsOf(experimentSchema.parse({ ...content, training, variants: { steps: [600] } }));
  expect(variants.map((variant) => variant.training.precision)).toEqual(['bfloat16', 'bfloat16']);
});

test('an experiment of several has no variants itself', () => {
  const [, second] = variantsOf(experimentSchema.parse({ ...content, variants: { steps: [600] } }));
  expect(second).toEqual(experimentSchema.parse({ ...content, name: 'Study, 600 steps', training: { steps: 600 } }));
});
