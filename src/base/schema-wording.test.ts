import { expect, test } from 'vitest';
import { z } from 'zod';
import { wordIssue } from './schema-wording.ts';

test.each([
  [z.int().min(1), 0, 'is below 1'],
  [z.int(), 0.5, 'is not a whole number'],
  [z.number().positive(), -1, 'is not above 0'],
  [z.number().lt(1), 1, 'is not below 1'],
  [z.int().max(10), 11, 'is above 10'],
  [z.number(), '3', 'is not a number'],
  [z.number(), undefined, 'is missing'],
  [z.array(z.number()).min(1), [], 'is an empty list'],
  [z.array(z.number()), 'a', 'is not a list'],
  [z.strictObject({}), null, 'is not an object'],
  [z.string().min(1), '', 'is empty'],
  [z.string().max(2), 'abc', 'is longer than 2 characters'],
  [z.literal(1), 2, 'is not 1'],
  [z.enum(['auto', 'wasm']), 'gpu', 'is none of auto, wasm'],
  [z.strictObject({}), { stpes: 1 }, 'has no field named "stpes"'],
  [z.union([z.number(), z.boolean()]), 'x', 'has a value of the wrong kind'],
  [
    z.union([z.number(), z.boolean()], 'is neither a number nor true or false'),
    'x',
    'is neither a number nor true or false',
  ],
])('%# is worded for people', (schema, value, words) => {
  expect(wordIssue(schema.safeParse(value).error!.issues[0]!)).toBe(words);
});
