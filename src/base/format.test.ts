import { describe, expect, test } from 'vitest';
import {
  absent,
  decimalsFor,
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatMeasured,
  formatNumber,
  formatShare,
  formatSigned,
} from './format.ts';

/** Thin spaces as ordinary ones, so that expectations can be read. */
const plain = (text: string) => text.replaceAll('\u2009', ' ');

describe('numbers', () => {
  test('have a true minus sign and thin spaces between thousands', () => {
    expect(formatNumber(-1234567.891, 2)).toBe('−1\u2009234\u2009567.89');
    expect(formatNumber(999, 0)).toBe('999');
  });
  test('that round to zero carry no sign', () => {
    expect([formatNumber(-0.0004, 3), formatSigned(0.0004, 3), formatSigned(-0.0004, 3)]).toEqual([
      '0.000',
      '0.000',
      '0.000',
    ]);
  });
  test('say that they are not numbers', () => {
    expect([formatNumber(NaN, 2), formatNumber(-Infinity, 2), formatSigned(Infinity, 2)]).toEqual([absent, '−∞', '+∞']);
  });
  test('are signed on request', () => {
    expect([formatSigned(0.0148, 4), formatSigned(-0.0123, 4)]).toEqual(['+0.0148', '−0.0123']);
  });
});

describe('digits follow the uncertainty', () => {
  test.each([
    [1.43126, 0.0021, '1.4313', '0.0021'],
    [1.4312, 0.21, '1.43', '0.21'],
    [812.34, 12.3, '812', '12'],
    [4.2, 0.0995, '4.20', '0.10'],
    [4.2, 0.0999, '4.20', '0.10'],
  ])('%d with standard error %d is %s ± %s', (value, error, text, errorText) => {
    expect(formatMeasured(value, error)).toMatchObject({ value: text, error: errorText });
  });
  test('one seed has no error and four significant digits', () => {
    expect(formatMeasured(4.18273, null)).toEqual({ value: '4.183', error: absent, decimals: 3 });
    expect(formatMeasured(18432, null).value).toBe('18\u2009432');
  });
  test('an error of zero, from equal seeds, does not ask for endless digits', () => {
    expect(decimalsFor(2.5, 0)).toBe(3);
  });
});

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [0.4, 'under 1 s'],
    [45.2, '45 s'],
    [59.7, '1 min 00 s'],
    [200, '3 min 20 s'],
    [1500, '25 min'],
    [7500, '2 h 05 min'],
    [273_600, '3 d 4 h'],
    [-1, absent],
    [NaN, absent],
  ])('%d seconds are %s', (seconds, text) => {
    expect(plain(formatDuration(seconds))).toBe(text);
  });
});

test('counts, compact counts, bytes and shares', () => {
  expect([formatCount(18400), formatCompact(950), formatCompact(12_345), formatCompact(1_200_000)].map(plain)).toEqual([
    '18 400',
    '950',
    '12.3 k',
    '1.20 M',
  ]);
  expect([formatBytes(512), formatBytes(12_600), formatBytes(1.2 * 2 ** 30)].map(plain)).toEqual([
    '512 B',
    '12.3 KiB',
    '1.20 GiB',
  ]);
  expect(formatCompact(999_700)).toBe('1.00\u2009M');
  expect(formatShare(1 / 3)).toBe('33.3');
});
