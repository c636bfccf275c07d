/**
 * A folder in the cache that is either whole or not there: it is filled under another name, marked, and renamed into
 * place. Two processes may race; the loser throws its copy away.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from './lock.mjs';

const mark = '.complete';

export function isKept(folder) {
  return existsSync(join(folder, mark));
}

/**
 * @param {string} folder  where the result shall be
 * @param {(temporary: string) => Promise<void>} fill  writes everything below the given folder
 */
export async function keepFolder(folder, fill) {
  if (isKept(folder)) return folder;
  const temporary = `${folder}.part-${process.pid}`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await writeFile(join(temporary, mark), '');
    await place(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** Removes what interrupted processes left half done. */
export async function sweepParts(cache) {
  if (!existsSync(cache)) return;
  for (const name of await readdir(cache)) {
    const owner = /\.part-(\d+)/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(cache, name), { recursive: true, force: true });
  }
}

async function place(temporary, folder) {
  await mkdir(dirname(folder), { recursive: true });
  if (!isKept(folder)) await rm(folder, { recursive: true, force: true }); // what an interrupted removal left
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (!isKept(folder)) throw error; // else another process was first with the same content
  }
}
