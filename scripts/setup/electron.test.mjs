import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findElectron, recentFailure } from './electron.mjs';

const official = join('/modules', 'electron', 'dist', 'electron');

function machine(files, rest = {}) {
  return {
    env: {},
    cache: '/cache',
    modules: '/modules',
    platform: 'linux',
    exists: (path) => files.includes(path),
    versionIn: () => '45.4.1',
    isCarried: () => true,
    ...rest,
  };
}

test('takes what a person named, then the official runtime, then the republished one', () => {
  const named = { AIOLI_ELECTRON: '/mine/electron', ELECTRON_OVERRIDE_DIST_PATH: '/dist' };
  const files = ['/mine/electron', join('/dist', 'electron'), official];
  const sources = [
    machine(files, { env: named }),
    machine(files, { env: { ELECTRON_OVERRIDE_DIST_PATH: '/dist' } }),
    machine(files),
    machine([]),
    machine([], { isCarried: () => false }),
  ].map((probe) => findElectron(probe)?.source);
  expect(sources).toEqual(['AIOLI_ELECTRON', 'ELECTRON_OVERRIDE_DIST_PATH', 'official', 'carrier', undefined]);
});

test('says of the republished one that it is for tests and offline development', () => {
  expect(findElectron(machine([])).note).toContain('for tests and offline development only');
  expect(findElectron(machine([official])).note).toBeUndefined();
});

test('never takes the republished one when the official one was asked for', () => {
  expect(findElectron(machine([], { env: { AIOLI_ELECTRON_SOURCE: 'official' } }))).toBeUndefined();
  expect(() => findElectron(machine([], { env: { AIOLI_ELECTRON_SOURCE: 'mirror' } }))).toThrow('official or carrier');
});

test('does not pass over a variable that leads nowhere', () => {
  expect(() => findElectron(machine([official], { env: { AIOLI_ELECTRON: '/gone' } }))).toThrow(
    'AIOLI_ELECTRON leads to /gone, which is not there.',
  );
});

test('looks for the executable where each platform has it', () => {
  const asked = [];
  for (const platform of ['win32', 'darwin', 'linux'])
    findElectron(machine([], { platform, isCarried: () => false, exists: (path) => void asked.push(path) }));
  expect(asked.map((path) => path.slice('/modules/electron/dist/'.length))).toEqual([
    'electron.exe',
    'Electron.app/Contents/MacOS/Electron',
    'electron',
  ]);
});

test('remembers a failed download for a day, for that version', () => {
  const marker = join(mkdtempSync(join(tmpdir(), 'aioli-marker-')), 'failed.json');
  const at = Date.parse('2024-05-01T12:00:00Z');
  expect(recentFailure(marker, '45.4.1', at)).toBeUndefined();
  writeFileSync(marker, JSON.stringify({ version: '45.4.1', reason: 'fetch failed', at: new Date(at).toISOString() }));
  expect(recentFailure(marker, '45.4.1', at + 3_600_000)).toBe('fetch failed');
  expect(recentFailure(marker, '45.4.1', at + 25 * 3_600_000)).toBeUndefined();
  expect(recentFailure(marker, '46.0.0', at)).toBeUndefined();
});
