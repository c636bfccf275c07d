/** The list of runs as rows: grouped by experiment, filtered by words and state, with only those in view drawn. */
import type { ExperimentId, RunId, RunState, RunSummary } from '#contract/api';

/** States by what a person wants to do with them. */
export const filters = [
  { id: 'all', title: 'All', states: null },
  { id: 'unfinished', title: 'To do', states: ['running', 'queued', 'paused'] },
  { id: 'finished', title: 'Finished', states: ['finished'] },
  { id: 'problems', title: 'Problems', states: ['diverged', 'failed', 'lost', 'stopped'] },
] as const satisfies readonly { id: string; title: string; states: readonly RunState[] | null }[];
export type FilterId = (typeof filters)[number]['id'];

export type RunRow =
  | {
      readonly kind: 'experiment';
      readonly experiment: ExperimentId;
      readonly name: string;
      readonly finished: number;
      readonly total: number;
    }
  | { readonly kind: 'run'; readonly run: RunSummary };

/** @param words all must occur in method, label, seed, state or experiment */
export function isShown(run: RunSummary, filter: FilterId, words: string): boolean {
  const states: readonly RunState[] | null = filters.find((one) => one.id === filter)?.states ?? null;
  if (states !== null && !states.includes(run.state)) return false;
  const text = `${run.label} ${run.method} seed ${run.seed} ${run.state} ${run.experimentName}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Newest experiment first, its runs in the engine's order; the header counts all runs, shown or not. */
export function rowsOf(runs: readonly RunSummary[], filter: FilterId, words: string): readonly RunRow[] {
  const groups = Map.groupBy(runs, (run) => run.experiment);
  return [...groups].reverse().flatMap(([experiment, all]): readonly RunRow[] => {
    const shown = all.filter((run) => isShown(run, filter, words));
    if (shown.length === 0) return [];
    const finished = all.filter((run) => run.state === 'finished').length;
    const header = {
      kind: 'experiment',
      experiment,
      name: all[0]!.experimentName,
      finished,
      total: all.length,
    } as const;
    return [header, ...shown.map((run) => ({ kind: 'run', run }) as const)];
  });
}

/** The run that a key leads to, among the rows shown. @returns null when the key is not for the list */
export function runAfterKey(key: string, rows: readonly RunRow[], selected: RunId | null, page: number): RunId | null {
  const ids = rows.flatMap((row) => (row.kind === 'run' ? [row.run.id] : []));
  if (ids.length === 0) return null;
  const here = selected === null ? -1 : ids.indexOf(selected);
  const last = ids.length - 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowUp: here < 0 ? last : here - 1,
    ArrowDown: here + 1,
    PageUp: here - page,
    PageDown: here + page,
    Home: 0,
    End: last,
  };
  const place = moves[key];
  return place === undefined ? null : ids[Math.min(last, Math.max(0, place))]!;
}

/** Which rows to draw for a scroll position. */
export interface Drawn {
  readonly from: number;
  readonly to: number;
}

/** @param margin rows drawn beyond each edge, so that scrolling shows no gap */
export function windowOf(scrollTop: number, viewHeight: number, rowHeight: number, count: number, margin = 8): Drawn {
  const from = Math.floor(scrollTop / rowHeight) - margin;
  const to = Math.ceil((scrollTop + viewHeight) / rowHeight) + margin;
  return { from: Math.max(0, Math.min(from, count)), to: Math.max(0, Math.min(to, count)) };
}

/** Where to scroll so that a row can be seen; the same place when it can already. */
export function scrollTo(row: number, scrollTop: number, viewHeight: number, rowHeight: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + viewHeight ? top + rowHeight - viewHeight : scrollTop;
}
