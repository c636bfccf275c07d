import { expect, test } from 'vitest';
import { firstExperiment } from './draft.svelte.ts';
import { listed, saidOf } from './problem-words.ts';

const problem = (field: string, message: string, severity: 'error' | 'warning' = 'error') => ({
  field,
  message,
  remedy: 'Mend it.',
  severity,
});

test.each([
  ['"training.steps" is below 1.', 'It is below 1. Mend it.'],
  ['"eta" of Aioli is 2000, outside its range.', 'It is 2000, outside its range. Mend it.'],
  ['"law" holds no text.', 'It holds no text. Mend it.'],
  ['A seed is named twice.', 'A seed is named twice. Mend it.'],
])('%s is said beside its field without its path', (message, said) => {
  expect(saidOf(problem('x', message))).toBe(said);
});

test('errors come before warnings, each under the name of its field', () => {
  const found = listed(
    [problem('seeds', 'One.', 'warning'), problem('methods.1.knobs.eta', 'Two.'), problem('', 'Three.')],
    firstExperiment([]),
  );
  expect(found.map(({ label, problem: { message } }) => [label, message])).toEqual([
    ['Aioli: Step size', 'Two.'],
    ['', 'Three.'],
    ['Seeds', 'One.'],
  ]);
});
