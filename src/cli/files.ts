/** JSON files that people write. */
import { existsSync, readFileSync } from 'node:fs';
import { Refusal } from '#base/refusal';

/** @throws Refusal `file_missing`, `file_malformed` */
export function readJsonFile(file: string): unknown {
  if (!existsSync(file))
    throw new Refusal('file_missing', `There is no file ${file}.`, { file, remedy: 'Check the path.' });
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal(
      'file_malformed',
      `${file} is not JSON: ${detail}.`,
      { file, remedy: 'Correct the file at the place that the message names.' },
      { cause },
    );
  }
}

/** Adds the file to a refusal about what it holds. */
export async function inFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && error.details.field !== undefined && error.details.file === undefined)
      throw new Refusal(error.code, error.message, { file, ...error.details }, { cause: error });
    throw error;
  }
}
