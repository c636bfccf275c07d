/** `aioli queue` on a real workspace. */
import { beforeAll, expect, test } from 'vitest';
import { openEngine } from '#engine/engine';
import { freshFolder, smallExperiment, writeGroupText } from '#engine/testing/small-experiment';
import { launchWorldTrainer } from '#engine/testing/world-trainer';
import { aioli } from '../../testing/console.ts';

const folder = freshFolder();
let waiting: readonly string[];

beforeAll(async () => {
  const engine = await openEngine({ folder, launch: launchWorldTrainer });
  for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(folder, name));
  const few = { ...smallExperiment, groups: [...smallExperiment.groups], methods: [{ id: 'stratified' }] };
  await engine.startExperiment({ ...few, name: 'done', seeds: [0] });
  await engine.idle();
  await engine.pauseQueue();
  await engine.startExperiment({ ...few, name: 'waiting', seeds: [1, 2, 3] });
  waiting = (await engine.queue()).queued;
  await engine.close();
});

const queue = (...args: readonly string[]) => aioli('queue', ...args, '-w', folder);

test('queue status shows the order, move and hold change it, and JSON has it all', async () => {
  const { stdout, code } = await queue('status');
  expect(code).toBe(0);
  expect(stdout).toMatch(/1 +\w+ +Stratified +1 +queued/);
  expect(stdout).toContain('The queue is paused');
  expect((await queue('move', waiting[2]!.slice(0, 8), 'top')).code).toBe(0);
  await queue('hold', waiting[0]!);
  const { json } = await queue('status', '--json');
  expect(json).toMatchObject({
    queue: { queued: [waiting[2], waiting[0], waiting[1]], held: [waiting[0]], isPaused: true },
  });
  await queue('only', waiting[1]!);
  expect((await queue('release', waiting[2]!)).stdout.match(/held/g)).toHaveLength(1);
  expect((await queue('resume')).stdout).not.toContain('paused');
  expect((await queue('pause')).stdout).toContain('paused');
});

test('queue summary names what ended, and refuses a moment that is none', async () => {
  expect((await queue('summary', '--since', '2d')).stdout).toMatch(/finished 1:\n {2}Stratified, seed 0, of "done"/);
  expect((await queue('summary', '--since', '2999-01-01')).stdout).toContain('Nothing ended since then');
  expect(await queue('summary', '--since', 'yesterday')).toMatchObject({ code: 1 });
});

test('queue log is searched, and queue rule is changed and turned off', async () => {
  const [run] = ((await queue('status', '--json')).json as { runs: { id: string }[] }).runs;
  expect((await queue('log', run!.id, '--search', 'KNOWN LAW')).stdout).toContain('a world of known law');
  expect((await queue('log', run!.id, '--level', 'error')).stdout).toBe('Nothing was said.\n');
  expect((await queue('rule')).stdout).toContain('more than 1 nats per token');
  expect((await queue('rule', '--above', '0.5', '--evaluations', '2')).stdout).toContain('0.5 nats per token above');
  expect((await queue('rule', '--off')).stdout).toMatch(/^Off/);
  expect(await queue('move', run!.id, 'top')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('finished') as string,
  });
});
