/** How long a text's documents are, from its index alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfRecords } from '../text-store.ts';

/** UTF-8 bytes of a document, at percentiles over all splits (nearest rank). */
export interface DocumentLengths {
  readonly min: number;
  readonly p5: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
  readonly max: number;
}

/** @param folder `<textsFolder>/<version>` */
export function documentLengths(folder: string): DocumentLengths {
  const lengths = bytesOfRecords(readFileSync(join(folder, 'index.bin'))).sort();
  const at = (share: number): number => lengths[Math.max(0, Math.ceil(share * lengths.length) - 1)]!;
  return { min: at(0), p5: at(0.05), p25: at(0.25), median: at(0.5), p75: at(0.75), p95: at(0.95), max: at(1) };
}
