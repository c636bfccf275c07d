import { expect, test } from 'vitest';
import { checkedRule, strikes } from './stop-rule.ts';

const rule = { above: 1, evaluations: 3 };

test('only validations in a row, up to the last, count against a run', () => {
  expect(strikes([5, 7, 7, 4], rule)).toBe(0);
  expect(strikes([5, 4, 6.5, 7], rule)).toBe(2);
  expect(strikes([5, 6, 5.9], rule)).toBe(0); // a margin is exceeded, not reached
  expect(strikes([5], rule)).toBe(0);
  expect(strikes([], rule)).toBe(0);
});

test('a rule that makes no sense names its field', () => {
  expect(() => checkedRule({ above: 0, evaluations: 3 })).toThrow(
    expect.objectContaining({
      code: 'option_invalid',
      details: expect.objectContaining({ field: 'above' }) as unknown,
    }),
  );
  expect(() => checkedRule({ above: 1, evaluations: 1.5 })).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ field: 'evaluations' }) as unknown }),
  );
});
