import { expect, test } from 'vitest';
import { differencesOf, titleOf } from './difference.ts';
import { experimentSchema, type Experiment, type ExperimentInput } from './experiment.ts';
import { labelOf } from './field-labels.ts';

const content = {
  format: 1,
  name: 'first',
  groups: ['law', 'code'],
  training: { steps: 300 },
  seeds: [0, 1],
  methods: [{ id: 'stratified' }, { id: 'aioli', preset: 'small' }],
} satisfies ExperimentInput;
const base = experimentSchema.parse(content);
const changed = (changes: Partial<ExperimentInput>): Experiment => experimentSchema.parse({ ...content, ...changes });
const titleTo = (changes: Partial<ExperimentInput>): string => titleOf(differencesOf(base, changed(changes)));

test('equal experiments differ in nothing', () => {
  expect(differencesOf(base, changed({}))).toEqual([]);
});

test.each<[string, Partial<ExperimentInput>]>([
  ['Steps 300 → 500', { training: { steps: 500 } }],
  ['Seeds 0, 1 → 0, 1, 2', { seeds: [0, 1, 2] }],
  ['add group math', { groups: ['law', 'code', 'math'] }],
  ['leave out group code', { groups: ['law'] }],
  ['Order of groups law, code → code, law', { groups: ['code', 'law'] }],
  ['add DoReMi', { methods: [...content.methods, { id: 'doremi' }] }],
  ['leave out Stratified', { methods: [content.methods[1]!] }],
  [
    'Aioli: Step size 0.5 → 0.3',
    { methods: [content.methods[0]!, { id: 'aioli', preset: 'small', knobs: { eta: 0.3 } }] },
  ],
  ['Aioli: Preset small → default settings', { methods: [content.methods[0]!, { id: 'aioli' }] }],
  [
    'Aioli: Takes over after nothing → Natural',
    { methods: [content.methods[0]!, { id: 'aioli', preset: 'small', after: { id: 'natural' } }] },
  ],
  ['Model nano → micro', { model: 'micro' }],
  ['Model nano → custom, 1 layers of 16', { model: { hiddenSize: 16, layers: 1, heads: 2, intermediateSize: 32 } }],
  ['Warm-up not set → 20', { training: { steps: 300, warmupSteps: 20 } }],
  ['Name first → second, and 1 more', { name: 'second', training: { steps: 500 } }],
])('an edit is called "%s"', (title, changes) => {
  expect(titleTo(changes)).toBe(title);
});

test('a number that is being typed counts as empty', () => {
  const typing = { ...base, training: { ...base.training, steps: NaN } };
  expect(differencesOf(base, typing)).toMatchObject([{ field: 'training.steps', before: '300', after: 'empty' }]);
});

test('a field is called as in the form', () => {
  const fields = ['training.steps', 'groups.1', 'methods.1.knobs.eta', 'methods.0', 'seeds', 'nowhere.at.all'];
  expect(fields.map((field) => labelOf(field, base))).toEqual([
    'Steps',
    'code',
    'Aioli: Step size',
    'Stratified',
    'Seeds',
    'nowhere.at.all',
  ]);
});
