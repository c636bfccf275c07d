/**
 * In a group of a few dozen documents chance may leave validation or test without any. Training then lends each of them
 * one document: the one whose place is nearest. This is the only case in which adding text can move a document.
 */
import { hash } from 'node:crypto';
import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { placeOf, type Split } from './split.ts';
import { TextReader, textFiles, TextWriter, type SplitText } from './text-store.ts';

type Sizes = Readonly<Record<Split, SplitText>>;

/**
 * Rewrites the text in `folder` where a split is empty.
 *
 * @returns sizes afterwards; null when training has too few documents to lend any
 */
export function lendToEmptySplits(folder: string, sizes: Sizes): Sizes | null {
  const borrowers = (['test', 'val'] as const).filter((split) => sizes[split].documents === 0);
  if (borrowers.length === 0 && sizes.train.documents > 0) return sizes;
  if (sizes.train.documents <= borrowers.length) return null;
  const text = new TextReader(folder);
  const rewritten = join(folder, 'lent');
  mkdirSync(rewritten);
  const writer = new TextWriter(rewritten);
  try {
    const lent = new Map(nearestOfTraining(text).map((document, i) => [document, borrowers[i]]));
    for (let document = 0; document < text.total; document++) {
      const record = text.record(document);
      writer.add(text.read(record), lent.get(document) ?? record.split);
    }
  } finally {
    text.close();
    writer.close();
  }
  for (const name of textFiles) renameSync(join(rewritten, name), join(folder, name));
  rmdirSync(rewritten);
  return writer.sizes();
}

/** Training documents by place, the lowest first. Small: with many documents no split is empty. */
function nearestOfTraining(text: TextReader): number[] {
  const placed: { document: number; place: number }[] = [];
  for (let document = 0; document < text.total; document++) {
    const record = text.record(document);
    if (record.split === 'train')
      placed.push({ document, place: placeOf(hash('sha256', text.read(record), 'buffer')) });
  }
  return placed.sort((a, b) => a.place - b.place).map(({ document }) => document);
}
