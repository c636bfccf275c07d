/** Finds the documents that are equal or nearly so, and remembers in which parts each has been found again. */
import { setImmediate } from 'node:timers/promises';
import { bucketsOf } from './buckets.ts';
import { Examples, type Example } from './examples.ts';
import { Marks } from './marks.ts';
import type { NearJudge } from './near-judge.ts';
import { splitOf, textOf } from './parts.ts';
import type { ScannedTexts } from './scan.ts';
import { overlapSettings } from './settings.ts';

const pairsPerTurn = 2000;

export interface Finding {
  readonly scanned: ScannedTexts;
  readonly isWanted: (i: number, j: number) => boolean;
  /** Parts in which a document has an equal one, or a near duplicate. */
  readonly exact: Marks;
  readonly near: Marks;
  /** By pair of texts, and by pair and held-out split. */
  readonly examples: Map<string, Examples>;
}

export function newFinding(scanned: ScannedTexts, isWanted: Finding['isWanted']): Finding {
  const marks = (): Marks => new Marks(scanned.total, scanned.sketches.length);
  return { scanned, isWanted, exact: marks(), near: marks(), examples: new Map() };
}

/** Where examples of a pair of texts are kept, or those of a leak from one to the other. */
export function exampleKey(i: number, j: number, split?: 'val' | 'test'): string {
  return split === undefined ? `${i} ${j}` : `${i} ${j} ${split}`;
}

export function markEqual({ scanned: { digests, parts }, exact }: Finding): void {
  for (const bucket of bucketsOf(digests.high))
    for (const document of bucket)
      for (const other of bucket)
        if (other !== document && digests.low[other] === digests.low[document]) exact.set(document, parts[other]!);
}

/** Compares each document with the first few of each part that fell into its bucket. */
export async function markNear(finding: Finding, judge: NearJudge, band: number, signal?: AbortSignal): Promise<void> {
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
  const [i, j, split] = [textOf(from), textOf(to), splitOf(from)];
  const isLeak = split !== 'train' && splitOf(to) === 'train';
  for (const place of [exampleKey(i, j), ...(isLeak ? [exampleKey(i, j, split)] : [])]) {
    const kept = examples.get(place) ?? new Examples();
    kept.add(example);
    examples.set(place, kept);
  }
}
