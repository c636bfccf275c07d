import type { Database } from 'better-sqlite3';
import type { RunId, RunState } from '#contract/api';

/** `interrupted`: the engine went away; `retried`: its trainer did. A state: the run came to rest in it. */
export type RunEventKind = 'started' | 'interrupted' | 'retried' | RunState;

export interface RunEvent {
  readonly at: string;
  readonly run: RunId;
  readonly kind: RunEventKind;
  readonly isByRule: boolean;
  readonly detail: string | null;
}

/** What happened to runs and when, for who was not there. */
export function eventsIn(db: Database) {
  const insert = db.prepare('INSERT INTO run_event (at, run, kind, by_rule, detail) VALUES (?, ?, ?, ?, ?)');
  const since = db.prepare<[string], Omit<RunEvent, 'isByRule'> & { readonly byRule: number }>(
    'SELECT at, run, kind, by_rule AS byRule, detail FROM run_event WHERE at > ? ORDER BY id',
  );
  return {
    add: ({ at, run, kind, isByRule, detail }: RunEvent): void =>
      void insert.run(at, run, kind, isByRule ? 1 : 0, detail),
    /** After this moment, in order. */
    since: (at: string): readonly RunEvent[] =>
      since.all(at).map(({ byRule, ...event }) => ({ ...event, isByRule: byRule === 1 })),
  };
}
