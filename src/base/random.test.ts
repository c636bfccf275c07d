import { expect, test } from 'vitest';
import { hash32, randomFor, randomFrom } from './random.ts';

const take = (n: number, next: () => number) => Array.from({ length: n }, next);

test('the same seed and label give the same stream, another label another one', () => {
  const stream = (seed: number, label: string) => take(5, randomFor(seed, label).next);
  expect(stream(7, 'order')).toEqual(stream(7, 'order'));
  expect(stream(7, 'order')).not.toEqual(stream(7, 'init'));
  expect(stream(7, 'order')).not.toEqual(stream(8, 'order'));
});

test('a generator goes on from its state as if it had never stopped', () => {
  const random = randomFor(1, 'x');
  take(100, random.next);
  const state = random.state();
  expect(take(10, randomFrom(state).next)).toEqual(take(10, random.next));
});

test('uniform numbers fill [0, 1) evenly and normal ones have mean 0 and variance 1', () => {
  const random = randomFor(3, 'moments');
  const uniform = take(20_000, random.next);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  expect(uniform.reduce((a, b) => a + b) / uniform.length).toBeCloseTo(0.5, 2);
  const normal = take(20_000, random.normal);
  const mean = normal.reduce((a, b) => a + b) / normal.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(normal.reduce((a, x) => a + (x - mean) ** 2, 0) / normal.length).toBeCloseTo(1, 1);
});

test('shuffling keeps every item and leaves the original alone', () => {
  const items = [0, 1, 2, 3, 4, 5, 6, 7];
  const shuffled = randomFor(5, 'shuffle').shuffled(items);
  expect([...shuffled].sort()).toEqual(items);
  expect(items).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('the hash tells its parts apart', () => {
  expect(hash32('ab', 'c')).not.toBe(hash32('a', 'bc'));
});
