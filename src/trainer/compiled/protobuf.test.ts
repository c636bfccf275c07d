import { expect, test } from 'vitest';
import { entry, float, message, nested, whole } from './protobuf.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('numbers, text and messages are encoded as the format describes it', () => {
  expect(hex(whole(1, 150))).toBe('089601');
  expect(hex(nested(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(nested(3, whole(1, 150)))).toBe('1a03089601');
  expect(hex(float(4, 1))).toBe('250000803f');
});

test('negative numbers take ten bytes, and fields above fifteen a longer key', () => {
  expect(hex(whole(1, -1))).toBe('08ffffffffffffffffff01');
  expect(hex(whole(16, true))).toBe('800101');
});

test('an entry of a map is a message of key and value', () => {
  expect(hex(message(entry(5, 'T', whole(6, 1)), whole(1, 2)))).toBe('2a070a0154120230010802');
});
