/**
 * Keeps out/ as new as the sources. Each side of the build has a stamp: a fingerprint of the paths, sizes and times of
 * the files it is made of, written after a build that went well.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { modulesFolder, projectFolder } from './places.mjs';
import { say } from './progress.mjs';
import { runProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';

export const sides = ['main', 'preload', 'renderer'];

const configuration = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
];

/** Layers that a side holds nothing of. */
const apart = {
  main: ['renderer', 'preload'],
  preload: ['renderer', 'main', 'engine', 'trainer', 'cli'],
  renderer: ['preload', 'main', 'engine', 'trainer', 'cli'],
};

const buildLimitSeconds = 600;

/**
 * Builds what is out of date. Safe to call from several processes at once.
 *
 * @param {{ path: string }} node
 * @param {readonly string[]} wanted  of `sides`
 * @param {{ root?: string, build?: (stale: string[]) => Promise<void> }} [options]  tests hand in their own
 */
export async function ensureBuilt(
  node,
  wanted,
  { root = projectFolder, build = (stale) => runBuild(node, stale) } = {},
) {
  const isStale = (side) => readStamp(root, side) !== fingerprint(root, side);
  if (!wanted.some(isStale)) return;
  const lock = join(root === projectFolder ? modulesFolder : root, '.aioli-build.lock');
  const onWait = (holder) => say(`Waiting for the build that process ${holder} runs ...`);
  await withLock(
    lock,
    async () => {
      const stale = wanted.filter(isStale);
      if (stale.length === 0) return;
      // Taken before the build: a file saved during it makes the result stale.
      const prints = stale.map((side) => fingerprint(root, side));
      forgetBuilt(stale, root);
      await build(stale);
      mkdirSync(join(root, 'out'), { recursive: true });
      for (const [index, side] of stale.entries()) writeFileSync(stampFile(root, side), prints[index]);
    },
    { onWait },
  );
}

/** Makes the next call build again, for when something else writes to out/. */
export function forgetBuilt(which = sides, root = projectFolder) {
  for (const side of which) rmSync(stampFile(root, side), { force: true });
}

async function runBuild(node, stale) {
  say(`Building ${stale.join(', ')} ...`);
  const script = join(projectFolder, 'scripts', 'setup', 'build-sides.mjs');
  const result = await runProgram(node.path, [script, ...stale], {
    cwd: projectFolder,
    limitSeconds: buildLimitSeconds,
  });
  if (result.ok) return;
  process.stderr.write(result.tail);
  throw new SetupFailure(
    `The build of ${stale.join(', ')} failed; what it said is above.`,
    'Correct the sources, or check out a version that builds, and start again.',
  );
}

function stampFile(root, side) {
  return join(root, 'out', `.${side}-built`);
}

/** Empty when the side was never built, or what was built is gone. */
function readStamp(root, side) {
  const file = stampFile(root, side);
  return existsSync(file) && existsSync(join(root, 'out', side)) ? readFileSync(file, 'utf8') : '';
}

function fingerprint(root, side) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0 };
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  for (const name of configuration) add(join(root, name));
  for (const layer of names(join(root, 'src')))
    if (!apart[side].includes(layer)) for (const file of filesBelow(join(root, 'src', layer))) add(file);
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function names(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
