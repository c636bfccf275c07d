import { expect, test } from 'vitest';
import { suggestion } from './suggestion.ts';

test('a name with a slip in it suggests the nearest one, a strange one suggests nothing', () => {
  expect(suggestion('lprounds', ['eta', 'lpRounds', 'lpSteps'])).toBe('Did you mean "lpRounds"? ');
  expect(suggestion('temperature', ['eta', 'lpRounds'])).toBe('');
  expect(suggestion('eta', [])).toBe('');
});
