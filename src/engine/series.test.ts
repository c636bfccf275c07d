import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeUpOf, curvesOf, seriesOf } from './series.ts';
import { openStore } from './store/index.ts';
import type { NewRun } from './store/runs.ts';
import { freshFolder } from './testing/small-experiment.ts';

const steps = 10_000;

/** A store with one run of ten thousand steps, with a spike at step 4321 in the loss of its second group. */
function scene() {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const spec = { steps, seed: 0, groups: [{ name: 'law' }, { name: 'code' }], choice: { id: 'stratified' } };
  store.runs.add({ id: 'a', method: 'stratified', label: 'A', spec, cost: {} } as unknown as NewRun, 'now');
  const loss = (step: number) => 5 - step / steps;
  store.transaction(() =>
    store.stepMetrics.add(
      'a',
      Array.from({ length: steps }, (_, i) => ({
        step: i + 1,
        loss: loss(i + 1),
        gradientNorm: 1,
        learningRate: 1,
        counts: [1, 1],
        groupLosses: [i % 2 === 0 ? loss(i + 1) : null, i + 1 === 4321 ? 99 : loss(i + 1)],
      })),
    ),
  );
  return { store, run: store.runs.get('a')! };
}

test('a long run is summed up to spans, and no spike is lost', () => {
  const { store, run } = scene();
  const { train } = seriesOf(store, run, 0, 500);
  expect(train).toHaveLength(1000);
  expect(train.every(({ step }, i) => i === 0 || step > train[i - 1]!.step)).toBe(true);
  expect(Math.max(...train.map(({ groupLosses }) => groupLosses[1]!))).toBe(99);
  expect(Math.max(...train.map(({ groupLosses }) => groupLosses[0]!))).toBeCloseTo(5, 3);
  expect(seriesOf(store, run, 0).train).toHaveLength(steps);
  expect(seriesOf(store, run, 0, 5000).train).toHaveLength(steps); // spans of two steps are no gain
});

test('points of a span know the mean of its steps', () => {
  const { store, run } = scene();
  store.stepMetrics.fold('a');
  const [low, high] = seriesOf(store, run, 0, 39).train; // spans of 256
  expect([low!.step, high!.step]).toEqual([1, 256]);
  expect(low!.means![1]).toBeCloseTo(5 - 128.5 / steps, 12);
  expect(low!.means![0]).toBeCloseTo(5 - 128 / steps, 12); // every other step held none of the first group
  expect(high!.means).toBe(low!.means);
  expect(seriesOf(store, run, 0).train[0]).not.toHaveProperty('means');
});

test('zooming in shows each step where a chart has room, spans of them elsewhere, and the same spike in both', () => {
  const { store, run } = scene();
  store.stepMetrics.fold('a');
  expect(closeUpOf(store, run, { from: 4300, to: 4399 }, 500).map(({ step }) => step)).toEqual(
    Array.from({ length: 100 }, (_, i) => 4300 + i),
  );
  const wide = closeUpOf(store, run, { from: 2000.5, to: 99_999 }, 100);
  expect([wide[0]!.step, wide.at(-1)!.step]).toEqual([1985, steps]); // from the beginning of a span of 64
  expect(wide.length).toBeLessThan(300);
  expect(Math.max(...wide.map(({ groupLosses }) => groupLosses[1]!))).toBe(99);
});

test('a curve is the same whether its steps were folded or not', () => {
  const { store, run } = scene();
  const curves = () =>
    [20, 50, 200, 500].map((columns) =>
      seriesOf(store, run, 0, columns).train.map(({ step, loss, groupLosses }) => ({ step, loss, groupLosses })),
    );
  const before = curves();
  store.stepMetrics.fold('a');
  expect(curves()).toEqual(before);
});

test('only what is new is read, from the beginning of the span that was open', () => {
  const { store, run } = scene();
  const all = seriesOf(store, run, 0, 500);
  const fresh = seriesOf(store, run, 9995, 500);
  expect(fresh.trainFrom).toBe(9980);
  expect(fresh.train).toEqual(all.train.slice(-2));
  expect(seriesOf(store, run, 9995).train.map(({ step }) => step)).toEqual([9996, 9997, 9998, 9999, 10_000]);
});

test('curves of an experiment have the validation losses of each of its runs', () => {
  const { store } = scene();
  store.experiments.put('e', { name: 'e' } as never, 'now');
  store.experiments.place('e', { methodIndex: 0, seed: 0, run: 'a' });
  store.evaluations.add('a', 'val', 0, { losses: [5, 4], sequences: [8, 8] });
  store.evaluations.add('a', 'test', 9, { losses: [1, 1], sequences: [8, 8] });
  expect(curvesOf(store, 'e')).toMatchObject([
    { run: 'a', method: 'stratified', steps, points: [{ step: 0, losses: [5, 4] }] },
  ]);
});
