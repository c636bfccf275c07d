/** Writes a file so that a reader never sees half of it. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import { diskFull } from '../store/database.ts';

/** @throws Refusal `file_unwritable`, `disk_full` */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
): Promise<{ readonly file: string; readonly bytes: number }> {
  const target = resolve(file);
  const draft = `${target}.${process.pid}.new`;
  try {
    await writeFile(draft, content);
    await rename(draft, target);
  } catch (cause) {
    await rm(draft, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw diskFull(target, cause);
    throw new Refusal(
      'file_unwritable',
      `The file ${target} cannot be written (${code ?? 'unknown reason'}).`,
      { file: target, remedy: 'Choose a folder that exists and in which you may write. Nothing was changed there.' },
      { cause },
    );
  }
  return { file: target, bytes: Buffer.byteLength(content) };
}
