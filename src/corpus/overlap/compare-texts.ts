/**
 * What texts share: equal documents, near duplicates, word sequences, and what of it crosses from training text into held-out
 * text. How one text looks from another depends on these two alone, so results can be kept pair by pair.
 */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readTextFacts } from '../ingest.ts';
import { withScratch } from '../partial-folder.ts';
import { meter, type Progress } from '../progress.ts';
import { markEqual, markNear, newFinding } from './find-pairs.ts';
import { NearJudge } from './near-judge.ts';
import { factsOf, type PairFacts } from './pair-facts.ts';
import { scanTexts } from './scan.ts';
import { overlapSettings } from './settings.ts';

export interface ComparingOptions {
  readonly textsFolder: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Finding pairs is reckoned as this much of the scan. */
const findingShare = 0.25;

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
      const finding = newFinding(scanned, isWanted);
      markEqual(finding);
      for (let band = 0; band < overlapSettings.bands; band++) {
        await markNear(finding, judge, band, signal);
        await setImmediate();
        signal?.throwIfAborted();
        progress.add((bytes * findingShare) / overlapSettings.bands);
      }
      const facts = factsOf(finding, folders);
      progress.end();
      return facts;
    } finally {
      judge.close();
      scanned.close();
    }
  });
}
