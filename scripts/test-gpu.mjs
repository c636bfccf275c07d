/**
 * A graphics card in software for the tests of WebGPU: SwiftShader, which comes with Electron on Linux. It is offered
 * beside the drivers of the machine, so that a real card is what gets tested where there is one.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stateFile } from './setup/places.mjs';
import { readState } from './setup/state.mjs';

/** Before the first test: the loader of drivers is looked for where a process starts. */
export default function setup() {
  const electron = process.env.AIOLI_ELECTRON ?? readState(stateFile)?.parts.electron?.path;
  Object.assign(process.env, softwareGpuEnvironment(electron));
}

/**
 * @param {string | undefined} electron path of the executable
 * @returns variables for a process that starts; none without an Electron, and outside Linux
 */
export function softwareGpuEnvironment(electron, env = process.env, platform = process.platform) {
  if (electron === undefined || platform !== 'linux') return {};
  const folder = dirname(electron);
  const driver = join(folder, 'vk_swiftshader_icd.json');
  if (![driver, join(folder, 'libvulkan.so.1')].every((file) => existsSync(file))) return {};
  return {
    VK_ADD_DRIVER_FILES: driver,
    LD_LIBRARY_PATH: [env.LD_LIBRARY_PATH, folder].filter(Boolean).join(':'), // the system may have no loader
  };
}
