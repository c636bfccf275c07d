/** Laws that grow while their runs train. */
import type { LawSeries, RunId } from '#contract/api';

/** The last round that is known of each run. */
export function lastRounds(known: readonly LawSeries[]): Readonly<Record<RunId, number>> {
  return Object.fromEntries(known.map(({ run, rounds }) => [run, rounds.at(-1)?.round ?? -1]));
}

/** What was known with later rounds behind it; the same object when nothing is new, so that nothing is computed anew. */
export function extended(known: readonly LawSeries[], later: readonly LawSeries[]): readonly LawSeries[] {
  const before = new Map(known.map((law) => [law.run, law]));
  const isNew = later.some(({ run, rounds }) => rounds.length > 0 || !before.has(run));
  if (!isNew && later.length === known.length) return known;
  return later.map((law) => ({ ...law, rounds: [...(before.get(law.run)?.rounds ?? []), ...law.rounds] }));
}
