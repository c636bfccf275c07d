import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { randomFor, type Random } from '#base/random';
import { asLines, newScene, type Scene } from '../testing.ts';
import { compareTexts } from './compare-texts.ts';
import { pairKey, type PairFacts } from './pair-facts.ts';

const scenes: Scene[] = [];
afterEach(() => scenes.splice(0).forEach((scene) => scene.remove()));

/** Compares groups, each a list of documents, all with all. */
async function compare(
  groups: readonly (readonly string[])[],
  isWanted: (i: number, j: number) => boolean = () => true,
) {
  const scene = newScene();
  scenes.push(scene);
  const versions: string[] = [];
  for (const [i, documents] of groups.entries()) {
    scene.write(`${i}.jsonl`, asLines(documents));
    versions.push((await scene.ingest({ paths: [`${i}.jsonl`] })).version);
  }
  const textsFolder = join(scene.folder, 'texts');
  const facts = await compareTexts(versions, isWanted, { textsFolder });
  expect(readdirSync(textsFolder).sort()).toEqual([...new Set(versions)].sort()); // nothing is left behind
  return (i: number, j: number): PairFacts => facts.get(pairKey(i, j))!;
}

const words = (random: Random, count: number, vocabulary = 3000): string[] =>
  Array.from({ length: count }, () => `w${random.below(vocabulary)}`);
const documentsFor = (label: string, count: number, length = 120): string[][] => {
  const random = randomFor(1, label);
  return Array.from({ length: count }, () => words(random, length));
};
const joined = (documents: readonly (readonly string[])[]): string[] => documents.map((document) => document.join(' '));

/** Puts other words in place of a share of a document's words. */
function edited(document: readonly string[], share: number, random: Random): string[] {
  return document.map((word) => (random.next() < share ? `x${random.below(3000)}` : word));
}

/** Jaccard similarity of five-word sequences, the plain way. */
function trueSimilarity(a: readonly string[], b: readonly string[]): number {
  const shingles = (document: readonly string[]) =>
    new Set(Array.from({ length: document.length - 4 }, (_, i) => document.slice(i, i + 5).join(' ')));
  const [first, second] = [shingles(a), shingles(b)];
  const shared = [...first].filter((shingle) => second.has(shingle)).length;
  return shared / (first.size + second.size - shared);
}

test('groups of unlike text share nothing', async () => {
  const cell = await compare([joined(documentsFor('a', 100)), joined(documentsFor('b', 100))]);
  const clean = { exact: 0, near: 0, shared: 0, examples: [] };
  for (const [i, j] of [
    [0, 1],
    [1, 0],
  ] as const) {
    expect(cell(i, j)).toMatchObject(clean);
    expect(cell(i, j).leaks.val).toMatchObject(clean);
    expect(cell(i, j).leaks.test).toMatchObject(clean);
  }
  expect(cell(0, 0)).toMatchObject({ exact: 0, near: 0, shared: 1 });
});

test('planted equal documents are found, each counted once, from both sides', async () => {
  const [a, b] = [documentsFor('a', 100), documentsFor('b', 60)].map(joined);
  const cell = await compare([a!, [...b!, ...a!.slice(0, 20)]]);
  expect([cell(0, 1).exact, cell(1, 0).exact, cell(0, 1).near, cell(1, 0).near]).toEqual([20, 20, 0, 0]);
  expect(cell(0, 1).shared).toBeCloseTo(0.2, 2);
  expect(cell(1, 0).shared).toBeCloseTo(0.25, 2);
});

test('near duplicates are found by their true similarity: all of them, and none that is less alike', async () => {
  const random = randomFor(2, 'edits');
  const originals = documentsFor('a', 300, 120);
  const copies = originals.map((document, i) => edited(document, [0.005, 0.02, 0.035, 0.06, 0.12][i % 5]!, random));
  const isNear = originals.map((document, i) => trueSimilarity(document, copies[i]!) >= 0.7);
  const expected = isNear.filter(Boolean).length;
  expect(expected).toBeGreaterThan(100);
  expect(expected).toBeLessThan(250);
  const cell = await compare([joined(originals), joined(copies)]);
  const { near, exact } = cell(1, 0);
  const unedited = originals.filter((document, i) => document.join(' ') === copies[i]!.join(' ')).length;
  expect(exact).toBe(unedited);
  expect(near + exact).toBeLessThanOrEqual(expected); // every one was compared word by word
  expect(near + exact).toBeGreaterThanOrEqual(0.99 * expected);
});

