import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Loss, Refusal } from '#base/refusal';
import type { RunState } from '#contract/api';
import { openStore, type Store } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import type { RunControl } from './control.ts';
import type { RunEnd } from './perform-run.ts';
import { openQueueOrder } from './queue-order.ts';
import { summariseQueue } from './queue-summary.ts';
import { openQueue } from './queue.ts';
import { openSlots } from './slots.ts';

type Perform = (run: string, control: RunControl, onWait: (what: string | null) => void) => Promise<RunEnd>;
const finished: RunEnd = { state: 'finished', problem: null };

/** A queue over a real store, with runs that do as they are told instead of training. */
function scene(runs: readonly string[], perform: Perform, leaderOf?: (run: string) => string | null) {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const cost = { learningSteps: 0, measuringSteps: 0, finalSteps: 10, evaluations: 0 };
  runs.forEach((id, seed) => {
    const spec = { steps: 10, seed, groups: [], choice: { id: 'stratified' }, training: { batch: 1 }, shape: {} };
    store.runs.add({ id, method: 'stratified', label: id, spec: spec as never, cost }, 'now');
  });
  const order: string[] = [];
  const ended: [string, RunState][] = [];
  const faults: string[] = [];
  const edits: string[] = [];
  const queue = openQueue({
    store,
    slots: openSlots(() => store.settings.get('slots')),
    ...(leaderOf && { leaderOf }),
    perform: (run, control, _onMove, onWait) => {
      order.push(run.id);
      return perform(run.id, control, onWait);
    },
    onMove: () => undefined,
    onEnd: (run, state, isFault) => {
      ended.push([run, state]);
      if (isFault) faults.push(run);
    },
    onQueue: () => undefined,
    log: () => undefined,
  });
  return { store, queue, order, ended, faults, edits };
}

/** Trains until someone wishes otherwise. */
const untilWished: Perform = async (_run, control) => {
  while (control.wish === 'go') await new Promise((resolve) => setImmediate(resolve));
  return { state: control.wish === 'pause' ? 'paused' : 'stopped', problem: null };
};

function stateOf(store: Store, id: string) {
  const { state, problem, resumes } = store.runs.get(id)!;
  return { state, problem, resumes };
}

test('runs go one after the other, in the order in which they were made', async () => {
  const { queue, order, ended } = scene(['a', 'b', 'c'], () => Promise.resolve(finished));
  queue.go();
  await queue.idle();
  expect(order).toEqual(['a', 'b', 'c']);
  expect(ended).toEqual([
    ['a', 'finished'],
    ['b', 'finished'],
    ['c', 'finished'],
  ]);
});

test('a lost trainer costs one more attempt and the run is finished', async () => {
  let attempts = 0;
  const { queue, store } = scene(['a'], () =>
    ++attempts === 1 ? Promise.reject(new Loss('gone')) : Promise.resolve(finished),
  );
  queue.go();
  await queue.idle();
  expect(stateOf(store, 'a')).toEqual({ state: 'finished', problem: null, resumes: 1 });
});

test('a trainer lost twice in the same stretch is for a person to judge, and the queue goes on', async () => {
  const { queue, store } = scene(['a', 'b'], (run) =>
    run === 'a' ? Promise.reject(new Loss('The trainer process was ended by SIGKILL.')) : Promise.resolve(finished),
  );
  queue.go();
  await queue.idle();
  expect(stateOf(store, 'a')).toMatchObject({ state: 'lost', problem: expect.stringContaining('SIGKILL') as string });
  expect(stateOf(store, 'b').state).toBe('finished');
});

test('losses with a checkpoint in between do not add up', async () => {
  let attempts = 0;
  const { queue, store } = scene(['a'], () => {
    attempts++;
    const place = { file: null, bytes: 0, position: null, step: 0, learningSteps: 0, computedSteps: 0 };
    store.checkpoints.put('a', { ...place, entries: attempts }, 'now');
    return attempts < 5 ? Promise.reject(new Loss('gone')) : Promise.resolve(finished);
  });
  queue.go();
  await queue.idle();
  expect(stateOf(store, 'a')).toEqual({ state: 'finished', problem: null, resumes: 4 });
});

