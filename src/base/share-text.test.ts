import { expect, test } from 'vitest';
import { inText } from './fraction.ts';
import { readShare } from './share-text.ts';

const shareIn = (text: string, groups = 4) => {
  const read = readShare(text, groups);
  return read.kind === 'share' ? inText(read.share) : read;
};

test.each([
  ['1/3', '1/3'],
  ['33.3 %', '333/1000'],
  ['33,3', '333/1000'],
  ['25', '1/4'],
  ['0.25', '1/400'],
  ['.5%', '1/200'],
  [' 2 : 1 ', '2/3'],
  ['1.5/2', '3/4'],
  ['100', '1'],
  ['0', '0'],
])('"%s" is exactly %s', (text, expected) => expect(shareIn(text)).toBe(expected));

test('one part per group sets them all', () => {
  const read = readShare('2:1:1', 3);
  expect(read.kind === 'all' && read.shares.map(inText)).toEqual(['1/2', '1/4', '1/4']);
});

test.each([
  ['', /percentage such as 33.3/],
  ['lots', /fraction such as 1\/3/],
  ['1/0', /percentage/],
  ['-5', /cannot be negative/],
  ['120', /more than the whole/],
  ['4/3', /more than the whole/],
  ['0:0', /above 0/],
  ['1:2:3', /3 parts for 4 groups/],
])('"%s" is refused with what to type', (text, reason) => {
  const read = readShare(text, 4);
  expect(read.kind === 'unreadable' && read.reason).toMatch(reason);
});
