import { expect, test, vi } from 'vitest';
import type { EngineApi, EngineNews } from '#contract/api';
import { plain } from '../testing/plain.ts';
import { RunLog } from './run-log.svelte.ts';

const line = { at: '2026-01-01T00:00:00Z', level: 'info', isNoise: false } as const;
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('the log opens with what was said before, and grows by what fits the filter', async () => {
  const runLog = vi.fn<EngineApi['runLog']>(() =>
    Promise.resolve({ lines: [{ ...line, id: 1, message: 'before' }], hasOlder: false }),
  );
  const engine = plain<EngineApi, EngineNews>({ runLog });
  const log = new RunLog(engine, 'r1');
  await log.load();
  engine.tell('logged', { ...line, id: 2, message: 'now', run: 'r1' });
  engine.tell('logged', { ...line, id: 3, message: 'of another', run: 'r2' });
  engine.tell('logged', { ...line, id: 4, message: 'tensorflow/core', isNoise: true, run: 'r1' });
  expect(log.lines.map(({ message }) => message)).toEqual(['before', 'now']);
  log.filter({ level: 'warn' });
  await settled();
  expect(runLog).toHaveBeenLastCalledWith('r1', expect.objectContaining({ level: 'warn' }));
  engine.tell('logged', { ...line, id: 5, message: 'still fine', run: 'r1' });
  engine.tell('logged', { ...line, id: 6, level: 'error', message: 'broken', run: 'r1' });
  expect(log.lines.map(({ message }) => message)).toEqual(['before', 'broken']);
  expect(log.text()).toBe('2026-01-01T00:00:00Z info before\n2026-01-01T00:00:00Z error broken');
});
