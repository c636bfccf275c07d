/** Threads that encode parts of a text. What a thread cannot do, because it does not start or dies, is done here. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { PartEncoder, type EncodedPart } from './part-encoder.ts';
import type { Part } from './parts.ts';

/** What a thread is told when it starts. */
export interface WorkerSetting {
  readonly textFolder: string;
  readonly tokenizer: Pick<Tokenizer, 'id' | 'source'>;
  readonly endsDocuments: boolean;
}

export interface Crew {
  /** Parts that are asked for in turn go to the threads in turn. @throws what encoding in this thread throws */
  encode(part: Part): Promise<EncodedPart>;
  /** Ends the threads, with whatever they are at. */
  close(): Promise<void>;
}

/** In its own layer in a checkout; in the bundle beside the entries, one folder up from shared chunks. */
function entry(): string {
  const places = import.meta.url.endsWith('.ts') ? ['./worker.ts'] : ['./tokenize.js', '../tokenize.js'];
  const files = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return files.find((file) => existsSync(file)) ?? files[0]!;
}

/** @param threads at least one @param file that a thread runs, for tests */
export function startCrew(
  textFolder: string,
  tokenizer: Tokenizer,
  endsDocuments: boolean,
  threads: number,
  file = entry(),
): Crew {
  const setting: WorkerSetting = {
    textFolder,
    tokenizer: { id: tokenizer.id, source: tokenizer.source },
    endsDocuments,
  };
  const members = Array.from({ length: threads }, () => new Member(file, setting));
  const here = new PartEncoder(textFolder, tokenizer, endsDocuments);
  let asked = 0;
  return {
    encode: (part) => members[asked++ % threads]!.encode(part).catch(() => here.encode(part)),
    close: async () => {
      await Promise.all(members.map((member) => member.end()));
      here.close();
    },
  };
}

interface Waiting {
  readonly resolve: (encoded: EncodedPart) => void;
  readonly reject: (error: Error) => void;
}

/** One thread, and who waits for its answers, the longest first. */
class Member {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #ended: Error | null = null;

  constructor(file: string, workerData: WorkerSetting) {
    this.#worker = new Worker(file, { workerData, execArgv: [] });
    this.#worker.on('message', (encoded: EncodedPart) => this.#waiting.shift()?.resolve(encoded));
    this.#worker.on('error', (error) => this.#lose(error as Error));
    this.#worker.on('exit', (code) => this.#lose(new Error(`a thread that encodes ended with code ${code}`)));
  }

  encode(part: Part): Promise<EncodedPart> {
    if (this.#ended) return Promise.reject(this.#ended);
    this.#worker.postMessage(part);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async end(): Promise<void> {
    this.#waiting.length = 0; // nobody wants the answers any more
    await this.#worker.terminate();
  }

  #lose(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}
