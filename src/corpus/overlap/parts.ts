/** Parts of the texts that are compared: one number for each split of each text. */
import { splits, type Split } from '../split.ts';

export function partOf(text: number, split: Split): number {
  return text * splits.length + splits.indexOf(split);
}

export function textOf(part: number): number {
  return Math.floor(part / splits.length);
}

export function splitOf(part: number): Split {
  return splits[part % splits.length]!;
}

/** Parts of one text. */
export function partsOfText(text: number): readonly number[] {
  return splits.map((split) => partOf(text, split));
}
