import { expect, test } from 'vitest';
import { aQueue, aRun } from '../testing/experiments.ts';
import { placeAfterKey, queueRows, rowsOf, runAfterKey, scrollTo, windowOf } from './run-list.ts';

const runs = [
  aRun({
    id: 'a',
    experiment: 'e1',
    experimentName: 'Old',
    state: 'finished',
    label: 'Stratified',
    method: 'stratified',
  }),
  aRun({ id: 'b', experiment: 'e1', experimentName: 'Old', state: 'diverged' }),
  aRun({ id: 'c', experiment: 'e2', experimentName: 'New', state: 'running', seed: 7 }),
];
const names = (filter: 'all' | 'problems', words = '') =>
  rowsOf(runs, filter, words).map((row) => (row.kind === 'run' ? row.run.id : row.name));

test('runs stand under their experiment, the newest first', () => {
  expect(names('all')).toEqual(['New', 'c', 'Old', 'a', 'b']);
});

test('filters leave out experiments without a run that fits, and count all runs all the same', () => {
  expect(names('problems')).toEqual(['Old', 'b']);
  expect(rowsOf(runs, 'problems', '')[0]).toMatchObject({ note: '1 of 2 finished' });
});

test('words must all occur', () => {
  expect(names('all', 'aioli seed 7')).toEqual(['New', 'c']);
  expect(names('all', 'aioli stratified')).toEqual([]);
});

test('keys move over headers, and stop at the ends', () => {
  const rows = rowsOf(runs, 'all', '');
  expect(runAfterKey('ArrowDown', rows, 'c', 10)).toBe('a');
  expect(runAfterKey('ArrowUp', rows, 'c', 10)).toBe('c');
  expect(runAfterKey('End', rows, 'c', 10)).toBe('b');
  expect(runAfterKey('PageDown', rows, null, 10)).toBe('b');
  expect(runAfterKey('x', rows, 'c', 10)).toBeNull();
  expect(runAfterKey('ArrowDown', [], null, 10)).toBeNull();
});

test('of ten thousand rows only those in view are drawn', () => {
  expect(windowOf(3000, 600, 30, 10_000)).toEqual({ from: 92, to: 128 });
  expect(windowOf(0, 600, 30, 5)).toEqual({ from: 0, to: 5 });
  expect(windowOf(9e9, 600, 30, 5)).toEqual({ from: 5, to: 5 });
});

test('a row out of view is scrolled to its nearest edge, one in view is left', () => {
  expect([scrollTo(2, 300, 300, 30), scrollTo(30, 300, 300, 30), scrollTo(12, 300, 300, 30)]).toEqual([60, 630, 300]);
});

test('the queue shows what trains, what waits in its order, and what is paused', () => {
  const all = [
    aRun({ id: 'a', state: 'queued' }),
    aRun({ id: 'b', state: 'queued', isHeld: true }),
    aRun({ id: 'c', state: 'running' }),
    aRun({ id: 'd', state: 'paused' }),
    aRun({ id: 'e', state: 'finished' }),
  ];
  const queue = aQueue({ running: ['c'], queued: ['b', 'a'], held: ['b'] });
  const rows = queueRows(all, queue, '').map((row) =>
    row.kind === 'run' ? [row.run.id, row.place] : [row.name, row.note],
  );
  expect(rows).toEqual([
    ['Training now', '1'],
    ['c', null],
    ['Waiting, in this order', '2, 1 held'],
    ['b', 0],
    ['a', 1],
    ['Paused by hand', '1'],
    ['d', null],
  ]);
});

test('keys with Alt lead to a place that there is', () => {
  expect(['ArrowUp', 'ArrowDown', 'Home', 'End', 'PageDown', 'x'].map((key) => placeAfterKey(key, 3, 5))).toEqual([
    2,
    4,
    0,
    4,
    4,
    null,
  ]);
  expect(placeAfterKey('ArrowUp', 0, 5)).toBe(0);
});
