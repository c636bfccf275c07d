import { expect, test } from 'vitest';
import { aLaw, aRun } from '../testing/experiments.ts';
import { filePanel, methodPanel, reordered, stretchOf, whenOf } from './law-panel.ts';

const scaledLaw = (run: string, seed: number, times: number) =>
  aLaw({
    run,
    seed,
    rounds: aLaw().rounds.map((round) => ({ ...round, raw: round.raw.map((row) => row.map((x) => x * times)) })),
  });
const source = { method: 'aioli', label: 'Aioli', series: [scaledLaw('r1', 0, 1), scaledLaw('r2', 1, 3)] };
const runOf = (id: string) => aRun({ id });

test('a panel of a method is the mean over its seeds, in nats per step when the method says how long it measures', () => {
  expect(stretchOf({ id: 'aioli', knobs: { lpSteps: 10 } })).toBe(10);
  expect(stretchOf({ id: 'stratified' })).toBeNull();
  const panel = methodPanel(source, 'raw', null, runOf);
  expect(panel).toMatchObject({ lead: 'Mean of 2 seeds', kind: 'nats per step', axis: 'step', steps: 300 });
  expect(panel.rounds[0]).toMatchObject({ seeds: 2, matrix: [[0.02, -0.004], [0.002, 0.01]] }); // prettier-ignore
  expect(panel.seeds.map(({ seed, estimates }) => [seed, estimates[0]!.matrix[0]![0]])).toEqual([
    [0, 0.01],
    [1, 0.03],
  ]);
});

test('one seed can be chosen, and is named', () => {
  const panel = methodPanel(source, 'raw', 1, runOf);
  expect([panel.lead, panel.rounds[0]!.seeds, panel.rounds[0]!.errors]).toEqual(['Seed 1', 1, null]);
});

test('a normalised law sums to one, and one that was noted as measured only is normalised for the eye', () => {
  const rounds = aLaw().rounds.map((round) => ({ ...round, normalised: round.raw }));
  const panel = methodPanel({ ...source, series: [aLaw({ rounds })] }, 'normalised', null, runOf);
  const all = panel.rounds[0]!.matrix.flat();
  expect(all.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(Math.min(...all)).toBe(0);
  expect(panel.kind).toBe('share');
});

test('what a method that sees the diagonal only says of other groups is missing, not zero', () => {
  const rounds = [{ round: 0, step: 0, raw: [[2, 0], [0, 3]], normalised: [], proportions: [] }]; // prettier-ignore
  for (const form of ['raw', 'normalised'] as const) {
    const panel = methodPanel({ ...source, method: 'doremi', series: [aLaw({ rounds })] }, form, null, () => undefined);
    expect(panel.rounds[0]!.matrix[0]![1]).toBeNaN();
    expect(panel.rounds[0]!.matrix[1]![1]).toBeCloseTo(form === 'raw' ? 3 : 0.6, 12);
  }
});

test('a law learned before the run has rounds and no steps', () => {
  const rounds = aLaw().rounds.map((round) => ({ ...round, step: 0 }));
  const panel = methodPanel({ ...source, series: [aLaw({ rounds })] }, 'raw', null, runOf);
  expect(panel.axis).toBe('round');
  expect(whenOf(panel, panel.rounds[2]!)).toBe('In round 2 before the run');
});

test('a method that measures something else says what', () => {
  const panel = methodPanel({ method: 'ado', label: 'ADO', series: [aLaw({ method: 'ado' })] }, 'raw', null, () =>
    aRun({ method: 'ado', choice: { id: 'ado' } }),
  );
  expect(panel).toMatchObject({ kind: 'ado', measure: 'nats per sequence' });
});

test('a file is a panel of its own kind; one matrix stands still', () => {
  const still = filePanel('file 1', 'A.npy', ['a', 'b'], [{ round: 0, step: 0, matrix: [[1, 2], [3, 4]] }], 'raw'); // prettier-ignore
  expect(still).toMatchObject({ kind: 'file 1', axis: 'still', lead: 'From a file' });
  expect(whenOf(still, still.rounds[0]!)).toBe('In this file');
});

test('groups in another order take rows, columns and every seed along', () => {
  const panel = reordered(methodPanel(source, 'raw', null, runOf), [1, 0]);
  expect(panel.groups).toEqual(['code', 'law']);
  expect(panel.rounds[0]!.matrix).toEqual([[0.01, 0.002], [-0.004, 0.02]]); // prettier-ignore
  expect(panel.seeds[1]!.estimates[0]!.matrix[1]![1]).toBeCloseTo(0.03, 12);
});