test('copies that differ in case, marks and blanks only are near duplicates of similarity 1, with both texts shown', async () => {
  const a = documentsFor('a', 50);
  const shouted = a[7]!.join(',  ').toUpperCase();
  const cell = await compare([joined(a), [...joined(documentsFor('b', 50)), `«${shouted}!»`]]);
  expect(cell(0, 1).near).toBe(1);
  expect(cell(0, 1).examples.map(({ a: one, b: other, similarity }) => [one.index, other.index, similarity])).toEqual([
    [7, 50, 1],
  ]);
  expect(cell(0, 1).examples[0]!.a.text).toBe(a[7]!.join(' ').slice(0, 700));
  expect(cell(0, 1).examples[0]!.b.text.startsWith('«W')).toBe(true);
});

test('near duplicates inside a group are counted, a document is not its own', async () => {
  const a = documentsFor('a', 80);
  const random = randomFor(3, 'inside');
  const cell = await compare([joined([...a, edited(a[0]!, 0.01, random), edited(a[1]!, 0.01, random)])]);
  expect(cell(0, 0)).toMatchObject({ exact: 0, near: 4, shared: 1 });
});

test('held-out documents that stand nearly the same in training text leak; those elsewhere do not', async () => {
  const a = documentsFor('a', 250, 60);
  const copies = a.map(([_first, ...rest]) => ['another', ...rest]);
  const cell = await compare([joined(a), joined([...documentsFor('b', 100), ...copies])]);
  const { leaks } = cell(0, 1);
  for (const leak of [leaks.val, leaks.test]) {
    expect(leak.documents).toBeGreaterThan(10);
    expect(leak.exact).toBe(0);
    // nine in ten of the copies fall into the training split, by their own content
    expect(leak.near / leak.documents).toBeGreaterThan(0.7);
    expect(leak.shared).toBeGreaterThan(0.6);
    expect(leak.examples.every(({ a: held, b }) => held.split !== 'train' && b.split === 'train')).toBe(true);
  }
  expect(cell(0, 0).leaks.val).toMatchObject({ exact: 0, near: 0, shared: 0 });
});

test('equal documents lie in the same split of every group, so none of them leaks', async () => {
  const a = joined(documentsFor('a', 150, 60));
  const cell = await compare([a, [...a, ...joined(documentsFor('b', 30))]]);
  expect(cell(0, 1).exact).toBe(150);
  expect([cell(0, 1).leaks.val.exact, cell(0, 1).leaks.test.exact]).toEqual([0, 0]);
});

test('what two texts share does not depend on which others are compared, and is the same every time', async () => {
  const random = randomFor(5, 'others');
  const template = words(random, 100);
  const alike = (label: string, count: number) =>
    Array.from({ length: count }, (_, i) => edited(template, 0.03, randomFor(i, label)).join(' '));
  const [a, b, c] = [alike('a', 60), alike('b', 60), joined(documentsFor('c', 60))];
  const three = await compare([a, b, c]);
  const two = await compare([b, a]);
  const some = await compare([a, b, c], (i, j) => i === 0 && j === 1);
  expect([three(0, 1), three(1, 0)]).toEqual([two(1, 0), two(0, 1)]);
  expect(some(0, 1)).toEqual(three(0, 1));
  expect(some(1, 0)).toBeUndefined();
});

test('a cancelled comparison leaves nothing behind', async () => {
  const scene = newScene();
  scenes.push(scene);
  scene.write('a.jsonl', asLines(joined(documentsFor('a', 500))));
  const { version } = await scene.ingest({ paths: ['a.jsonl'] });
  const textsFolder = join(scene.folder, 'texts');
  const comparing = compareTexts([version], () => true, {
    textsFolder,
    signal: AbortSignal.abort(new Error('enough')),
  });
  await expect(comparing).rejects.toThrow('enough');
  expect(readdirSync(textsFolder)).toEqual([version]);
  expect(existsSync(join(textsFolder, version, 'index.bin'))).toBe(true);
});
