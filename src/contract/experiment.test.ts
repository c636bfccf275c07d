import { expect, test } from 'vitest';
import { experimentSchema, modelShape, trainingSetting } from './experiment.ts';

const smallest = {
  format: 1,
  name: 'first',
  groups: ['law'],
  training: { steps: 200 },
  seeds: [0],
  methods: [{ id: 'stratified' }],
};

test('an experiment needs only a name, groups, steps, seeds and methods; the rest has defaults', () => {
  const experiment = experimentSchema.parse(smallest);
  expect(experiment).toMatchObject({
    tokenizer: 'byte',
    model: 'nano',
    backend: 'auto',
    evaluation: { points: 10, sequences: 64 },
  });
  expect(trainingSetting(experiment)).toMatchObject({ batch: 8, warmupSteps: 20, clip: 1, splitter: 'exactCarry' });
});

test('the shape takes its vocabulary from the tokenizer and its context from the training section', () => {
  expect(modelShape(experimentSchema.parse(smallest), 257)).toMatchObject({
    vocabularySize: 257,
    context: 128,
    hiddenSize: 128,
    layers: 4,
  });
});

test('float32 is what a run is without a word, bfloat16 a setting of its own', () => {
  const settingOf = (precision?: 'float32' | 'bfloat16') =>
    trainingSetting(experimentSchema.parse({ ...smallest, training: { steps: 200, precision } }));
  expect(settingOf('float32')).toEqual(settingOf());
  expect(settingOf()).not.toHaveProperty('precision');
  expect(settingOf('bfloat16')).toEqual({ ...settingOf(), precision: 'bfloat16' });
});

test('"Aioli after X" nests, and X may follow another', () => {
  const methods = [{ id: 'aioli', after: { id: 'custom', knobs: { weights: [1, 2] } }, knobs: { priorSteps: 100 } }];
  expect(experimentSchema.parse({ ...smallest, methods }).methods).toEqual(methods);
});

test.each([
  ['a field that does not exist', { ...smallest, stpes: 3 }, []],
  ['steps of zero', { ...smallest, training: { steps: 0 } }, ['training', 'steps']],
  ['no seeds', { ...smallest, seeds: [] }, ['seeds']],
  ['a misspelt model', { ...smallest, model: 'nanoo' }, ['model']],
  [
    'a field inside a prior method',
    { ...smallest, methods: [{ id: 'aioli', after: { id: 'custom', weights: [1] } }] },
    ['methods', 0, 'after'],
  ],
])('%s is found, with its path', (_name, input, path) => {
  const result = experimentSchema.safeParse(input);
  expect(result.success).toBe(false);
  expect(result.error?.issues[0]?.path).toEqual(path);
});
