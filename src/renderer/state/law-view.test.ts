import { expect, test } from 'vitest';
import { aLaw, aRun } from '../testing/experiments.ts';
import { filePanel, methodPanel, type LawPanel } from './law-panel.ts';
import { drawingOf, drawingsOf, indexAt, placeInWords, roundAt, timelineOf } from './law-view.ts';

const panelOf = (changes: Parameters<typeof aLaw>[0] = {}, steps = 300): LawPanel =>
  methodPanel({ method: 'aioli', label: 'Aioli', series: [aLaw(changes)] }, 'raw', null, () => aRun({ steps }));
const panel = panelOf();

test('cells are in a unit in which the numbers are short', () => {
  const drawing = drawingOf([panel], 'raw');
  expect(drawing.unit).toEqual({ factor: 1000, cells: 'thousandths of a nat per step', kind: 'nats per step' });
  expect(drawing.inUnit(panel.rounds[0]!.matrix)).toEqual([[10, -2], [1, 5]]); // prettier-ignore
  expect(drawing.isFitted).toBe(true);
});

test('the scale is that of the strongest round of any law, and stays for all of them', () => {
  const strong = panelOf({
    rounds: aLaw().rounds.map((round) => ({ ...round, raw: round.raw.map((row) => row.map((x) => 3 * x)) })),
  });
  expect(drawingOf([panel, strong], 'raw').scale.limit).toBe(30);
});

test('centre and limit may be set by hand, and the drawing says so', () => {
  const { scale, isFitted } = drawingOf([panel], 'raw', { centre: 1, limit: 4 });
  expect([scale.position(1), scale.position(5), isFitted]).toEqual([0, 1, false]);
});

test('measures of different kinds share no scale', () => {
  const other = filePanel('file 1', 'A.npy', ['law', 'code'], [{ round: 0, step: 0, matrix: [[7, 0], [0, 1]] }], 'raw'); // prettier-ignore
  const drawings = drawingsOf([panel, other], 'raw');
  expect([...drawings].map(([kind, { scale }]) => [kind, scale.limit])).toEqual([
    ['nats per step', 10],
    ['file 1', 7],
  ]);
});

test('without laws there is nothing to draw and nothing breaks', () => {
  expect(drawingOf([], 'raw').scale.limit).toBe(0);
  expect(timelineOf([], 'step', 1).places).toEqual([]);
});

test('laws with rounds at different steps share one axis; each shows the round that held', () => {
  const slow = panelOf({ rounds: aLaw().rounds.map((round) => ({ ...round, step: round.step * 1.5 })) });
  const timeline = timelineOf([panel, slow], 'step', 1);
  expect(timeline.places).toEqual([0, 100, 150, 200, 300]);
  expect([roundAt(timeline, panel, 150)?.round, roundAt(timeline, slow, 149)?.round]).toEqual([1, 0]);
});

test('by share of the run, runs of different length line up; by tokens each step counts its tokens', () => {
  const long = panelOf({ rounds: aLaw().rounds.map((round) => ({ ...round, step: round.step * 3 })) }, 900);
  const byShare = timelineOf([panel, long], 'share', 64);
  expect(byShare.places).toHaveLength(3);
  expect(byShare.end).toBe(1);
  const byTokens = timelineOf([panel], 'tokens', 64);
  expect([byTokens.places, byTokens.end]).toEqual([[0, 6400, 12_800], 19_200]);
});

test('rounds that were learned before the run are spread over its length', () => {
  const before = panelOf({ rounds: aLaw().rounds.map((round) => ({ ...round, step: 0 })) });
  expect(timelineOf([before], 'step', 1).places).toEqual([0, 150, 300]);
});

test('a place is said in what the axis counts', () => {
  expect(placeInWords('step', 1500)).toBe('step 1\u2009500');
  expect(placeInWords('tokens', 1_200_000)).toBe('1.20\u2009M tokens');
  expect(placeInWords('share', 0.374)).toBe('37 % of the run');
  expect([-1, 0, 5, 10, 99].map((place) => indexAt([0, 10, 20], place))).toEqual([0, 0, 0, 1, 2]);
});
