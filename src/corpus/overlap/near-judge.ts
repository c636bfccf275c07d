/** How similar two documents are: judged by their signatures first, and by their text where that says they may be alike. */
import { TextReader } from '../text-store.ts';
import { textOf } from './parts.ts';
import type { ScannedTexts } from './scan.ts';
import { overlapSettings } from './settings.ts';
import { similarityOf } from './signature.ts';
import { distinct, jaccard, shingleHashes, wordHashes } from './words.ts';

/** Signatures miss the true similarity by 0.04 as a rule; those that fall short by more than this are not looked at again. */
const slack = 0.15;
const shinglesKept = 64;

export class NearJudge {
  readonly #readers: readonly TextReader[];
  readonly #scanned: ScannedTexts;
  readonly #shingles = new Map<number, Uint32Array>();
  #last: { readonly document: number; readonly signature: Uint32Array } | undefined;

  constructor(folders: readonly string[], scanned: ScannedTexts) {
    this.#readers = folders.map((folder) => new TextReader(folder, 1 << 12));
    this.#scanned = scanned;
  }

  /** Jaccard similarity of the documents' shingles; 0 for those that are clearly no near duplicates. */
  similarity(a: number, b: number): number {
    if (this.#last?.document !== a) this.#last = { document: a, signature: this.#scanned.signature(a) };
    const estimate = similarityOf(this.#last.signature, this.#scanned.signature(b));
    if (estimate < overlapSettings.nearSimilarity - slack) return 0;
    return jaccard(this.#shinglesOf(a), this.#shinglesOf(b));
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }

  #shinglesOf(document: number): Uint32Array {
    const kept = this.#shingles.get(document);
    if (kept) return kept;
    const { starts, parts } = this.#scanned;
    const text = textOf(parts[document]!);
    const reader = this.#readers[text]!;
    const words = wordHashes(reader.read(reader.record(document - starts[text]!)).toString('utf8'));
    const shingles = distinct(shingleHashes(words, overlapSettings.shingleWords));
    this.#shingles.set(document, shingles);
    const oldest = this.#shingles.keys().next().value;
    if (this.#shingles.size > shinglesKept && oldest !== undefined) this.#shingles.delete(oldest);
    return shingles;
  }
}
