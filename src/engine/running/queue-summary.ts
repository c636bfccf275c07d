/** What happened to the queue while nobody looked, told from the events of runs. */
import type { NamedRun, QueueSummary, RunId } from '#contract/api';
import type { RunEvent } from '../store/events.ts';
import type { Store } from '../store/index.ts';
import type { HeardOf } from '../store/run-rows.ts';

/** Times longer or shorter than expected that count as a surprise, and seconds below which nothing does. */
const surprising = 1.5;
const leastSeconds = 60;

/** @param since ISO 8601; '' for everything  @param until for the summary's own date */
export function summariseQueue(store: Store, since: string, until: string): QueueSummary {
  const events = store.events.since(since);
  const runs = store.runRows.heardOf(since);
  const ended = lastEnds(events);
  const namedIn = (event: RunEvent): readonly NamedRun[] => {
    const run = runs.get(event.run);
    return run ? [named(event, run)] : [];
  };
  const endedAs = (...kinds: readonly string[]) =>
    ended.filter(({ kind, isByRule }) => !isByRule && kinds.includes(kind));
  const finished = endedAs('finished');
  const timed = finished.flatMap((event) => {
    const run = runs.get(event.run);
    return run ? [{ ...named(event, run), seconds: run.seconds, expectedSeconds: run.expectedSeconds }] : [];
  });
  const longest = timed.reduce<(typeof timed)[number] | null>(
    (best, one) => (best === null || one.seconds > best.seconds ? one : best),
    null,
  );
  return {
    since,
    until,
    finished: finished.flatMap(namedIn),
    diverged: endedAs('diverged').flatMap(namedIn),
    stoppedByRule: ended.filter(({ isByRule }) => isByRule).flatMap(namedIn),
    failed: endedAs('failed', 'lost').flatMap(namedIn),
    retried: retriedIn(events).flatMap(({ event, times }) => namedIn(event).map((name) => ({ ...name, times }))),
    longest: longest && withoutExpected(longest),
    surprises: timed.flatMap(({ expectedSeconds, ...run }) =>
      expectedSeconds !== null && isSurprise(run.seconds, expectedSeconds) ? [{ ...run, expectedSeconds }] : [],
    ),
    waiting: store.runs.inState('queued').length,
  };
}

function named({ run, detail }: RunEvent, { label, seed, experimentName }: HeardOf): NamedRun {
  return { run, label, seed, experimentName, detail };
}

function withoutExpected<R extends { readonly expectedSeconds: number | null }>({
  expectedSeconds: _expected,
  ...run
}: R): Omit<R, 'expectedSeconds'> {
  return run;
}

function isSurprise(seconds: number, expected: number): boolean {
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
