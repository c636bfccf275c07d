import { expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { bucketsOf } from './buckets.ts';
import { Examples } from './examples.ts';
import { Marks } from './marks.ts';
import { containment, SequenceCollector, union } from './sequence-sketch.ts';
import { signatureOf, similarityOf } from './signature.ts';
import { distinct, jaccard, sequenceHashes, shingleHashes, wordHashes } from './words.ts';

test('case, marks and blanks do not count; Han and kana are words by themselves', () => {
  const hashes = (text: string) => Array.from(wordHashes(text));
  expect(hashes('Don’t  STOP, (now)!')).toEqual(hashes('don t stop now'));
  expect(hashes('ÉCOLE 2')).toEqual(hashes('école\n2'));
  expect(hashes('東京は')).toHaveLength(3);
  expect(hashes(' … !')).toEqual([]);
  expect(new Set(hashes('a b c ab ba abc')).size).toBe(6);
});

test('a sequence hash tells order, and is found wherever the sequence stands', () => {
  const sequences = (text: string) => Array.from(sequenceHashes(wordHashes(text), 3));
  expect(sequences('a b c')[0]).toBe(sequences('x a b c y')[1]);
  expect(sequences('a b c')[0]).not.toBe(sequences('c b a')[0]);
  expect(sequences('a b')).toEqual([]);
  expect(shingleHashes(wordHashes('a b'), 5)).toHaveLength(1);
});

test('signatures judge the Jaccard similarity without bias', () => {
  const random = randomFor(0, 'sets');
  const fresh = (count: number) => Array.from({ length: count }, () => random.below(2 ** 32));
  for (const overlap of [0.1, 0.5, 0.8, 0.95]) {
    const misses = Array.from({ length: 80 }, () => {
      const shared = fresh(Math.round(200 * overlap));
      const rest = 200 - shared.length;
      const [a, b] = [0, 1].map(() => distinct(Uint32Array.from([...shared, ...fresh(rest)])));
      return similarityOf(signatureOf(a!), signatureOf(b!)) - jaccard(a!, b!);
    });
    const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.max(...misses.map(Math.abs))).toBeLessThan(0.2);
  }
});

test('shares of word sequences are exact while all are kept, and close when they are sampled', () => {
  const random = randomFor(0, 'sequences');
  const hash = () => Math.floor(random.next() * 2 ** 20) * 2 ** 32 + random.below(2 ** 32);
  const shared = Float64Array.from({ length: 30_000 }, hash);
  const own = Float64Array.from({ length: 70_000 }, hash);
  const sketches = (size: number) => {
    const [a, b] = [new SequenceCollector(size), new SequenceCollector(size)];
    for (const hashes of [shared, own]) a.add(hashes);
    b.add(shared);
    return [a.sketch(), b.sketch()] as const;
  };
  const [a, b] = sketches(1 << 18);
  expect([containment(a, b), containment(b, a)]).toEqual([0.3, 1]);
  const [sampledA, sampledB] = sketches(4096);
  expect(sampledA.hashes.length).toBeLessThanOrEqual(4096);
  expect(containment(sampledA, sampledB)).toBeCloseTo(0.3, 1);
  expect(containment(sampledB, sampledA)).toBe(1);
  expect(union([sampledA, sampledB]).hashes).toEqual(sampledA.hashes);
});

test('buckets hold the items with equal keys, in order', () => {
  const random = randomFor(0, 'keys');
  const keys = Uint32Array.from({ length: 5000 }, () => random.below(700) * 2 ** 20);
  const expected = Object.values(Object.groupBy([...keys.keys()], (item) => keys[item]!)).filter(
    (bucket) => bucket!.length > 1,
  );
  const found = [...bucketsOf(keys)];
  expect(found.sort((x, y) => x[0]! - y[0]!)).toEqual(expected.sort((x, y) => x![0]! - y![0]!));
  expect([...bucketsOf(Uint32Array.of(5, 5, 6, 5), (item) => item === 0)]).toEqual([[1, 3]]);
  expect([...bucketsOf(new Uint32Array(0))]).toEqual([]);
});

test('marks keep every part apart, also beyond 32', () => {
  const marks = new Marks(3, 70);
  marks.set(1, 31);
  marks.set(1, 69);
  const found = [0, 1, 2].map((document) => [0, 31, 63, 69].filter((part) => marks.has(document, part)));
  expect(found).toEqual([[], [31, 69], []]);
});

test('examples are the most similar pairs, each document once', () => {
  const examples = new Examples();
  for (const [a, b, similarity] of [
    [1, 9, 0.8],
    [1, 8, 0.9],
    [2, 8, 0.7],
    [3, 7, 0.75],
    [4, 6, 1],
  ] as const)
    examples.add({ a, b, similarity });
  expect(examples.best.map(({ a, b }) => [a, b])).toEqual([
    [4, 6],
    [1, 8],
    [3, 7],
  ]);
});
