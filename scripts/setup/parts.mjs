/** Set-up as a whole: its parts in order, what is kept from the last time, and the record of it. */
import { join } from 'node:path';
import { isElectronSettled, provideElectron } from './electron.mjs';
import { sweepParts } from './kept-folder.mjs';
import { withLock } from './lock.mjs';
import { resolveNode } from './node.mjs';
import { cacheFolder, modulesFolder, stateFile } from './places.mjs';
import { say } from './progress.mjs';
import { readState, recorded, SetupFailure, writeState } from './state.mjs';
import { removeAddon } from './tensorflow-addon.mjs';
import { isTensorflowSettled, provideTensorflow, tensorflowChoice } from './tensorflow.mjs';

/**
 * Brings every part to where it can be, and records it.
 *
 * @param {{ retry?: boolean, env?: NodeJS.ProcessEnv }} [options]
 *   retry: try again what failed last time; without it a recorded failure stays until `npm run setup`
 * @returns {Promise<{ parts: Record<'node' | 'electron' | 'tensorflow', import('./state.mjs').Part>, worked: boolean }>}
 *   worked: whether anything had to be done
 */
export async function setUp({ retry = false, env = process.env } = {}) {
  const settled = look(env, retry);
  if (settled) return { parts: settled, worked: false };
  const onWait = (holder) => say(`Waiting for the set-up that process ${holder} runs ...`);
  return await withLock(
    join(modulesFolder, '.aioli-setup.lock'),
    async () => {
      const meanwhile = look(env, false);
      if (meanwhile && !retry) return { parts: meanwhile, worked: false };
      return { parts: await work(env, retry), worked: true };
    },
    { onWait },
  );
}

/** @returns the recorded parts when none of them needs work, by looks at files only */
function look(env, retry) {
  const parts = readState(stateFile)?.parts;
  if (!parts) return undefined;
  const node = attempted(() => resolveNode({ env }));
  const isSame = node ? node.path === parts.node.path : parts.node.state !== 'ready';
  const options = { env, cache: cacheFolder(env), retry };
  const isSettled =
    isSame && isElectronSettled(parts.electron, options) && isTensorflowSettled(parts.tensorflow, options);
  return isSettled ? parts : undefined;
}

async function work(env, retry) {
  const cache = cacheFolder(env);
  const before = readState(stateFile)?.parts;
  const node = await recorded(() => resolveNode({ env }));
  // Without a Node nothing else can be tried, and nothing is known about it: what was recorded stays.
  if (node.state !== 'ready') return { electron: node, tensorflow: node, ...before, node };
  await sweepParts(cache);
  const electron = isElectronSettled(before?.electron, { env, cache, retry })
    ? before.electron
    : await recorded(() => provideElectron({ cache, node, env, retry }));
  const tensorflow = isTensorflowSettled(before?.tensorflow, { env, cache, retry })
    ? before.tensorflow
    : await tryTensorflow({ cache, node, env });
  const parts = { node, electron, tensorflow };
  writeState(stateFile, parts);
  return parts;
}

async function tryTensorflow(options) {
  const part = await recorded(() => provideTensorflow(options));
  if (part.state !== 'ready') await removeAddon();
  return { ...part, choice: tensorflowChoice(options.env) };
}

/** What a look finds; what it would fail with is said when the work is done. */
function attempted(look) {
  try {
    return look();
  } catch (error) {
    if (error instanceof SetupFailure) return undefined;
    throw error;
  }
}
