/** Laws that grow while their runs train. */
import type { LawSeries, RunId } from '#contract/api';
import type { NamedSource } from './law-panel.ts';

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

/**
 * Laws of an experiment as panels: seeds together, but what is labelled differently apart, because a measured law and one that
 * was estimated in another way are no seeds of each other.
 */
export function sourcesOf(all: readonly LawSeries[], labelOf: (law: LawSeries) => string): readonly NamedSource[] {
  const methods = [...Map.groupBy(all, ({ method }) => method)];
  return methods.flatMap(([method, laws]) =>
    [...Map.groupBy(laws, labelOf)].map(([label, series], variant) => ({
      id: variant === 0 ? method : `${method}, ${label}`,
      method,
      label,
      series: series.toSorted((a, b) => a.seed - b.seed),
    })),
  );
}
