/** What finished runs were trained on, read from the stretches that the trainer reported. */
import type { ExperimentId, MixtureCalls, RunMixture } from '#contract/api';
import { idOf, labelsOf } from '#mixing/compose';
import { promised } from '../promised.ts';
import type { Store } from '../store/index.ts';
import type { Stretch } from '../store/stretches.ts';

export function openRunMixtures(store: Store): MixtureCalls {
  return {
    runMixtures: () =>
      promised(() => store.experiments.summaries().flatMap(({ id, name }) => mixturesOf(store, id, name))),
  };
}

function mixturesOf(store: Store, id: ExperimentId, experimentName: string): readonly RunMixture[] {
  const experiment = store.experiments.get(id);
  if (!experiment) return [];
  const labels = labelsOf(experiment.methods);
  const places = store.experiments.places(id).filter(({ run }) => store.runs.get(run)?.state === 'finished');
  return experiment.methods.flatMap((choice, index) => {
    const stretches = places
      .filter(({ methodIndex }) => methodIndex === index)
      .map(({ run }) => store.stretches.after(run, -1))
      .filter((found) => found.length > 0);
    if (stretches.length === 0) return [];
    const k = experiment.groups.length;
    return [
      {
        experiment: id,
        experimentName,
        method: idOf(choice),
        label: labels[index]!,
        seeds: stretches.length,
        groups: experiment.groups,
        asked: meanOf(
          stretches.map((all) => weighted(all, k, ({ asked, from, step }) => asked.map((p) => p * (step - from)))),
        ),
        drawn: meanOf(stretches.map((all) => weighted(all, k, ({ counts }) => counts))),
        last: meanOf(stretches.map((all) => (all.findLast(({ isMeasuring }) => !isMeasuring) ?? all.at(-1)!).asked)),
      },
    ];
  });
}

/** The sum over stretches of a vector, as shares. */
function weighted(
  stretches: readonly Stretch[],
  k: number,
  of: (stretch: Stretch) => readonly number[],
): readonly number[] {
  const totals = Array.from({ length: k }, () => 0);
  for (const stretch of stretches) of(stretch).forEach((value, j) => (totals[j]! += value));
  const sum = totals.reduce((a, b) => a + b, 0);
  return totals.map((total) => (sum > 0 ? total / sum : 1 / k));
}

function meanOf(rows: readonly (readonly number[])[]): readonly number[] {
  return rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);
}
