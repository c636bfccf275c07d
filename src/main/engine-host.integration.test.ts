import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { EngineState } from '#contract/api';
import type { Message } from '#contract/wire';
import { EngineHost } from './engine-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'engine-host-'));
let host: EngineHost | undefined;

/** An engine of three calls: it answers, keeps silent, or dies. */
const engine = `
  if (process.argv[2].endsWith('busy')) {
    process.send({ news: 'engineRefused', content: { code: 'workspace_busy', message: 'It is open elsewhere.', remedy: 'Close it there.', copies: [] } });
    process.disconnect();
  } else {
    process.send({ news: 'engineOpened', content: { folder: process.argv[2] } });
    process.on('message', ({ call, id, args }) => {
      if (call === 'echo') process.send({ reply: id, value: args[0] });
      if (call === 'die') process.kill(process.pid, 'SIGKILL');
    });
    process.on('disconnect', () => process.exit(0));
  }
`;

function start() {
  const file = join(folder, 'engine.mjs');
  writeFileSync(file, engine);
  const messages: Message[] = [];
  const states: EngineState[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((check) => check());
  host = new EngineHost({
    file,
    execPath: process.execPath,
    delays: [1],
    toWindow: (message) => {
      messages.push(message);
      wake();
    },
    onState: (state) => {
      states.push(state);
      wake();
    },
  });
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!isSo()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { host, messages, states, until };
}

afterEach(() => host?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('calls and answers pass untouched; a lost engine answers for what it owed and is started again', async () => {
  const { host, messages, states, until } = start();
  await host.open('study');
  await until(() => host.state.state === 'ready');

  host.post({ call: 'echo', id: 1, args: [new Float64Array([1, 2])] });
  await until(() => messages.length === 1);
  expect(messages[0]).toEqual({ reply: 1, value: new Float64Array([1, 2]) });

  host.post({ call: 'wait', id: 2, args: [] });
  host.post({ call: 'die', id: 3, args: [] });
  await until(() => messages.length === 3);
  expect(messages.slice(1)).toMatchObject([
    { reply: 2, error: { kind: 'loss', message: expect.stringContaining('SIGKILL') as unknown } },
    { reply: 3, error: { kind: 'loss' } },
  ]);
  await until(() => host.state.state === 'ready');
  expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'lost', 'starting', 'ready']);
});

test('a refusal is kept with its remedy, and calls are answered at once', async () => {
  const { host, messages, until } = start();
  await host.open('busy');
  await until(() => host.state.state === 'refused');
  expect(host.state).toEqual({
    state: 'refused',
    code: 'workspace_busy',
    folder: 'busy',
    message: 'It is open elsewhere.',
    remedy: 'Close it there.',
    copies: [],
  });
  host.post({ call: 'echo', id: 1, args: [] });
  expect(messages).toMatchObject([{ reply: 1, error: { kind: 'loss' } }]);
});
