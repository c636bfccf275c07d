/**
 * A group's text on disk: `{train,val,test}.txt`, the documents' UTF-8 bytes one after another, and `index.bin`, one
 * record a document in the order of the source, so that any of them is found by its number.
 *
 * Record, 16 bytes little endian: offset in the split's file (float64, exact to 2^53), bytes (uint32), split (uint32).
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { BufferedReader, BufferedWriter } from './buffered-file.ts';
import { splits, type Split } from './split.ts';

export const textFiles = ['train.txt', 'val.txt', 'test.txt', 'index.bin'] as const;
const recordBytes = 16;

export interface TextRecord {
  readonly split: Split;
  readonly offset: number;
  readonly bytes: number;
}

/** Documents and bytes of one split. */
export interface SplitText {
  readonly documents: number;
  readonly bytes: number;
}

/** Appends documents. Call `close` or `finish` when all is well, `abandon` when not. */
export class TextWriter {
  readonly #files: Readonly<Record<Split, BufferedWriter>>;
  readonly #index: BufferedWriter;
  readonly #documents: Record<Split, number> = { train: 0, val: 0, test: 0 };

  constructor(folder: string) {
    const open = (name: string) => new BufferedWriter(join(folder, name));
    this.#files = { train: open('train.txt'), val: open('val.txt'), test: open('test.txt') };
    this.#index = open('index.bin');
  }

  add(text: Uint8Array, split: Split): void {
    const record = Buffer.alloc(recordBytes);
    record.writeDoubleLE(this.#files[split].position, 0);
    record.writeUInt32LE(text.length, 8);
    record.writeUInt32LE(splits.indexOf(split), 12);
    this.#index.write(record);
    this.#files[split].write(text);
    this.#documents[split] += 1;
  }

  sizes(): Record<Split, SplitText> {
    const of = (split: Split) => ({ documents: this.#documents[split], bytes: this.#files[split].position });
    return { train: of('train'), val: of('val'), test: of('test') };
  }

  close(): void {
    for (const file of [...Object.values(this.#files), this.#index]) file.close();
  }

  /** As `close`, while other work goes on. */
  async finish(): Promise<void> {
    for (const file of [...Object.values(this.#files), this.#index]) await file.finish();
  }

  abandon(): void {
    for (const file of [...Object.values(this.#files), this.#index]) file.abandon();
  }
}

/** Length of each document, from the bytes of `index.bin`. */
export function bytesOfRecords(index: Buffer): Uint32Array {
  return Uint32Array.from({ length: index.length / recordBytes }, (_, i) => index.readUInt32LE(i * recordBytes + 8));
}

/** Reads documents by number. Reading them in order costs few calls to the system. */
export class TextReader {
  /** Documents. */
  readonly total: number;
  readonly #files: Readonly<Record<Split, BufferedReader>>;
  readonly #index: BufferedReader;

  /** @param blockBytes read at once; few for documents that are picked out here and there */
  constructor(folder: string, blockBytes?: number) {
    const open = (name: string) => new BufferedReader(join(folder, name), blockBytes);
    this.total = statSync(join(folder, 'index.bin')).size / recordBytes;
    this.#files = { train: open('train.txt'), val: open('val.txt'), test: open('test.txt') };
    this.#index = open('index.bin');
  }

  record(document: number): TextRecord {
    const record = this.#index.read(document * recordBytes, recordBytes);
    return {
      offset: record.readDoubleLE(0),
      bytes: record.readUInt32LE(8),
      split: splits[record.readUInt32LE(12)]!,
    };
  }

  /** Bytes of a document, at most `limit`. The view is valid until the next call. */
  read({ split, offset, bytes }: TextRecord, limit = bytes): Buffer {
    return this.#files[split].read(offset, Math.min(bytes, limit));
  }

  close(): void {
    for (const file of [...Object.values(this.#files), this.#index]) file.close();
  }
}
