import { expect, test, vi } from 'vitest';
import type { EngineApi, EngineNews, RunSeries } from '#contract/api';
import { aRun, aSeries } from '../testing/experiments.ts';
import { plain } from '../testing/plain.ts';
import { grown, heldProportions, RunDetail } from './run-detail.svelte.ts';

/** An engine whose run has got as far as `reached`, answering only what comes after. */
function engineAt(reached: () => number) {
  const runSeries = vi.fn((_run: string, after: number): Promise<RunSeries> => {
    const all = aSeries(['law', 'code'], reached());
    return Promise.resolve({
      ...all,
      trainFrom: after,
      train: all.train.filter((point) => after === 0 || point.step > after),
      validation: all.validation.filter((point) => after === 0 || point.step > after),
      proportions: all.proportions.filter((point) => after === 0 || point.step > after),
    });
  });
  const engine = plain<EngineApi, EngineNews>({ runSeries, runNotes: () => Promise.resolve([]) });
  return { engine, runSeries };
}

test('a run that moves grows at the end to the same curves as one read whole', async () => {
  let reached = 34;
  const { engine } = engineAt(() => reached);
  const detail = new RunDetail(engine, 'r1');
  await detail.load();
  reached = 57;
  await detail.load(57);
  expect(detail.series).toEqual(aSeries(['law', 'code'], 57));
});

test('what cannot change any more is not asked for again', () => {
  const known = { ...aSeries(['law'], 30), proportions: [0, 30].map((step) => ({ step, asked: [1], drawn: [1] })) };
  const fresh = {
    ...known,
    trainFrom: 30,
    train: [{ step: 31, loss: 4, groupLosses: [4] }],
    validation: [],
    proportions: [],
  };
  const joined = grown(known, fresh, 30);
  expect(joined.train).toHaveLength(31);
  expect(joined.validation).toEqual(known.validation);
});

test('a run that went back to its checkpoint is read anew, so that no curve doubles back', async () => {
  let reached = 60;
  const { engine, runSeries } = engineAt(() => reached);
  const detail = new RunDetail(engine, 'r1');
  await detail.load();
  reached = 45;
  await detail.load(45);
  expect(runSeries).toHaveBeenLastCalledWith('r1', 0, 1000);
  expect(detail.series?.train.at(-1)?.step).toBe(45);
});

test('news that comes while an answer is under way asks once more, not once each', async () => {
  const { engine, runSeries } = engineAt(() => 20);
  const detail = new RunDetail(engine, 'r1');
  const first = detail.load();
  for (const step of [21, 22, 23]) engine.tell('runMoved', aRun({ step }));
  engine.tell('runMoved', aRun({ id: 'another', step: 5 }));
  await first;
  expect(runSeries).toHaveBeenCalledTimes(2);
});

test('a closed detail no longer listens, and a failed read is told', async () => {
  const engine = plain<EngineApi, EngineNews>({ runNotes: () => Promise.resolve([]) });
  const detail = new RunDetail(engine, 'r1');
  await detail.load();
  expect(detail.failure?.message).toBe('no answer prepared for runSeries');
  detail.close();
  const spy = vi.spyOn(detail, 'load');
  engine.tell('runMoved', aRun());
  expect(spy).not.toHaveBeenCalled();
});

test('proportions stand where they began to hold, not where they ended', () => {
  const series = aSeries(['law'], 25);
  expect(heldProportions(series).map((point) => point.step)).toEqual([0, 10]);
});

test('curves that are held stand still, and catch up when they go on', async () => {
  let reached = 20;
  const { engine } = engineAt(() => reached);
  const detail = new RunDetail(engine, 'r1');
  await detail.load();
  detail.setLive(false);
  reached = 40;
  engine.tell('runMoved', aRun({ id: 'r1', step: 40 }));
  engine.tell('runMoved', aRun({ id: 'r1', step: 40 }));
  await new Promise((resolve) => setTimeout(resolve));
  expect([detail.series!.train.at(-1)!.step, detail.missed]).toEqual([20, 2]);
  detail.setLive(true);
  await new Promise((resolve) => setTimeout(resolve));
  expect([detail.series!.train.at(-1)!.step, detail.missed]).toEqual([40, 0]);
});

test('a long run asks for spans, and spans that were open are replaced', () => {
  const known = { ...aSeries(['law'], 30), trainFrom: 0 };
  const fresh = {
    ...known,
    trainFrom: 20,
    train: [{ step: 21, loss: 1, groupLosses: [1] }],
    validation: [],
    proportions: [],
  };
  const joined = grown(known, fresh, 25);
  expect(joined.train.map(({ step }) => step)).toEqual([...Array.from({ length: 20 }, (_, i) => i + 1), 21]);
});

test('steps that are zoomed into are read in detail, and anew when the run goes on in them', async () => {
  let reached = 10_000;
  const at = (step: number) => ({ step, loss: step, groupLosses: [step] });
  const runCloseUp = vi.fn((_run: string, from: number, to: number) =>
    Promise.resolve([at(from), at(from + 1), at(Math.min(to, reached))]),
  );
  const engine = plain<EngineApi, EngineNews>({
    runSeries: () => Promise.resolve({ ...aSeries(['law'], 1), train: [at(1), at(reached)] }),
    runNotes: () => Promise.resolve([]),
    runCloseUp,
  });
  const detail = new RunDetail(engine, 'r1');
  await detail.load();
  const steps = () => detail.series!.train.map(({ step }) => step);
  await detail.lookAt([9000, 12_000]);
  expect(steps()).toEqual([1, 9000, 9001, 10_000]);
  reached = 11_000;
  await detail.load();
  await vi.waitFor(() => expect(steps()).toEqual([1, 9000, 9001, 11_000]));
  await detail.lookAt(null);
  expect(steps()).toEqual([1, 11_000]);
  expect(runCloseUp).toHaveBeenCalledTimes(2);
});