test('a refusal ends the run with its remedy, a fault of the program says so', async () => {
  const { queue, store, faults } = scene(['a', 'b'], (run) =>
    Promise.reject(
      run === 'a'
        ? new Refusal('group_too_small', 'Too small.', { remedy: 'Add text.' })
        : new TypeError('x is undefined'),
    ),
  );
  queue.go();
  await queue.idle();
  expect(stateOf(store, 'a')).toMatchObject({ state: 'failed', problem: 'Too small.\nRemedy: Add text.' });
  expect(stateOf(store, 'b')).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('x is undefined') as string,
  });
  expect(faults).toEqual(['b']);
});

test('a run that paused for want of space pauses the queue, since the next would meet the same', async () => {
  const { queue, store, order } = scene(['a', 'b'], () => Promise.resolve({ state: 'paused', problem: 'No room.' }));
  queue.go();
  await queue.idle();
  expect(order).toEqual(['a']);
  expect(queue.state()).toMatchObject({ isPaused: true, queued: ['b'] });
  expect(stateOf(store, 'a')).toMatchObject({ state: 'paused', problem: 'No room.' });
});

test('pause, resume, stop and retry act on the run they name', async () => {
  const { queue, store } = scene(['a'], untilWished);
  queue.go();
  await queue.pauseRun('a');
  expect(stateOf(store, 'a').state).toBe('paused');
  queue.resumeRun('a');
  await queue.stopRun('a');
  expect(stateOf(store, 'a')).toMatchObject({ state: 'stopped', resumes: 1 });
  queue.retryRun('a');
  expect(stateOf(store, 'a').state).toBe('running');
  await queue.close();
  expect(stateOf(store, 'a').state).toBe('queued');
});

test('what a run cannot do in its state is refused', () => {
  const { queue } = scene(['a'], untilWished);
  expect(() => queue.resumeRun('a')).toThrow(expect.objectContaining({ code: 'run_state' }));
  expect(() => queue.resumeRun('nobody')).toThrow(expect.objectContaining({ code: 'run_unknown' }));
});

test('a paused queue starts nothing, also after a restart', () => {
  const { queue, order, store } = scene(['a'], untilWished);
  void queue.pause();
  queue.go();
  expect(order).toEqual([]);
  expect(store.settings.get('queuePaused')).toBe(true);
});

test('a pause at once brings what trains to rest, and it goes on first', async () => {
  const { queue, store, order } = scene(['a', 'b'], untilWished);
  queue.go();
  await queue.pause('now');
  expect(stateOf(store, 'a').state).toBe('queued');
  expect(queue.state()).toMatchObject({ isPaused: true, running: [], queued: ['a', 'b'] });
  queue.resume();
  expect(order).toEqual(['a', 'a']);
  await queue.close();
});

test('a pause after the runs lets what trains end and starts nothing more', async () => {
  let end = (): void => undefined;
  const { queue, store, order } = scene(['a', 'b'], () => new Promise((resolve) => (end = () => resolve(finished))));
  queue.go();
  await queue.pause();
  expect(queue.state()).toMatchObject({ isPaused: true, running: ['a'], queued: ['b'] });
  end();
  await queue.idle();
  expect(stateOf(store, 'a').state).toBe('finished');
  expect(order).toEqual(['a']);
});

test('runs go in the order that a person gave them, and held ones are passed over', async () => {
  const { queue, store, order, edits } = scene(['a', 'b', 'c', 'd'], () => Promise.resolve(finished));
  const changes = openQueueOrder(store, { record: (title) => void edits.push(title) }, () => undefined);
  changes.move('c', 0);
  changes.move('a', 9);
  changes.hold(['b']);
  expect(queue.state()).toMatchObject({ queued: ['c', 'b', 'd', 'a'], held: ['b'] });
  queue.go();
  await queue.idle();
  expect(order).toEqual(['c', 'd', 'a']);
  expect(stateOf(store, 'b').state).toBe('queued');
  expect(edits).toEqual(['move c, seed 2 in the queue', 'move a, seed 0 in the queue', 'hold b, seed 1']);
});

test('to run only some is to hold the others; what does not wait has no place', () => {
  const { queue, store } = scene(['a', 'b', 'c'], untilWished);
  const changes = openQueueOrder(store, { record: () => undefined }, () => undefined);
  changes.only(['b']);
  expect(queue.state().held).toEqual(['a', 'c']);
  changes.release(['a']);
  expect(queue.state().held).toEqual(['c']);
  store.runs.setState('c', 'finished');
  expect(() => changes.move('c', 0)).toThrow(expect.objectContaining({ code: 'run_state' }));
  expect(() => changes.hold(['nobody'])).toThrow(expect.objectContaining({ code: 'run_unknown' }));
});

