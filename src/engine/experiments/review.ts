/** What an experiment was estimated to take, beside what it took. */
import type { EstimateReview, ExperimentId } from '#contract/api';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';

/** Null where nothing was estimated before the start. */
export function reviewEstimate(id: ExperimentId, store: Store): EstimateReview | null {
  const stored = store.estimates.get(id);
  if (!stored) return null;
  const toTrain = new Set(stored.runs);
  const places = store.experiments.places(id).filter(({ run }) => toTrain.has(run));
  const runs = places.map((place) => ({ ...place, run: store.runs.get(place.run)! }));
  return {
    estimate: stored.estimate,
    methods: stored.estimate.methods.map(({ label, seconds }, index) => {
      const own = runs.filter(({ methodIndex }) => methodIndex === index).map(({ run }) => run);
      return {
        label,
        estimated: seconds,
        tookSeconds: own.reduce((sum, run) => sum + run.seconds, 0),
        isFinished: own.every(({ state }) => state === 'finished'),
      };
    }),
    tookSeconds: busySeconds(runs.map(({ run }) => run)),
    isFinished: runs.every(({ run }) => run.state === 'finished'),
  };
}

/**
 * Time in which at least one of the runs was trained, seconds. A run is taken to have trained without a break before it
 * ended: a pause shifts its time, but does not lengthen it.
 */
export function busySeconds(runs: readonly Pick<StoredRun, 'seconds' | 'endedAt'>[]): number {
  const spans = runs
    .flatMap(({ seconds, endedAt }) => (endedAt === null ? [] : [{ seconds, end: Date.parse(endedAt) / 1000 }]))
    .sort((a, b) => a.end - a.seconds - (b.end - b.seconds));
  let [busy, until] = [0, -Infinity];
  for (const { seconds, end } of spans) {
    busy += Math.max(0, end - Math.max(until, end - seconds));
    until = Math.max(until, end);
  }
  return busy;
}
