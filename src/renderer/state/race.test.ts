import { expect, test } from 'vitest';
import type { RunCurve } from '#contract/api';
import { groupLook } from '#charts/index';
import { racersIn, standings } from './race.ts';
import { lossBands } from './run-curves.ts';

const curve = (
  method: string,
  seed: number,
  losses: readonly number[],
  state: RunCurve['state'] = 'running',
): RunCurve => ({
  run: `${method}-${String(seed)}`,
  method,
  label: method,
  seed,
  state,
  steps: 100,
  points: losses.map((loss, i) => ({ step: i * 10, losses: [loss - 0.1, loss + 0.1] })),
});
const curves = [
  curve('stratified', 0, [5, 4, 3, 2.5], 'finished'),
  curve('stratified', 1, [5.2, 4.2, 3.2]),
  curve('aioli', 0, [5, 3.9, 2.8]),
  curve('aioli', 1, [5.2, 4, 3.1]),
  curve('aioli', 2, []),
];

test('methods are folded over the seeds measured so far, with the spread of the seeds', () => {
  const [stratified, aioli] = racersIn(curves);
  expect(stratified).toMatchObject({ method: 'stratified', started: 2, finished: 1, seeds: 2 });
  expect(stratified!.points[1]).toMatchObject({ step: 10, seeds: 2 });
  expect(stratified!.points[1]!.mean).toBeCloseTo(4.1);
  expect(stratified!.points[1]!.low).toBeCloseTo(4);
  expect(stratified!.points[1]!.high).toBeCloseTo(4.2);
  expect(stratified!.points.at(-1)).toMatchObject({ step: 30, seeds: 1 });
  expect(aioli).toMatchObject({ started: 2, seeds: 3 });
});

test('a method stands against the baseline where both have most seeds in common, paired by seed', () => {
  const [aioli] = standings(curves, 'stratified');
  expect(aioli).toMatchObject({ method: 'aioli', step: 20, seeds: 2 });
  expect(aioli!.difference).toBeCloseTo(-0.15);
  expect(aioli!.standardError).toBeCloseTo(0.05);
  expect(aioli!.verdict!.better).toBeGreaterThan(0.8);
  const [one] = standings([curves[0]!, curves[2]!], 'stratified');
  expect(one).toMatchObject({ seeds: 1, standardError: null, verdict: null });
  expect(standings([curves[0]!, curves[4]!], 'stratified')).toEqual([]);
});

test('the seeds of one method give a line and a band for each group', () => {
  const looks = [groupLook('law', 0), groupLook('code', 1)];
  const { lines, bands } = lossBands(curves.slice(0, 2), looks);
  expect(lines.map(({ name }) => name)).toEqual(['law', 'code']);
  expect(lines[0]!.points[0]!.value).toBeCloseTo(5);
  expect(bands[1]!.points[0]!.high).toBeCloseTo(5.3);
});
