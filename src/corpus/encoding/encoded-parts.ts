/** A stored text's tokens, part by part in its order: a small text is encoded here, a large one by several threads. */
import { setImmediate } from 'node:timers/promises';
import { TextReader } from '../text-store.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { startCrew, type Crew } from './crew.ts';
import { PartEncoder, type EncodedPart } from './part-encoder.ts';
import { partsOf, type Part } from './parts.ts';

export interface EncodingOptions {
  readonly textFolder: string;
  readonly tokenizer: Tokenizer;
  /** An end-of-document token after each document. */
  readonly endsDocuments: boolean;
  /** Largest number of threads. */
  readonly threads: number;
}

export interface Encoded {
  readonly part: Part;
  readonly ids: EncodedPart;
}

/** So much is encoded here before other work gets its turn. */
const turnBytes = 1 << 17;
/** So much is sent to a thread at once, and so many parts are with each or done and not yet taken. */
const partBytes = 1 << 20;
const partsEach = 2;

/** The same whatever the number of threads. @param bytes of the whole text */
export async function* encodedParts(bytes: number, options: EncodingOptions): AsyncGenerator<Encoded> {
  const { textFolder, tokenizer, endsDocuments } = options;
  const threads = Math.min(options.threads, Math.floor(bytes / tokenizer.bytesWorthAThread));
  const text = new TextReader(textFolder);
  try {
    if (threads < 2) yield* encodedHere(text, new PartEncoder(textFolder, tokenizer, endsDocuments));
    else yield* encodedApart(text, startCrew(textFolder, tokenizer, endsDocuments, threads), threads);
  } finally {
    text.close();
  }
}

async function* encodedHere(text: TextReader, encoder: PartEncoder): AsyncGenerator<Encoded> {
  try {
    for (const part of partsOf(text, turnBytes)) {
      yield { part, ids: encoder.encode(part) };
      await setImmediate();
    }
  } finally {
    encoder.close();
  }
}

async function* encodedApart(text: TextReader, crew: Crew, threads: number): AsyncGenerator<Encoded> {
  const begun: Promise<Encoded>[] = [];
  try {
    for (const part of partsOf(text, partBytes)) {
      const encoding = crew.encode(part).then((ids) => ({ part, ids }));
      encoding.catch(() => undefined); // heard of when it is taken
      begun.push(encoding);
      if (begun.length === partsEach * threads) yield await begun.shift()!;
    }
    while (begun.length > 0) yield await begun.shift()!;
  } finally {
    await crew.close();
  }
}
