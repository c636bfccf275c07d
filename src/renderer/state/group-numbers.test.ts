import { expect, test } from 'vitest';
import { group } from '../testing/groups.ts';
import { naturalShares } from './group-numbers.ts';

const counted = (tokens: number) => {
  const split = { documents: 1, bytes: 10, tokens };
  return { splits: { train: split, val: split, test: split } };
};

test('shares are of tokens when all are counted, else of bytes', () => {
  const some = [group('law', { bytes: 300, ...counted(10) }), group('code', { bytes: 100 })];
  expect(naturalShares(some)).toEqual({
    unit: 'bytes',
    of: new Map([
      ['id law', 0.75],
      ['id code', 0.25],
    ]),
  });
  const all = [group('law', { bytes: 300, ...counted(10) }), group('code', { bytes: 100, ...counted(10) })];
  expect(naturalShares(all)).toEqual({
    unit: 'tokens',
    of: new Map([
      ['id law', 0.5],
      ['id code', 0.5],
    ]),
  });
});

test('a group that is switched off has no share', () => {
  const groups = [group('law', { bytes: 300 }), group('code', { isEnabled: false })];
  expect(naturalShares(groups).of).toEqual(new Map([['id law', 1]]));
});
