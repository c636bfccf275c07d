import { expect, test } from 'vitest';
import { aSeries } from '../testing/experiments.ts';
import { hidesSteps, withCloseUp } from './close-up.ts';

const point = (step: number, loss = 1) => ({ step, loss, groupLosses: [loss] });
const series = { ...aSeries(['law'], 1), train: [1, 100, 101, 200, 201, 300].map((step) => point(step)) };

test('a close-up is wanted where a chart could show more than the whole run has', () => {
  expect(hidesSteps(series, [101, 200], 1000)).toBe(true);
  expect(hidesSteps(series, [200, 201], 1000)).toBe(false);
  expect(hidesSteps(series, [1, 300], 6)).toBe(false); // as many as can be shown
  expect(hidesSteps(series, [250, 900], 1000)).toBe(true); // the run has come as far as 300
  expect(hidesSteps(series, [400, 900], 1000)).toBe(false);
});

test('a close-up stands in place of what the series has of its steps', () => {
  const closeUp = [100, 150, 199].map((step) => point(step, 2));
  expect(withCloseUp(series, closeUp).train.map(({ step, loss }) => [step, loss])).toEqual([
    [1, 1],
    [100, 2],
    [150, 2],
    [199, 2],
    [200, 1],
    [201, 1],
    [300, 1],
  ]);
  expect(withCloseUp(series, [])).toBe(series);
});
