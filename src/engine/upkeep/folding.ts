/** Makes blocks of steps that an older version, or an engine that was killed, left as rows: a little at a time, unnoticed. */
import type { RunId } from '#contract/api';
import type { Store } from '../store/index.ts';

/** Steps at a time, which take a few hundredths of a second. */
const portion = 4096;
const pauseMs = 50;

/**
 * @param training runs that train now: their steps are folded with their checkpoints
 * @returns a function that stops
 */
export function foldLeftovers(store: Store, training: () => readonly RunId[]): () => void {
  let done: RunId = '';
  let timer: NodeJS.Timeout | undefined;
  const foldSome = (): void => {
    const run = store.stepMetrics.nextToFold(done);
    if (run === undefined) return;
    const hasMore = !training().includes(run) && store.stepMetrics.fold(run, portion);
    if (!hasMore) done = run;
    later();
  };
  const later = (): void => void (timer = setTimeout(foldSome, pauseMs).unref());
  later();
  return () => clearTimeout(timer);
}
