/** The tokenizers there are. */
import { Refusal } from '#base/refusal';
import { byteTokenizer } from './byte.ts';
import { openTokenizerFile } from './file.ts';
import { openGpt2 } from './gpt2.ts';
import type { Tokenizer } from './tokenizer.ts';

export { idsOf, type Tokenizer } from './tokenizer.ts';

const builtIn: Readonly<Record<string, () => Promise<Tokenizer>>> = {
  byte: () => Promise.resolve(byteTokenizer),
  gpt2: openGpt2,
};

/** Ids of the tokenizers that need no file. */
export const tokenizerIds: readonly string[] = Object.keys(builtIn);

/**
 * Opens a tokenizer by id, or from a Hugging Face tokenizer.json.
 *
 * @param idOrFile 'byte', 'gpt2', or the path of a tokenizer.json
 * @throws Refusal `tokenizer_unknown`, `tokenizer_file_unreadable`
 */
export async function openTokenizer(idOrFile: string): Promise<Tokenizer> {
  if (Object.hasOwn(builtIn, idOrFile)) return await builtIn[idOrFile]!();
  if (/[/\\]|\.json$/.test(idOrFile)) return await openTokenizerFile(idOrFile);
  throw new Refusal('tokenizer_unknown', `There is no tokenizer "${idOrFile}".`, {
    field: 'tokenizer',
    remedy: `Choose ${tokenizerIds.join(' or ')}, or give the path of a tokenizer.json.`,
  });
}
