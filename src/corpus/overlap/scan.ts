/**
 * One pass over the texts that are compared: for each document its signature and bands, on the disk; for each split the word
 * sequences; and what equal documents are known by. In memory stay about 20 bytes a document and the sequences' samples.
 */
import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { BufferedWriter } from '../buffered-file.ts';
import { splits } from '../split.ts';
import { TextReader } from '../text-store.ts';
import { partOf } from './parts.ts';
import { SequenceCollector, type SequenceSketch } from './sequence-sketch.ts';
import { overlapSettings, signatureHashes } from './settings.ts';
import { bandKeys, signatureOf } from './signature.ts';
import { distinct, sequenceHashes, shingleHashes, wordHashes } from './words.ts';

/** So much text is scanned before other work gets its turn. */
const turnBytes = 1 << 17;

export interface ScannedTexts {
  /** Documents over all texts, numbered text by text. */
  readonly total: number;
  /** Number of each text's first document. */
  readonly starts: readonly number[];
  /** Part of each document (parts.ts). */
  readonly parts: Uint16Array;
  /** What equal documents have in common: 64 bits of the SHA-256 of their bytes. */
  readonly digests: { readonly high: Uint32Array; readonly low: Uint32Array };
  /** 0 for documents without a word. */
  readonly hasWords: Uint8Array;
  /** Word sequences of each part. */
  readonly sketches: readonly SequenceSketch[];
  /** Key of each document in one band. */
  readonly band: (band: number) => Uint32Array;
  readonly signature: (document: number) => Uint32Array;
  readonly close: () => void;
}

/**
 * @param folders `<textsFolder>/<version>` of each text
 * @param scratch an empty folder, for what is too large for memory
 * @param onBytes told of bytes of text that are done
 */
export async function scanTexts(
  folders: readonly string[],
  scratch: string,
  { onBytes, signal }: { readonly onBytes: (bytes: number) => void; readonly signal?: AbortSignal },
): Promise<ScannedTexts> {
  const readers = folders.map((folder) => new TextReader(folder));
  const total = readers.reduce((sum, reader) => sum + reader.total, 0);
  const parts = new Uint16Array(total);
  const digests = { high: new Uint32Array(total), low: new Uint32Array(total) };
  const hasWords = new Uint8Array(total);
  const sketches: SequenceSketch[] = [];
  const starts: number[] = [];
  const files = new SignatureFiles(scratch);
  try {
    let document = 0;
    let sinceTurn = 0;
    for (const [text, reader] of readers.entries()) {
      starts.push(document);
      const collectors = splits.map(() => new SequenceCollector(overlapSettings.sketchSize));
      for (let at = 0; at < reader.total; at++, document++) {
        const record = reader.record(at);
        const bytes = reader.read(record);
        const digest = hash('sha256', bytes, 'buffer');
        parts[document] = partOf(text, record.split);
        digests.high[document] = digest.readUInt32BE(0);
        digests.low[document] = digest.readUInt32BE(4);
        const words = wordHashes(bytes.toString('utf8'));
        collectors[splits.indexOf(record.split)]!.add(sequenceHashes(words, overlapSettings.sequenceWords));
        const shingles = distinct(shingleHashes(words, overlapSettings.shingleWords));
        hasWords[document] = shingles.length > 0 ? 1 : 0;
        files.add(signatureOf(shingles));
        onBytes(record.bytes);
        sinceTurn += record.bytes;
        if (sinceTurn < turnBytes) continue;
        sinceTurn = 0;
        await setImmediate();
        signal?.throwIfAborted();
      }
      sketches.push(...collectors.map((collector) => collector.sketch()));
    }
    return { total, starts, parts, digests, hasWords, sketches, ...files.finish() };
  } catch (error) {
    files.abandon();
    throw error;
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** Signatures one after the other, and a file of keys for each band. */
class SignatureFiles {
  readonly #folder: string;
  readonly #signatures: BufferedWriter;
  readonly #bands: readonly BufferedWriter[];

  constructor(folder: string) {
    this.#folder = folder;
    this.#signatures = new BufferedWriter(join(folder, 'signatures.bin'));
    this.#bands = Array.from({ length: overlapSettings.bands }, (_, band) => new BufferedWriter(this.#bandFile(band)));
  }

  add(signature: Uint32Array): void {
    this.#signatures.write(bytesOf(signature));
    const keys = bandKeys(signature);
    this.#bands.forEach((file, band) => file.write(bytesOf(keys.subarray(band, band + 1))));
  }

  finish(): Pick<ScannedTexts, 'band' | 'signature' | 'close'> {
    for (const file of [this.#signatures, ...this.#bands]) file.closeScratch();
    const file = openSync(join(this.#folder, 'signatures.bin'), 'r');
    return {
      band: (band) => {
        const bytes = readFileSync(this.#bandFile(band));
        return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      },
      signature: (document) => {
        const signature = new Uint32Array(signatureHashes);
        readSync(file, signature, 0, signature.byteLength, document * signature.byteLength);
        return signature;
      },
      close: () => closeSync(file),
    };
  }

  abandon(): void {
    for (const file of [this.#signatures, ...this.#bands]) file.abandon();
  }

  #bandFile(band: number): string {
    return join(this.#folder, `band-${band}.bin`);
  }
}

function bytesOf(values: Uint32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
