/** The tokenizers there are. */
import type { Tokenizer } from './tokenizer.ts';

export type { Tokenizer } from './tokenizer.ts';

/** Ids of the tokenizers that need no file. */
export const tokenizerIds = ['byte', 'gpt2'] as const;

/**
 * Opens a tokenizer by id, or from a Hugging Face tokenizer.json.
 *
 * @param idOrFile 'byte', 'gpt2', or the path of a tokenizer.json
 * @throws Refusal `tokenizer_unknown`, `tokenizer_file_unreadable`
 */
export declare function openTokenizer(idOrFile: string): Promise<Tokenizer>;
