/** Sequential writing and positional reading in large blocks, so that a file of many small pieces costs few calls. */
import { closeSync, fsync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

const blockBytes = 1 << 20;
const flushToDisk = promisify(fsync);

/** Appends to a new file. What was written is on disk once `close` has returned or `finish` has resolved. */
export class BufferedWriter {
  readonly #file: number;
  readonly #block = Buffer.allocUnsafe(blockBytes);
  #used = 0;
  #written = 0;
  #isOpen = true;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  /** Bytes written so far. */
  get position(): number {
    return this.#written + this.#used;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > blockBytes - this.#used) this.#flush();
    if (bytes.length > blockBytes) {
      this.#writeAll(bytes);
      return;
    }
    this.#block.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  close(): void {
    try {
      this.#flush();
      fsyncSync(this.#file);
    } finally {
      this.abandon();
    }
  }

  /** As `close`, while other work goes on: the disk may take seconds for a large file. */
  async finish(): Promise<void> {
    this.#flush();
    await flushToDisk(this.#file);
    this.abandon();
  }

  /** Closes a file that is read again by this process and then removed: nothing waits for the disk. */
  closeScratch(): void {
    try {
      this.#flush();
    } finally {
      this.abandon();
    }
  }

  /** Closes without writing what is left, unless it is closed: after a failure. */
  abandon(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }

  #flush(): void {
    this.#writeAll(this.#block.subarray(0, this.#used));
    this.#used = 0;
  }

  #writeAll(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
    this.#written += bytes.length;
  }
}

/** Reads pieces of a file; pieces that follow one another come from one block. */
export class BufferedReader {
  readonly #file: number;
  readonly #blockBytes: number;
  /** Memory of all blocks, one after the other. */
  #memory = Buffer.alloc(0);
  #block = this.#memory;
  #blockStart = 0;

  /** @param size bytes read at once; few where pieces are far apart */
  constructor(path: string, size = blockBytes) {
    this.#blockBytes = size;
    this.#file = openSync(path, 'r');
  }

  /** Bytes from `position`, fewer at the end of the file. The view is valid until the next call. */
  read(position: number, bytes: number): Buffer {
    const start = position - this.#blockStart;
    if (start < 0 || start + bytes > this.#block.length) this.#load(position, Math.max(bytes, this.#blockBytes));
    const from = position - this.#blockStart;
    return this.#block.subarray(from, from + bytes);
  }

  close(): void {
    closeSync(this.#file);
  }

  #load(position: number, bytes: number): void {
    if (bytes > this.#memory.length) this.#memory = Buffer.allocUnsafeSlow(bytes);
    let done = 0;
    while (done < bytes) {
      const got = readSync(this.#file, this.#memory, done, bytes - done, position + done);
      if (got === 0) break;
      done += got;
    }
    this.#block = this.#memory.subarray(0, done);
    this.#blockStart = position;
  }
}