test('a run that fails twice in the same way is set aside, and the rest goes on', async () => {
  let attempts = 0;
  const { queue, store } = scene(['a', 'b'], (run) => {
    if (run === 'b') return Promise.resolve(finished);
    attempts++;
    return Promise.reject(new TypeError('x is undefined'));
  });
  queue.go();
  await queue.idle();
  expect(attempts).toBe(2);
  expect(stateOf(store, 'a')).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('failed twice in the same way') as string,
  });
  expect(stateOf(store, 'b').state).toBe('finished');
});

test('a fault that does not come again costs one attempt', async () => {
  let attempts = 0;
  const { queue, store } = scene(['a'], () =>
    ++attempts === 1 ? Promise.reject(new TypeError('x is undefined')) : Promise.resolve(finished),
  );
  queue.go();
  await queue.idle();
  expect(stateOf(store, 'a')).toEqual({ state: 'finished', problem: null, resumes: 1 });
});

test('a run that may go on from another one’s work waits for it and says so, while others start', async () => {
  const led = new Set(['b']);
  const { queue, store, order } = scene(
    ['a', 'b', 'c'],
    (run) => (run === 'a' ? new Promise(() => undefined) : Promise.resolve(finished)),
    (run) => (led.has(run) && store.runs.get('a')!.state === 'running' ? 'a' : null),
  );
  queue.setSlots(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(['a', 'c']);
  expect(queue.withTime(store.runs.summary('b')!).waitsFor).toBe('what a, seed 0, is training for both');
  led.clear();
  queue.go();
  expect(order).toEqual(['a', 'c', 'b']);
});

test('a run that waits for the trial of another says so', async () => {
  const { queue, store } = scene(['a'], async (_run, _control, onWait) => {
    await Promise.resolve();
    onWait('a trial of another run');
    return new Promise(() => undefined);
  });
  queue.go();
  await Promise.resolve();
  expect(queue.withTime(store.runs.summary('a')!)).toMatchObject({
    state: 'running',
    waitsFor: 'a trial of another run',
  });
});

test('what happened is summed up: ends, retries, and what was stopped by rule', async () => {
  let lost = 0;
  const ends: Record<string, RunEnd> = {
    a: finished,
    b: { state: 'diverged', problem: 'The loss stopped being a number.' },
    c: { state: 'diverged', problem: 'The loss stays high.', isByRule: true },
  };
  const { queue, store } = scene(['a', 'b', 'c', 'd'], (run) => {
    if (run === 'a' && lost++ === 0) return Promise.reject(new Loss('gone'));
    return run === 'd'
      ? Promise.reject(new Refusal('group_too_small', 'Too small.', { remedy: '' }))
      : Promise.resolve(ends[run]!);
  });
  queue.go();
  await queue.idle();
  store.runs.expect('a', 400);
  store.runs.setProgress('a', {
    step: 10,
    learningSteps: 0,
    computedSteps: 10,
    seconds: 1000,
    loss: 1,
    tokensPerSecond: 1,
  });
  const summary = summariseQueue(store, '', 'later');
  const ids = (named: readonly { readonly run: string }[]) => named.map(({ run }) => run);
  expect({
    finished: ids(summary.finished),
    diverged: ids(summary.diverged),
    stoppedByRule: ids(summary.stoppedByRule),
    failed: ids(summary.failed),
    retried: ids(summary.retried),
    surprises: ids(summary.surprises),
  }).toEqual({
    finished: ['a'],
    diverged: ['b'],
    stoppedByRule: ['c'],
    failed: ['d'],
    retried: ['a'],
    surprises: ['a'],
  });
  expect(summary.longest).toMatchObject({ run: 'a', seconds: 1000 });
  expect(summariseQueue(store, new Date(Date.now() + 1000).toISOString(), '').finished).toEqual([]);
});

test('more slots train more runs at a time', async () => {
  const { queue, store, order } = scene(['a', 'b', 'c'], untilWished);
  store.settings.put('slots', 2);
  queue.go();
  expect(order).toEqual(['a', 'b']);
  await queue.close();
});
