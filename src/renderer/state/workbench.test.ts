import { expect, test } from 'vitest';
import type { RunSummary } from '#contract/api';
import { Loss, Refusal } from '#base/refusal';
import { plainWorkbench } from '../testing/plain.ts';
import { group } from '../testing/groups.ts';
import { toFailure } from './failure.ts';
import { Loaded } from './loaded.svelte.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('it reads everything when the engine is ready, and again when the engine came back', async () => {
  let groups = [group('law')];
  const { workbench, shell } = plainWorkbench({ listGroups: () => Promise.resolve(groups) });
  await workbench.open(false);
  expect(workbench.groups.all.map(({ name }) => name)).toEqual(['law']);

  groups = [group('law'), group('code')];
  shell.tell('engineChanged', { state: 'lost', message: 'gone', times: 1 });
  shell.tell('engineChanged', { state: 'ready' });
  await settled();
  expect(workbench.groups.all.map(({ name }) => name)).toEqual(['law', 'code']);
});

test('while the workspace is refused nothing is asked of the engine', async () => {
  const refused = {
    state: 'refused',
    code: 'workspace_busy',
    folder: '/w',
    message: 'Open elsewhere.',
    remedy: 'Close it there.',
    copies: [],
  } as const;
  const { workbench } = plainWorkbench(
    { listGroups: () => Promise.reject(new Error('asked')) },
    { engineState: () => Promise.resolve(refused) },
  );
  await workbench.open(false);
  expect([workbench.workspace.engineState, workbench.groups.list.failure]).toEqual([refused, null]);
});

test('the screen and selection of a workspace are found again', async () => {
  const { workbench } = plainWorkbench();
  await workbench.open(false);
  workbench.navigation.go({ screen: 'laws', experiment: 'e1' });
  workbench.navigation.go({ screen: 'compare', experiment: null });
  workbench.navigation.restore('/w');
  expect([workbench.navigation.screen, workbench.navigation.experiment]).toEqual(['compare', null]);
  workbench.navigation.restore('/another');
  expect(workbench.navigation.screen).toBe('groups');
});

test('news of a run changes its row; a run not seen before fetches the list', async () => {
  const run = { id: 'r1', state: 'running', step: 1 } as RunSummary;
  let listed = [run];
  const { workbench, engine } = plainWorkbench({ listRuns: () => Promise.resolve(listed) });
  await workbench.open(false);
  engine.tell('runMoved', { ...run, step: 7 });
  expect(workbench.runs.byId('r1')?.step).toBe(7);

  listed = [run, { ...run, id: 'r2' }];
  engine.tell('runMoved', listed[1]!);
  await settled();
  expect(workbench.runs.all.map(({ id }) => id)).toEqual(['r1', 'r2']);
});

test('tasks are shown until they finish', () => {
  const { workbench, engine } = plainWorkbench();
  const task = { task: 't', label: 'Reading', done: 1, total: 2, isFinished: false };
  engine.tell('taskMoved', task);
  engine.tell('taskMoved', { ...task, done: 2 });
  expect(workbench.tasks.running).toEqual([{ ...task, done: 2 }]);
  engine.tell('taskMoved', { ...task, isFinished: true });
  expect(workbench.tasks.running).toEqual([]);
});

test('a slow old answer does not replace a newer one, and a failure keeps the last value', async () => {
  const answers: ((value: number) => void)[] = [];
  let failing = false;
  const loaded = new Loaded(
    () => (failing ? Promise.reject(new Loss('gone')) : new Promise<number>((resolve) => answers.push(resolve))),
    0,
  );
  const [old, recent] = [loaded.load(), loaded.load()];
  answers[1]?.(2);
  answers[0]?.(1);
  await Promise.all([old, recent]);
  expect(loaded.value).toBe(2);
  failing = true;
  await loaded.load();
  expect([loaded.value, loaded.failure?.kind]).toEqual([2, 'loss']);
});

test('a refusal says what, where and the next step', () => {
  const refusal = new Refusal('folder_missing', 'The folder is gone.', {
    file: '/text/law',
    remedy: 'Choose another.',
  });
  expect(toFailure(refusal)).toEqual({
    kind: 'refusal',
    message: 'The folder is gone.',
    place: '/text/law',
    remedy: 'Choose another.',
  });
});

test('a command of a screen goes before a general one of the same id, and goes away with the screen', () => {
  const { workbench } = plainWorkbench();
  const ran: string[] = [];
  workbench.commands.add([{ id: 'x', title: 'X', section: 'S', run: () => ran.push('general') }]);
  const leave = workbench.commands.add([{ id: 'x', title: 'X', section: 'S', run: () => ran.push('screen') }]);
  workbench.commands.run('x');
  leave();
  workbench.commands.run('x');
  expect([ran, workbench.commands.run('unknown')]).toEqual([['screen', 'general'], false]);
});
