import { expect, test, vi } from 'vitest';
import type { EngineApi, EngineNews, QueueSummary, ShellApi, ShellNews } from '#contract/api';
import { aQueue, aRun, nothingHappened } from '../testing/experiments.ts';
import { plain } from '../testing/plain.ts';
import { Away } from './away.svelte.ts';
import { tellEnds } from './run-notices.ts';

const named = { run: 'r1', label: 'Aioli', seed: 0, experimentName: 'e', detail: null };
const settled = () => new Promise((resolve) => setTimeout(resolve));

function scene(summary: () => QueueSummary) {
  const markLooked = vi.fn(() => Promise.resolve());
  const engine = plain<EngineApi, EngineNews>({ queueSummary: () => Promise.resolve(summary()), markLooked });
  return { away: new Away(engine), engine, markLooked };
}

test('ends that are seen as they happen are no news in the morning', async () => {
  const { away, engine, markLooked } = scene(() => nothingHappened);
  await away.cameBack();
  engine.tell('runEnded', { run: 'r1', state: 'finished' });
  expect(markLooked).toHaveBeenCalledTimes(1);
  away.left();
  expect(markLooked).toHaveBeenCalledTimes(2); // from here on nobody looks
  engine.tell('runEnded', { run: 'r2', state: 'finished' });
  expect(markLooked).toHaveBeenCalledTimes(2);
  expect(away.summary).toBe(null);
});

test('what ended while the window was behind others is told until it is dismissed', async () => {
  let found = nothingHappened;
  const { away, markLooked } = scene(() => found);
  await away.cameBack();
  away.left();
  found = { ...nothingHappened, finished: [named] };
  await away.cameBack();
  expect(away.summary).toEqual(found);
  const calls = markLooked.mock.calls.length;
  away.left(); // not read yet: it stays
  expect(markLooked).toHaveBeenCalledTimes(calls);
  await away.dismiss();
  expect(away.summary).toBe(null);
  expect(markLooked).toHaveBeenCalledTimes(calls + 1);
});

test('a workspace that was never looked at begins with nothing to tell', async () => {
  const { away, markLooked } = scene(() => ({ ...nothingHappened, since: '', finished: [named] }));
  await away.cameBack();
  expect(away.summary).toBe(null);
  expect(markLooked).toHaveBeenCalled();
});

test('the shell is told of an end with what the run and the queue are then', async () => {
  const notify = vi.fn(() => Promise.resolve());
  const failed = aRun({ state: 'failed', problem: 'Too small.' });
  const engine = plain<EngineApi, EngineNews>({
    run: () => Promise.resolve(failed),
    queue: () => Promise.resolve(aQueue({ queued: ['r2'] })),
  });
  tellEnds(engine, plain<ShellApi, ShellNews>({ notify }));
  engine.tell('runEnded', { run: 'r1', state: 'failed' });
  await settled();
  expect(notify).toHaveBeenCalledWith('Failed: Aioli, seed 0', 'First comparison, 1 to go\nToo small.');
});
