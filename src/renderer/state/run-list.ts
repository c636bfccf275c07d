/** The list of runs as rows: grouped by experiment, filtered by words and state, with only those in view drawn. */
import type { QueueState, RunId, RunState, RunSummary } from '#contract/api';

/** States by what a person wants to do with them. */
export const filters = [
  { id: 'all', title: 'All', states: null },
  { id: 'queue', title: 'Queue', states: ['running', 'queued', 'paused'] },
  { id: 'finished', title: 'Finished', states: ['finished'] },
  { id: 'problems', title: 'Problems', states: ['diverged', 'failed', 'lost', 'stopped'] },
] as const satisfies readonly { id: string; title: string; states: readonly RunState[] | null }[];
export type FilterId = (typeof filters)[number]['id'];

/** A remembered filter, as far as it still makes sense. */
export function filterOf(id: string | null): FilterId {
  return filters.find((one) => one.id === id)?.id ?? 'all';
}

export type RunRow =
  | {
      readonly kind: 'header';
      readonly id: string;
      readonly name: string;
      /** What stands at its right end. */
      readonly note: string;
    }
  | {
      readonly kind: 'run';
      readonly run: RunSummary;
      /** Place among the runs that wait, counted from 0; null for runs that do not. */
      readonly place: number | null;
    };

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

/** Newest experiment first, its runs in the order of their making; the header counts all runs, shown or not. */
export function rowsOf(runs: readonly RunSummary[], filter: FilterId, words: string): readonly RunRow[] {
  const groups = Map.groupBy(runs, (run) => run.experiment);
  return [...groups].reverse().flatMap(([experiment, all]): readonly RunRow[] => {
    const shown = all.filter((run) => isShown(run, filter, words));
    if (shown.length === 0) return [];
    const finished = all.filter((run) => run.state === 'finished').length;
    const header = {
      kind: 'header',
      id: experiment,
      name: all[0]!.experimentName,
      note: `${String(finished)} of ${String(all.length)} finished`,
    } as const;
    return [header, ...shown.map((run) => ({ kind: 'run', run, place: null }) as const)];
  });
}

/** What trains, what waits in the order in which it starts, and what is paused by hand. */
export function queueRows(runs: readonly RunSummary[], queue: QueueState, words: string): readonly RunRow[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const places = new Map(queue.queued.map((id, place) => [id, place]));
  const part = (id: string, name: string, ids: readonly RunId[], note: (n: number) => string): readonly RunRow[] => {
    const shown = ids.flatMap((one) => byId.get(one) ?? []).filter((run) => isShown(run, 'queue', words));
    if (shown.length === 0) return [];
    return [
      { kind: 'header', id, name, note: note(ids.length) },
      ...shown.map((run) => ({ kind: 'run', run, place: places.get(run.id) ?? null }) as const),
    ];
  };
  const paused = runs.filter(({ state }) => state === 'paused').map(({ id }) => id);
  const held = queue.held.length > 0 ? `, ${String(queue.held.length)} held` : '';
  return [
    ...part('running', 'Training now', queue.running, String),
    ...part(
      'queued',
      queue.isPaused ? 'Waiting until the queue goes on' : 'Waiting, in this order',
      queue.queued,
      (n) => `${String(n)}${held}`,
    ),
    ...part('paused', 'Paused by hand', paused, String),
  ];
}

/** Place that a key moves a waiting run to, with Alt. @returns null when the key is not for that */
export function placeAfterKey(key: string, place: number, count: number): number | null {
  const places: Readonly<Record<string, number>> = {
    ArrowUp: place - 1,
    ArrowDown: place + 1,
    PageUp: place - 10,
    PageDown: place + 10,
    Home: 0,
    End: count - 1,
  };
  const to = places[key];
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to));
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
