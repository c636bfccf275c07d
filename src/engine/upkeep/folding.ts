/** Makes blocks of steps that an older version stored as rows: a little at a time, unnoticed. */
import type { RunId } from '#contract/api';
import type { Store } from '../store/index.ts';

/** Steps at a time, which take a few hundredths of a second. */
const portion = 4096;
const pauseMs = 50;

/** @returns a function that stops */
export function foldOldSteps(store: Store): () => void {
  let done: RunId = '';
  let timer: NodeJS.Timeout | undefined;
  const foldSome = (): void => {
    const run = store.stepMetrics.nextOld(done);
    if (run === undefined) return;
    if (!store.stepMetrics.foldOld(run, portion)) done = run;
    later();
  };
  const later = (): void => void (timer = setTimeout(foldSome, pauseMs).unref());
  later();
  return () => clearTimeout(timer);
}
