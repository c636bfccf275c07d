import { expect, test } from 'vitest';
import { aLaw, aRun } from '../testing/experiments.ts';
import { methodPanel } from './law-panel.ts';
import { pairOverTime, sharedDomain } from './law-pair.ts';
import { sentenceOf, strongest } from './law-reading.ts';
import { drawingOf, timelineOf } from './law-view.ts';

const panel = methodPanel(
  { method: 'aioli', label: 'Aioli', series: [0, 1].map((seed) => aLaw({ run: `r${String(seed)}`, seed })) },
  'raw',
  null,
  (id) => aRun({ id }),
);
const trajectories = [0, 1].map((seed) => ({
  run: `r${String(seed)}`,
  method: 'aioli',
  seed,
  groups: ['law', 'code'],
  points: [
    { step: 20, proportions: [0.5, 0.5] },
    { step: 100, proportions: seed === 0 ? [0.2, 0.8] : [0.4, 0.6] },
  ],
}));
const scene = {
  drawing: drawingOf([panel], 'raw'),
  timeline: timelineOf([panel], 'tokens', 10),
  order: [0, 1],
  trajectories,
};

test('a pair over time has a line per seed and their mean, and below them the weight of the group trained on', () => {
  const { effects, weights } = pairOverTime(panel, { row: 0, column: 1 }, scene);
  expect(effects.map(({ name, isFaint }) => [name, isFaint ?? false])).toEqual([
    ['seed 0', true],
    ['seed 1', true],
    ['mean', false],
  ]);
  expect(effects[2]!.points).toEqual([0, 1, 2].map((n) => ({ step: n * 1000, value: -2 / (n + 1) })));
  expect(weights.map(({ name }) => name)).toEqual(['seed 0', 'seed 1', 'mean']);
  expect(weights[2]!.points.map(({ step }) => step)).toEqual([0, 1000, 3000]);
  expect(weights[2]!.points[1]!.value).toBeCloseTo(70, 9);
});

test('in another order of groups the weight is still that of the column', () => {
  const { weights } = pairOverTime(panel, { row: 0, column: 1 }, { ...scene, order: [1, 0] });
  expect(weights[2]!.points[1]!.value).toBeCloseTo(30, 9);
});

test('charts side by side share a domain with zero in it', () => {
  const line = (value: number | null) => ({ id: 'a', name: 'a', colour: '', dash: '', points: [{ step: 0, value }] });
  expect(sharedDomain([[line(2)], [line(-1), line(null)]])).toEqual([-1 - 0.18, 2 + 0.18]);
  expect(sharedDomain([[line(null)]])).toBeUndefined();
});

test('a cell tells the error over seeds and in how many the sign is stable', () => {
  const round = { ...panel.rounds[1]!, errors: [[0, 0.00012], [0, 0]], agreeing: [[2, 1], [2, 2]] }; // prettier-ignore
  expect(sentenceOf({ panel, round, row: 0, column: 1, unit: scene.drawing.unit })).toBe(
    "At step 100 training on code raises law's loss by 0.00100 ± 0.00012 nats per step; sign stable in 1 of 2 seeds.",
  );
  expect(sentenceOf({ panel, round, row: 1, column: 0, unit: scene.drawing.unit, minus: 'DoGE' })).toContain(
    "the effect of law on code's loss differs by +0.00050 ± 0.0000",
  );
});

test('without a cell under the pointer the strongest effect on another group is told', () => {
  expect(strongest([[9, -2], [1, 5]])).toMatchObject({ row: 0, column: 1 }); // prettier-ignore
  expect(strongest([[9, NaN], [NaN, 10]])).toMatchObject({ row: 1, column: 1 }); // prettier-ignore
  expect(strongest([[0]])).toBeNull();
});
