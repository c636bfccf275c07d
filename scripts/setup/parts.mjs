/** Set-up as a whole: its parts in order, what is kept from the last time, and the record of it. */
import { join } from 'node:path';
import { findElectron, provideElectron } from './electron.mjs';
import { withLock } from './lock.mjs';
import { resolveNode } from './node.mjs';
import { cacheFolder, modulesFolder, stateFile } from './places.mjs';
import { say } from './progress.mjs';
import { readState, recorded, SetupFailure, writeState } from './state.mjs';
import { isTensorflowReady, provideTensorflow } from './tensorflow.mjs';

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
  if (!isSame || !isElectronSettled(parts.electron, env, retry)) return undefined;
  return isTensorflowSettled(parts.tensorflow, env, retry) ? parts : undefined;
}

async function work(env, retry) {
  const cache = cacheFolder(env);
  const before = readState(stateFile)?.parts;
  const node = await recorded(() => resolveNode({ env }));
  const need = () => {
    if (node.state !== 'ready') throw new SetupFailure(node.reason, node.remedy);
  };
  const electron = await recorded(() => {
    need();
    return provideElectron({ cache, node, env, retry });
  });
  const save = (tensorflow) => writeState(stateFile, { node, electron, tensorflow });
  const choice = env['AIOLI_TENSORFLOW'] ?? 'auto';
  if (isTensorflowSettled(before?.tensorflow, env, retry)) {
    save(before.tensorflow);
    return { node, electron, tensorflow: before.tensorflow };
  }
  const tensorflow = await recorded(async () => {
    need();
    return await provideTensorflow({ cache, node, env });
  });
  const withChoice = { ...tensorflow, choice };
  save(withChoice);
  return { node, electron, tensorflow: withChoice };
}

function isElectronSettled(part, env, retry) {
  if (part.state !== 'ready') return !retry;
  const found = attempted(() => findElectron({ env, cache: cacheFolder(env) }));
  return found?.path === part.path;
}

function isTensorflowSettled(part, env, retry) {
  if (part === undefined || part.choice !== (env['AIOLI_TENSORFLOW'] ?? 'auto')) return false;
  if (part.state === 'failed') return !retry;
  return part.state !== 'ready' || isTensorflowReady(part, cacheFolder(env));
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
