import { expect, test } from 'vitest';
import { firstExperiment } from './draft.svelte.ts';
import { experimentText, linesOf, readExperimentText } from './experiment-text.ts';

const experiment = firstExperiment([]);
const text = experimentText(experiment);

test('what is written is read back the same', () => {
  expect(readExperimentText(text)).toEqual({ experiment, errors: [] });
});

test('a field has its line, also inside lists', () => {
  const lines = linesOf(
    '{\n  "name": "a: {b}",\n  "groups": [\n    "law",\n    "code"\n  ],\n  "training": { "steps": 3 }\n}',
  );
  expect(Object.fromEntries(lines)).toEqual({
    name: 2,
    groups: 3,
    'groups.0': 4,
    'groups.1': 5,
    training: 7,
    'training.steps': 7,
  });
});

test('a value of the wrong kind is named with its line and field', () => {
  const wrong = text.replace('"steps": 300', '"steps": 0');
  const line = wrong.split('\n').findIndex((one) => one.includes('"steps"')) + 1;
  expect(readExperimentText(wrong).errors).toEqual([{ line, field: 'training.steps', message: 'It is below 1.' }]);
});

test('a misspelt field is named with its line', () => {
  const wrong = text.replace('"batch"', '"bacth"');
  const line = wrong.split('\n').findIndex((one) => one.includes('"bacth"')) + 1;
  expect(readExperimentText(wrong).errors).toMatchObject([{ line, field: 'training.bacth' }]);
});

test('a text that is no JSON is said so, on the line of the fault', () => {
  const { errors } = readExperimentText(text.replace('"seeds": [', '"seeds": [ oops'));
  const line = text.split('\n').findIndex((one) => one.includes('"seeds"')) + 1;
  expect(errors).toMatchObject([{ line, field: '', message: expect.stringMatching(/^This is not JSON: /) as string }]);
  const end = readExperimentText('{\n  "name":');
  expect(end.errors[0]).toMatchObject({ line: 2, field: '' });
});
