import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Refusal } from '#base/refusal';
import type { LoggedRun } from '#contract/api';
import { freshFolder } from '../testing/small-experiment.ts';
import { exchangeFormats, readLoggedRuns, readLoggedTable } from './exchange.ts';
import { crc32c, framesOf, frame } from './tensorboard/records.ts';

const at = '2026-01-02T03:04:05.000Z';
const run = (id: string, share: number): LoggedRun => ({
  id,
  name: `Aioli, seed ${id}`,
  settings: { method: 'aioli', seed: Number(id), 'training.clip': 1 },
  state: 'finished',
  startedAt: at,
  endedAt: '2026-01-02T03:05:05.000Z',
  metrics: [
    { name: 'train/loss', points: [1, 2, 3].map((step) => ({ step, value: 5 - step / 2, at })) },
    { name: 'proportions/law', points: [{ step: 1, value: share, at }] },
    { name: 'proportions/code', points: [{ step: 1, value: 1 - share, at }] },
    { name: 'test/loss/law', points: [{ step: 3, value: 3.5 - share, at }] },
    { name: 'test/loss/code', points: [{ step: 3, value: 2.5 + share, at }] },
  ],
});
const runs = [run('0', 0.25), run('1', 0.5)];

function written(id: string): string {
  const place = join(freshFolder(), id === 'trackio' ? 'study.db' : id);
  exchangeFormats.find((format) => format.id === id)!.write(place, 'study', runs);
  return place;
}

test.each(['tensorboard', 'mlflow', 'trackio'])('runs written for %s are read back with every number', (id) => {
  const found = readLoggedRuns(written(id));
  expect(found.format).toBe(id);
  const numbers = found.runs.map(({ metrics }) =>
    Object.fromEntries(metrics.map(({ name, points }) => [name, points.map(({ step, value }) => [step, value])])),
  );
  const expected = runs.map(({ metrics }) =>
    Object.fromEntries(metrics.map(({ name, points }) => [name, points.map(({ step, value }) => [step, value])])),
  );
  const byShare = (a: (typeof numbers)[number], b: (typeof numbers)[number]) =>
    a['proportions/law']![0]![1]! - b['proportions/law']![0]![1]!;
  expect(numbers.sort(byShare)).toEqual(expected); // every value here is one that float32 holds
  expect(found.runs.every(({ name }) => name.startsWith('Aioli, seed'))).toBe(true);
});

test.each(['mlflow', 'trackio'])('settings and times survive %s', (id) => {
  const first = readLoggedRuns(written(id)).runs.find(({ name }) => name === 'Aioli, seed 1')!;
  expect(first.settings['method']).toBe('aioli');
  expect(first.startedAt).toBe(at);
});

test('runs logged elsewhere become a table that laws are fitted to', () => {
  const { table, leftOut } = readLoggedTable(written('trackio'));
  expect(table).toEqual({
    groups: ['law', 'code'],
    targets: ['law', 'code'],
    proportions: [
      [0.25, 0.75],
      [0.5, 0.5],
    ],
    losses: [
      [3.25, 2.75],
      [3, 3],
    ],
  });
  expect(leftOut).toEqual([]);
});

test('names that begin otherwise are refused with those that there are', () => {
  const place = written('trackio');
  expect(() => readLoggedTable(place, { proportions: 'mix/' })).toThrow('begins with "mix/"');
  try {
    readLoggedTable(place, { proportions: 'mix/' });
  } catch (error) {
    expect((error as Refusal).details.remedy).toContain('proportions/law');
  }
});

test('CRC-32C is that of RFC 3720', () => {
  // RFC 3720, appendix B.4: 32 bytes of zeros, of ones, and counting up.
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
});

test('a record that was cut off is left out and a damaged one refused', () => {
  const whole = Buffer.concat([frame(Buffer.from('one')), frame(Buffer.from('two'))]);
  expect([...framesOf(whole.subarray(0, whole.length - 3))].map(String)).toEqual(['one']);
  whole[13]! ^= 1;
  expect(() => [...framesOf(whole)]).toThrow('checksum');
});

/**
 * Written by tensorboard 2.21 itself: a version event, a plain scalar, float and double scalars as tensors, and a last
 * record cut off after a few bytes of its checksum.
 */
const referenceEvents =
  'GAAAAAAAAACjf0siCQAAIED8VNlBGg1icmFpbi5FdmVudDoyKzUxECMAAAAAAAAAsJ93QwkAAGBA/FTZQRABKhYKFAoNdGVzdC9sb3NzL2xhdxUAACBA' +
  'wUZvyyoAAAAAAAAAro2R9QkAAKBA/FTZQRCsAiocChoKDnRlc3QvbG9zcy9jb2RlQggIASIEAABQQNDTAQcvAAAAAAAAAG1dHVAJAADgQPxU2UEQrAIq' +
  'IQofCg9wcm9wb3J0aW9ucy9sYXdCDAgCMgiamZmZmZm5P2fMFWIsAAAAAAAAAPSuzEUJAADgQPxU2UEQrAIqHgocChBwcm9wb3J0aW9ucy9jb2RlQggI' +
  'ASoEAABAPyUNVw4aAAAAAAAAABKb2C0JAADgQPxU2UEQkAMqDAoKCgNjdXQVAA==';

test('a file of TensorBoard itself is read, scalars as tensors too', () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'events.out.tfevents.1700000000.host'), Buffer.from(referenceEvents, 'base64'));
  const [found] = readLoggedRuns(folder).runs;
  expect(Object.fromEntries(found!.metrics.map(({ name, points }) => [name, points[0]!.value]))).toEqual({
    'test/loss/law': 2.5,
    'test/loss/code': 3.25,
    'proportions/law': 0.1,
    'proportions/code': 0.75,
  });
  expect(found!.startedAt).toBe('2023-11-14T22:13:21.500Z');
});

test('a folder without runs is refused with what would be read', () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'empty'));
  expect(() => readLoggedRuns(folder)).toThrow('no runs of a known program');
});

test('the folder for MLflow has the files that MLflow looks for', () => {
  const place = written('mlflow');
  const [experiment] = readdirSync(join(place, 'mlruns'));
  const folder = join(place, 'mlruns', experiment!);
  const ids = readdirSync(folder).filter((name) => name !== 'meta.yaml');
  expect(ids).toHaveLength(2);
  const metric = readFileSync(join(folder, ids[0]!, 'metrics', 'test', 'loss', 'law'), 'utf8');
  expect(metric).toMatch(/^1767323045000 3(\.25)? 3\n$/);
  expect(readFileSync(join(folder, ids[0]!, 'meta.yaml'), 'utf8')).toContain('lifecycle_stage: ');
});
