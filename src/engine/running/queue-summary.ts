/** What happened to the queue while nobody looked, told from the events of runs. */
import type { NamedRun, QueueSummary, RunId } from '#contract/api';
import type { RunEvent } from '../store/events.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';

/** Times longer or shorter than expected that count as a surprise, and seconds below which nothing does. */
const surprising = 1.5;
const leastSeconds = 60;

/** @param since ISO 8601; '' for everything  @param until for the summary's own date */
export function summariseQueue(store: Store, since: string, until: string): QueueSummary {
  const events = store.events.since(since);
  const names = namesIn(store);
  const ended = lastEnds(events);
  const named = (event: RunEvent): readonly NamedRun[] => {
    const name = names(event.run);
    return name ? [{ ...name, detail: event.detail }] : [];
  };
  const endedAs = (...kinds: readonly string[]) =>
    ended.filter(({ kind, isByRule }) => !isByRule && kinds.includes(kind));
  const finished = endedAs('finished');
  const timed = finished.flatMap((event) => {
    const run = store.runs.get(event.run);
    return run ? named(event).map((name) => ({ ...name, run: event.run, stored: run })) : [];
  });
  const longest = timed.reduce<(typeof timed)[number] | null>(
    (best, one) => (best === null || one.stored.seconds > best.stored.seconds ? one : best),
    null,
  );
  return {
    since,
    until,
    finished: finished.flatMap(named),
    diverged: endedAs('diverged').flatMap(named),
    stoppedByRule: ended.filter(({ isByRule }) => isByRule).flatMap(named),
    failed: endedAs('failed', 'lost').flatMap(named),
    retried: retriedIn(events).flatMap(({ event, times }) => named(event).map((name) => ({ ...name, times }))),
    longest: longest && { ...withoutStored(longest), seconds: longest.stored.seconds },
    surprises: timed.flatMap(({ stored, ...name }) => {
      const expected = stored.expectedSeconds;
      return expected !== null && isSurprise(stored, expected)
        ? [{ ...name, seconds: stored.seconds, expectedSeconds: expected }]
        : [];
    }),
    waiting: store.runs.inState('queued').length,
  };
}

function withoutStored({ stored: _stored, ...name }: NamedRun & { readonly stored: StoredRun }): NamedRun {
  return name;
}

function isSurprise({ seconds }: StoredRun, expected: number): boolean {
  if (Math.max(seconds, expected) < leastSeconds) return false;
  return seconds > surprising * expected || expected > surprising * seconds;
}

/** How each run came to rest last, in that order; a run that was paused or went on since is not among them. */
function lastEnds(events: readonly RunEvent[]): readonly RunEvent[] {
  const last = new Map<RunId, RunEvent>();
  for (const event of events) {
    last.delete(event.run);
    last.set(event.run, event);
  }
  return [...last.values()];
}

function retriedIn(events: readonly RunEvent[]): readonly { readonly event: RunEvent; readonly times: number }[] {
  const byRun = Map.groupBy(
    events.filter(({ kind }) => kind === 'retried' || kind === 'interrupted'),
    ({ run }) => run,
  );
  return [...byRun.values()].map((all) => ({ event: all.at(-1)!, times: all.length }));
}

function namesIn(store: Store): (run: RunId) => Omit<NamedRun, 'detail'> | null {
  return (run) => {
    const summary = store.runs.summary(run);
    return summary && { run, label: summary.label, seed: summary.seed, experimentName: summary.experimentName };
  };
}
