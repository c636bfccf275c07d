/** An experiment as it lies in a file. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ExperimentInput } from '#contract/experiment';
import { readJsonFile } from './files.ts';

/**
 * Reads an experiment file; a tokenizer file that it names is looked for beside it. What the file holds is checked by
 * the engine.
 *
 * @throws Refusal `file_missing`, `file_malformed`
 */
export function readExperimentFile(file: string): ExperimentInput {
  const content = readJsonFile(file);
  if (content === null || typeof content !== 'object' || !('tokenizer' in content)) return content as ExperimentInput;
  const { tokenizer } = content;
  const beside = typeof tokenizer === 'string' ? resolve(dirname(file), tokenizer) : '';
  return { ...content, tokenizer: beside !== '' && existsSync(beside) ? beside : tokenizer } as ExperimentInput;
}
