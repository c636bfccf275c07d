/**
 * What texts share: equal documents, near duplicates, word sequences, and what of it crosses from training text into held-out
 * text. How one text looks from another depends on these two alone, so results can be kept pair by pair.
 */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { withScratch } from '../partial-folder.ts';
import { meter, type Progress } from '../progress.ts';
import { splits, type Split } from '../split.ts';
import { readTextFacts } from '../ingest.ts';
import { TextReader } from '../text-store.ts';
import { bucketsOf } from './buckets.ts';
import { Examples, type Example } from './examples.ts';
import { Marks } from './marks.ts';
import { NearJudge } from './near-judge.ts';
import { scanTexts, type ScannedTexts } from './scan.ts';
import { containment, union } from './sequence-sketch.ts';
import { overlapSettings } from './settings.ts';

export { overlapSettings } from './settings.ts';

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

export interface ComparingOptions {
  readonly textsFolder: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Finding pairs is reckoned as this much of the scan. */
const findingShare = 0.25;
const exampleCharacters = 700;
const pairsPerTurn = 2000;

/**
 * @param versions different texts
 * @param isWanted whether text i is to be looked at from text j; what is not wanted costs little
 * @returns        for each wanted pair of places its facts
 * @throws         Refusal `disk_full`, `workspace_read_only`
 */
export async function compareTexts(
  versions: readonly string[],
  isWanted: (i: number, j: number) => boolean,
  { textsFolder, onProgress, signal }: ComparingOptions,
): Promise<ReadonlyMap<string, PairFacts>> {
  const folders = versions.map((version) => join(textsFolder, version));
  const bytes = folders.reduce((sum, folder) => sum + readTextFacts(folder).bytes, 0);
  const progress = meter(Math.round(bytes * (1 + findingShare)), onProgress);
  return withScratch(textsFolder, async (scratch) => {
    const scanned = await scanTexts(folders, scratch, { onBytes: progress.add, ...(signal && { signal }) });
    const judge = new NearJudge(folders, scanned);
    try {
      const finding: Finding = {
        scanned,
        isWanted,
        exact: new Marks(scanned.total, scanned.sketches.length),
        near: new Marks(scanned.total, scanned.sketches.length),
        examples: new Map(),
      };
      markEqual(finding);
      for (let band = 0; band < overlapSettings.bands; band++) {
        await markNear(finding, judge, band, signal);
        await setImmediate();
        signal?.throwIfAborted();
        progress.add((bytes * findingShare) / overlapSettings.bands);
      }
      const facts = factsOf(finding, versions, folders);
      progress.end();
      return facts;
    } finally {
      judge.close();
      scanned.close();
    }
  });
}

/** Key of a pair in the result. */
export function pairKey(i: number, j: number): string {
  return `${i} ${j}`;
}

interface Finding {
  readonly scanned: ScannedTexts;
  readonly isWanted: (i: number, j: number) => boolean;
  /** Parts in which a document has an equal one, or a near duplicate. */
  readonly exact: Marks;
  readonly near: Marks;
  /** By pair of texts, and by pair and held-out split. */
  readonly examples: Map<string, Examples>;
}

function markEqual({ scanned: { digests, parts }, exact }: Finding): void {
  for (const bucket of bucketsOf(digests.high))
    for (const document of bucket)
      for (const other of bucket)
        if (other !== document && digests.low[other] === digests.low[document]) exact.set(document, parts[other]!);
}

/** Compares each document with the first few of each part that fell into its bucket. */
async function markNear(finding: Finding, judge: NearJudge, band: number, signal?: AbortSignal): Promise<void> {
  const { scanned, isWanted, near, exact } = finding;
  const { parts, hasWords } = scanned;
  let sinceTurn = 0;
  for (const bucket of bucketsOf(scanned.band(band), (document) => hasWords[document] === 0)) {
    const partners = firstOfEachPart(bucket, parts);
    for (const document of bucket)
      for (const [part, others] of partners) {
        const [i, j] = [textOf(parts[document]!), textOf(part)];
        if (!isWanted(i, j) || near.has(document, part) || exact.has(document, part)) continue;
        for (const other of others) {
          if (other === document) continue;
          sinceTurn += 1;
          const similarity = judge.similarity(document, other);
          if (similarity < overlapSettings.nearSimilarity) continue;
          near.set(document, part);
          keepExample(finding, { a: document, b: other, similarity });
          break;
        }
      }
    if (sinceTurn < pairsPerTurn) continue;
    sinceTurn = 0;
    await setImmediate();
    signal?.throwIfAborted();
  }
}

function firstOfEachPart(bucket: readonly number[], parts: Uint16Array): ReadonlyMap<number, readonly number[]> {
  const partners = new Map<number, number[]>();
  for (const document of bucket) {
    const part = parts[document]!;
    const others = partners.get(part);
    if (!others) partners.set(part, [document]);
    else if (others.length <= overlapSettings.partners) others.push(document); // one more: a document is not its own
  }
  return partners;
}

function keepExample({ scanned: { parts }, examples }: Finding, example: Example): void {
  const [from, to] = [parts[example.a]!, parts[example.b]!];
  const key = pairKey(textOf(from), textOf(to));
  const isLeak = splitOf(from) !== 'train' && splitOf(to) === 'train';
  for (const place of isLeak ? [key, `${key} ${splitOf(from)}`] : [key]) {
    const kept = examples.get(place) ?? new Examples();
    kept.add(example);
    examples.set(place, kept);
  }
}

function factsOf(
  { scanned, isWanted, exact, near, examples }: Finding,
  versions: readonly string[],
  folders: readonly string[],
): ReadonlyMap<string, PairFacts> {
  const { parts, starts, total, sketches } = scanned;
  const wholes = versions.map((_, text) => union(splits.map((_split, s) => sketches[text * splits.length + s]!)));
  const shown = new Excerpts(folders, scanned);
  const facts = new Map<string, PairFacts>();
  for (const i of versions.keys())
    for (const j of versions.keys()) {
      if (!isWanted(i, j)) continue;
      const others = splits.map((_split, s) => j * splits.length + s);
      const documents = range(starts[i]!, starts[i + 1] ?? total);
      const key = pairKey(i, j);
      const leak = (split: 'val' | 'test'): LeakFacts => {
        const train = j * splits.length + splits.indexOf('train');
        const held = documents.filter((document) => splitOf(parts[document]!) === split);
        return {
          documents: held.length,
          ...count(held, [train], exact, near),
          shared: containment(sketches[i * splits.length + splits.indexOf(split)]!, sketches[train]!),
          examples: (examples.get(`${key} ${split}`)?.best ?? []).map((example) => shown.pair(example)),
        };
      };
      facts.set(key, {
        ...count(documents, others, exact, near),
        shared: i === j ? 1 : containment(wholes[i]!, wholes[j]!),
        examples: (examples.get(key)?.best ?? []).map((example) => shown.pair(example)),
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

function textOf(part: number): number {
  return Math.floor(part / splits.length);
}

function splitOf(part: number): Split {
  return splits[part % splits.length]!;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
