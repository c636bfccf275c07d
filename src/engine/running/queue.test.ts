import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Loss, Refusal } from '#base/refusal';
import type { RunState } from '#contract/api';
import { openStore, type Store } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import type { RunControl } from './control.ts';
import type { RunEnd } from './perform-run.ts';
import { openQueue } from './queue.ts';
import { openSlots } from './slots.ts';

type Perform = (run: string, control: RunControl) => Promise<RunEnd>;
const finished: RunEnd = { state: 'finished', problem: null };

/** A queue over a real store, with runs that do as they are told instead of training. */
function scene(runs: readonly string[], perform: Perform) {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const cost = { learningSteps: 0, measuringSteps: 0, finalSteps: 10, evaluations: 0 };
  runs.forEach((id, seed) => {
    const spec = { steps: 10, seed, groups: [], choice: { id: 'stratified' }, training: { batch: 1 }, shape: {} };
    store.runs.add({ id, method: 'stratified', label: id, spec: spec as never, cost }, 'now');
  });
  const order: string[] = [];
  const ended: [string, RunState][] = [];
  const faults: string[] = [];
  const queue = openQueue({
    store,
    slots: openSlots(() => store.settings.get('slots')),
    perform: (run, control) => {
      order.push(run.id);
      return perform(run.id, control);
    },
    onMove: () => undefined,
    onEnd: (run, state, isFault) => {
      ended.push([run, state]);
      if (isFault) faults.push(run);
    },
    onQueue: () => undefined,
    log: () => undefined,
  });
  return { store, queue, order, ended, faults };
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
  queue.pause();
  queue.go();
  expect(order).toEqual([]);
  expect(store.settings.get('queuePaused')).toBe(true);
});

test('more slots train more runs at a time', async () => {
  const { queue, store, order } = scene(['a', 'b', 'c'], untilWished);
  store.settings.put('slots', 2);
  queue.go();
  expect(order).toEqual(['a', 'b']);
  await queue.close();
});
