/**
 * One at a time over processes: a file that names its holder. A holder that is gone loses the lock. The lock saves work
 * and keeps progress readable; what it guards is renamed into place whole, so that even a broken lock does no harm.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 150;

/**
 * @template T
 * @param {string} file
 * @param {() => Promise<T> | T} work
 * @param {{ onWait?: (holder: number) => void }} [options]  called once when another process holds it
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  let hasWaited = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
    else {
      if (!hasWaited && holder !== undefined) onWait?.(holder);
      hasWaited ||= holder !== undefined;
      await sleep(pauseMs);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file) {
  try {
    const text = readFileSync(file, 'utf8');
    return text === '' ? undefined : Number(text); // empty: being written this instant
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether a process of this machine runs. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
