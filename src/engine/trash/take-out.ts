import type { ExperimentId, RunId } from '#contract/api';
import type { Store } from '../store/index.ts';

/** What starting an experiment takes out of the trash: itself, and those of its runs that lay there. */
export function takeOut(store: Store, experiment: ExperimentId, runs: readonly RunId[]): void {
  store.trash.remove('experiment', experiment);
  for (const run of runs) store.trash.remove('run', run);
}
