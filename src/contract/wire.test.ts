import { expect, test } from 'vitest';
import { Loss, Refusal } from '#base/refusal';
import { connect, pair, serve } from './wire.ts';

interface Sums {
  add(a: number, b: number): Promise<number>;
  fail(how: 'refusal' | 'loss' | 'bug'): Promise<void>;
}
interface SumNews {
  counted: number;
}

const sums: Sums = {
  add: (a, b) => Promise.resolve(a + b),
  fail: (how) => {
    if (how === 'refusal')
      return Promise.reject(new Refusal('group_empty', '"law" holds no text.', { file: 'law/', remedy: 'Add text.' }));
    return Promise.reject(how === 'loss' ? new Loss('the trainer went away') : new TypeError('x is undefined'));
  },
};

function joined() {
  const [here, there] = pair();
  serve(sums, there);
  return { connection: connect<Sums, SumNews>(here), there };
}

test('a call comes back with its own answer when several are open', async () => {
  const { connection } = joined();
  expect(await Promise.all([connection.call.add(1, 2), connection.call.add(3, 4)])).toEqual([3, 7]);
});

test('a refusal crosses whole: code, file and remedy', async () => {
  const { connection } = joined();
  const error = await connection.call.fail('refusal').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ code: 'group_empty', details: { file: 'law/', remedy: 'Add text.' } });
});

test('a loss stays a loss and a bug keeps its stack', async () => {
  const { connection } = joined();
  await expect(connection.call.fail('loss')).rejects.toBeInstanceOf(Loss);
  const bug = (await connection.call.fail('bug').catch((reason: unknown) => reason)) as Error;
  expect(bug.stack).toContain('TypeError: x is undefined');
});

test('a call that the other end lacks is answered with a bug, not with silence', async () => {
  const { connection } = joined();
  const stranger = connection.call as unknown as { multiply(): Promise<number> };
  await expect(stranger.multiply()).rejects.toThrow('there is no call named multiply');
});

test('news reaches every hearer until it stops listening', async () => {
  const { connection, there } = joined();
  const heard: number[] = [];
  const stop = connection.on('counted', (n) => heard.push(n));
  there.post({ news: 'counted', content: 1 });
  await Promise.resolve();
  stop();
  there.post({ news: 'counted', content: 2 });
  await Promise.resolve();
  expect(heard).toEqual([1]);
});

test('closing fails the calls that are still open, and later ones', async () => {
  const [here] = pair();
  const connection = connect<Sums, SumNews>(here);
  const open = connection.call.add(1, 2);
  connection.close(new Loss('the engine went away'));
  await expect(open).rejects.toThrow('the engine went away');
  await expect(connection.call.add(1, 2)).rejects.toThrow('the engine went away');
});
