import { expect, test } from 'vitest';
import { aLaw, aRun } from '../testing/experiments.ts';
import { drawingOf, drawingsOf, roundAt, roundSteps, shownLaw, stretchOf, whenOf } from './law-view.ts';

const law = shownLaw(aLaw(), aRun());

test('measured entries are told per step when the method says how many steps it trained for each', () => {
  expect(stretchOf({ id: 'aioli', knobs: { lpSteps: 10 } })).toBe(10);
  expect(stretchOf({ id: 'stratified' })).toBeNull();
  const drawing = drawingOf([law], 'raw');
  expect(drawing.unit).toEqual({ factor: 1000, cells: 'thousandths of a nat per step', kind: 'nats per step' });
  expect(drawing.matrix(law, law.series.rounds[0]!)).toEqual([
    [10, -2],
    [1, 5],
  ]);
});

test('the scale is that of the strongest round of any law, and stays for all of them', () => {
  const strong = shownLaw(
    aLaw({
      run: 'r2',
      rounds: aLaw().rounds.map((round) => ({ ...round, raw: round.raw.map((row) => row.map((x) => 3 * x)) })),
    }),
    aRun({ id: 'r2' }),
  );
  expect(drawingOf([law, strong], 'raw').scale.limit).toBe(30);
});

test('a normalised law is in percent and has no side below zero', () => {
  const drawing = drawingOf([law], 'normalised');
  expect(drawing.unit.kind).toBe('share');
  expect([drawing.scale.isOneSided, drawing.scale.limit]).toEqual([true, 60]);
});

test('laws with rounds at different steps share one axis; each shows the round that holds', () => {
  const slow = shownLaw(
    aLaw({ run: 'r2', rounds: aLaw().rounds.map((round) => ({ ...round, step: round.step * 1.5 })) }),
    undefined,
  );
  expect(roundSteps([law, slow])).toEqual([0, 100, 150, 200, 300]);
  expect([roundAt(law, 150)?.round, roundAt(slow, 149)?.round, roundAt(slow, 150)?.round]).toEqual([1, 0, 1]);
});

test('without laws there is nothing to draw and nothing breaks', () => {
  expect(drawingOf([], 'raw').scale.limit).toBe(0);
  expect(roundSteps([])).toEqual([]);
});

test('measures of different kinds share no scale until they are normalised', () => {
  const own = shownLaw(aLaw({ run: 'r2', method: 'doge' }), aRun({ method: 'doge', choice: { id: 'stratified' } }));
  const drawings = drawingsOf([law, own], 'raw');
  expect([...drawings.keys()]).toEqual(['nats per step', 'doge']);
  expect(drawings.get('doge')!.unit.kind).toBe('own');
  expect([...drawingsOf([law, own], 'normalised').keys()]).toEqual(['share']);
});

test('a law that was noted as measured only is normalised for the eye', () => {
  const rounds = aLaw().rounds.map((round) => ({ ...round, normalised: round.raw }));
  const measured = shownLaw(aLaw({ rounds }), aRun());
  const drawing = drawingOf([measured], 'normalised');
  const matrix = drawing.matrix(measured, measured.series.rounds[0]!);
  expect(matrix.flat().reduce((a, b) => a + b)).toBeCloseTo(100, 9);
  expect(Math.min(...matrix.flat())).toBe(0);
});

test('a law learned before the run started counts rounds instead of steps', () => {
  const rounds = aLaw().rounds.map((round) => ({ ...round, step: 0 }));
  const before = shownLaw(aLaw({ rounds }), undefined);
  expect(roundSteps([before])).toEqual([0, 1, 2]);
  expect(whenOf(before, before.series.rounds[2]!)).toBe('In round 2');
});

test('a method that measures something else says what', () => {
  const series = aLaw({ method: 'ado' });
  const other = shownLaw(series, aRun({ method: 'ado', choice: { id: 'ado' } }));
  expect(drawingOf([other], 'raw').unit).toMatchObject({ kind: 'own', measure: 'nats per sequence' });
});
