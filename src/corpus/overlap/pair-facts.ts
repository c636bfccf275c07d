/** What was found, counted for each pair of texts and shown by examples. */
import type { Split } from '../split.ts';
import { TextReader } from '../text-store.ts';
import type { Example } from './examples.ts';
import { exampleKey, type Finding } from './find-pairs.ts';
import type { Marks } from './marks.ts';
import { partOf, partsOfText, splitOf, textOf } from './parts.ts';
import type { ScannedTexts } from './scan.ts';
import { containment, union } from './sequence-sketch.ts';

const exampleCharacters = 700;

/** A document of a pair, in its text. */
export interface PairedText {
  readonly split: Split;
  readonly index: number;
  /** The first characters. */
  readonly text: string;
  readonly isCut: boolean;
}

export interface TextPair {
  readonly a: PairedText;
  readonly b: PairedText;
  /** Shared share of their shingles (Jaccard), 0 to 1. */
  readonly similarity: number;
}

/** What the held-out documents of one text share with the training documents of another. */
export interface LeakFacts {
  /** Of the split. */
  readonly documents: number;
  readonly exact: number;
  /** Without the exact ones. */
  readonly near: number;
  /** Share of the split's distinct word sequences. */
  readonly shared: number;
  readonly examples: readonly TextPair[];
}

/** How a text looks from another, or from itself. */
export interface PairFacts {
  /** Documents with an equal one in the other text. */
  readonly exact: number;
  /** Documents with a near duplicate and no equal one. */
  readonly near: number;
  /** Share of its distinct word sequences that occur in the other. */
  readonly shared: number;
  readonly examples: readonly TextPair[];
  readonly leaks: { readonly val: LeakFacts; readonly test: LeakFacts };
}

/** Key of a pair in the result. */
export function pairKey(i: number, j: number): string {
  return `${i} ${j}`;
}

/** @param folders `<textsFolder>/<version>` of each text @returns facts by `pairKey` */
export function factsOf(
  { scanned, isWanted, exact, near, examples }: Finding,
  folders: readonly string[],
): ReadonlyMap<string, PairFacts> {
  const { parts, starts, total, sketches } = scanned;
  const wholes = folders.map((_, text) => union(partsOfText(text).map((part) => sketches[part]!)));
  const shown = new Excerpts(folders, scanned);
  const facts = new Map<string, PairFacts>();
  for (const i of folders.keys())
    for (const j of folders.keys()) {
      if (!isWanted(i, j)) continue;
      const documents = range(starts[i]!, starts[i + 1] ?? total);
      const leak = (split: 'val' | 'test'): LeakFacts => {
        const train = partOf(j, 'train');
        const held = documents.filter((document) => splitOf(parts[document]!) === split);
        return {
          documents: held.length,
          ...count(held, [train], exact, near),
          shared: containment(sketches[partOf(i, split)]!, sketches[train]!),
          examples: (examples.get(exampleKey(i, j, split))?.best ?? []).map((example) => shown.pair(example)),
        };
      };
      facts.set(pairKey(i, j), {
        ...count(documents, partsOfText(j), exact, near),
        shared: i === j ? 1 : containment(wholes[i]!, wholes[j]!),
        examples: (examples.get(exampleKey(i, j))?.best ?? []).map((example) => shown.pair(example)),
        leaks: { val: leak('val'), test: leak('test') },
      });
    }
  shown.close();
  return facts;
}

function count(documents: readonly number[], parts: readonly number[], exact: Marks, near: Marks) {
  let equal = 0;
  let alike = 0;
  for (const document of documents)
    if (parts.some((part) => exact.has(document, part))) equal += 1;
    else if (parts.some((part) => near.has(document, part))) alike += 1;
  return { exact: equal, near: alike };
}

/** The beginnings of documents. */
class Excerpts {
  readonly #readers: readonly TextReader[];
  readonly #scanned: ScannedTexts;

  constructor(folders: readonly string[], scanned: ScannedTexts) {
    this.#readers = folders.map((folder) => new TextReader(folder, 1 << 12));
    this.#scanned = scanned;
  }

  pair({ a, b, similarity }: Example): TextPair {
    return { a: this.#document(a), b: this.#document(b), similarity };
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }

  #document(document: number): PairedText {
    const part = this.#scanned.parts[document]!;
    const index = document - this.#scanned.starts[textOf(part)]!;
    const reader = this.#readers[textOf(part)]!;
    const record = reader.record(index);
    const start = reader.read(record, exampleCharacters * 4).toString('utf8');
    const text = Array.from(start).slice(0, exampleCharacters).join('');
    return { split: record.split, index, text, isCut: Buffer.byteLength(text) < record.bytes };
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
