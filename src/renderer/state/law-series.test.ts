import { expect, test } from 'vitest';
import { aLaw } from '../testing/experiments.ts';
import { extended, lastRounds } from './law-series.ts';

const [first, second, third] = aLaw().rounds;

test('a law grows by the rounds that are new, and by runs that begin to estimate', () => {
  const known = [aLaw({ rounds: [first!] })];
  expect(lastRounds(known)).toEqual({ r1: 0 });
  const grown = extended(known, [aLaw({ rounds: [second!, third!] }), aLaw({ run: 'r2', rounds: [first!] })]);
  expect(grown.map(({ rounds }) => rounds.length)).toEqual([3, 1]);
});

test('without news what is known stays the same object, and a run that is gone goes', () => {
  const known = [aLaw(), aLaw({ run: 'r2' })];
  expect(extended(known, [aLaw({ rounds: [] }), aLaw({ run: 'r2', rounds: [] })])).toBe(known);
  expect(extended(known, [aLaw({ rounds: [] })]).map(({ run }) => run)).toEqual(['r1']);
});
