import { expect, test } from 'vitest';
import { explain } from './glossary.ts';

test('a text is cut at the first place of each word that is explained, and stays whole', () => {
  const text = 'Perplexity per token, 3 seeds; the loss of a subgroup, the losses of groups, A* and EGD.';
  const stretches = explain(text);
  expect(stretches.map((one) => one.text).join('')).toBe(text);
  expect(stretches.filter(({ term }) => term !== null).map((one) => [one.text, one.term])).toEqual([
    ['Perplexity', 'perplexity'],
    ['seeds', 'seed'],
    ['loss', 'loss'],
    ['groups', 'group'],
    ['A*', 'optimalLaw'],
    ['EGD', 'egd'],
  ]);
});

test('what is known is not explained again', () => {
  expect(explain('the loss of a group', ['loss']).filter(({ term }) => term !== null)).toEqual([
    { text: 'group', term: 'group' },
  ]);
});

test('a text without such words is one stretch, an empty one none', () => {
  expect([explain('Nothing here'), explain('')]).toEqual([[{ text: 'Nothing here', term: null }], []]);
});
