import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { softwareGpuEnvironment } from './test-gpu.mjs';

const whole = ['vk_swiftshader_icd.json', 'libvulkan.so.1'];

function electronWith(files) {
  const folder = mkdtempSync(join(tmpdir(), 'electron-'));
  for (const file of files) writeFileSync(join(folder, file), '');
  return { folder, electron: join(folder, 'electron') };
}

test('the driver in software is offered beside those of the machine, its loader after the libraries named before', () => {
  const { folder, electron } = electronWith(whole);
  expect(softwareGpuEnvironment(electron, { LD_LIBRARY_PATH: '/cuda' }, 'linux')).toEqual({
    VK_ADD_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: `/cuda:${folder}`,
  });
  expect(softwareGpuEnvironment(electron, {}, 'linux').LD_LIBRARY_PATH).toBe(folder);
});

test('without an Electron that has it, or elsewhere than on Linux, nothing is set', () => {
  expect(softwareGpuEnvironment(undefined, {}, 'linux')).toEqual({});
  expect(softwareGpuEnvironment(electronWith(['libvulkan.so.1']).electron, {}, 'linux')).toEqual({});
  expect(softwareGpuEnvironment(electronWith(whole).electron, {}, 'darwin')).toEqual({});
});
