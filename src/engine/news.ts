/** What the engine tells: hearers by kind, and a brake for news that would come faster than anyone reads. */
import type { EngineNews, RunId, RunSummary } from '#contract/api';

export interface Newsroom {
  readonly tell: <K extends keyof EngineNews>(kind: K, content: EngineNews[K]) => void;
  /** @returns a function that stops listening */
  readonly on: <K extends keyof EngineNews>(kind: K, hear: (content: EngineNews[K]) => void) => () => void;
  /** Hears everything, as the process entry does. */
  readonly onAny: (hear: (kind: keyof EngineNews, content: unknown) => void) => () => void;
}

export function openNewsroom(): Newsroom {
  const hearers = new Map<keyof EngineNews, Set<(content: never) => void>>();
  const all = new Set<(kind: keyof EngineNews, content: unknown) => void>();
  return {
    tell: (kind, content) => {
      for (const hear of hearers.get(kind) ?? []) hear(content as never);
      for (const hear of all) hear(kind, content);
    },
    on: (kind, hear) => {
      const set = hearers.get(kind) ?? new Set();
      hearers.set(kind, set.add(hear));
      return () => void set.delete(hear);
    },
    onAny: (hear) => {
      all.add(hear);
      return () => void all.delete(hear);
    },
  };
}

/**
 * Tells of a run at most once per `everyMs`; what comes sooner is told at the end of that time, so the last state is
 * never kept back.
 */
export function openRunTicker(
  tell: (run: RunSummary) => void,
  summary: (id: RunId) => RunSummary | null,
  everyMs = 250,
) {
  const waiting = new Map<RunId, NodeJS.Timeout>();
  const lastAt = new Map<RunId, number>();
  const now = (id: RunId): void => {
    clearTimeout(waiting.get(id));
    waiting.delete(id);
    lastAt.set(id, performance.now());
    const run = summary(id);
    if (run) tell(run);
  };
  return {
    now,
    soon: (id: RunId): void => {
      if (waiting.has(id)) return;
      const left = everyMs - (performance.now() - (lastAt.get(id) ?? -Infinity));
      if (left <= 0) now(id);
      else
        waiting.set(
          id,
          setTimeout(() => now(id), left),
        );
    },
    close: (): void => {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
