/**
 * A training run and the waiting runs that begin like it. While both would ask the same, the waiting run listens; where
 * they part, it is given what the training run has reached, and goes on from there when its turn comes.
 */
import type { RunId } from '#contract/api';
import { isSameAsk } from '#mixing/conduct';
import type { Ask, TrainAsk } from '#mixing/method';
import type { AskPosition } from '../store/checkpoints.ts';
import type { TranscriptEntry } from '../store/transcripts.ts';
import { listenTo, trainAlike, type Listener } from './beginnings.ts';

/** Where conversations part. */
export interface Parting {
  /** Transcript entries that they have in common. */
  readonly entries: number;
  /** Where inside a train ask; null between asks. */
  readonly position: AskPosition | null;
}

/** A run that parts, and what it asks there. */
export interface Parted {
  readonly run: RunId;
  readonly ask: Ask | null;
}

export interface LeadSetting {
  /** Runs that wait and may begin like this one. */
  readonly kin: () => readonly RunId[];
  readonly hasOwnStart: (run: RunId) => boolean;
  readonly listen: (run: RunId) => Listener;
  /** Called when a run need not wait any longer. */
  readonly onFree: () => void;
}

export type Give = (parted: readonly Parted[], parting: Parting) => Promise<void>;

export interface Lead {
  /** Whether a run that waits and may begin like this one still listens. */
  readonly mayLead: (run: RunId) => boolean;
  /** Begins with what was said before. @param give hands over what the training run has reached */
  readonly begin: (transcript: readonly TranscriptEntry[], give: Give) => void;
  /** Before an ask is answered: runs that would ask something else part here. */
  readonly part: (ask: Ask | null, entry: number) => Promise<void>;
  /** Steps of a train ask after which the next run parts; all of them when none does before. */
  readonly nextParting: (ask: TrainAsk, done: number) => number;
  /** Inside a train ask: runs whose ask ends here part. */
  readonly partWithin: (ask: TrainAsk, entry: number, position: AskPosition) => Promise<void>;
  readonly hear: (entry: TranscriptEntry) => void;
}

/** Milliseconds between two looks for runs that have begun to wait. */
const lookEvery = 1000;

export function openLead({ kin, hasOwnStart, listen, onFree }: LeadSetting): Lead {
  const heard: TranscriptEntry[] = [];
  const listeners = new Map<RunId, Listener>();
  const parted = new Set<RunId>();
  let lookedAt = -Infinity;
  let give: Give = () => Promise.resolve();

  const leave = (runs: readonly RunId[]): void => {
    for (const run of runs) {
      listeners.delete(run);
      parted.add(run);
    }
    if (runs.length > 0) onFree();
  };

  const look = (): void => {
    if (performance.now() - lookedAt < lookEvery) return;
    lookedAt = performance.now();
    const waiting = kin();
    for (const run of listeners.keys()) if (!waiting.includes(run)) listeners.delete(run);
    const late: RunId[] = [];
    for (const run of waiting) {
      if (listeners.has(run) || parted.has(run)) continue;
      const listener = hasOwnStart(run) ? null : listen(run);
      if (listener && listenTo(heard, listener).length === heard.length) listeners.set(run, listener);
      else late.push(run);
    }
    leave(late);
  };

  const giveTo = async (chosen: (own: Ask | null) => boolean, parting: Parting): Promise<void> => {
    const own = [...listeners].map(([run, listener]): Parted => ({ run, ask: listener.ask() }));
    const leaving = own.filter(({ ask }) => chosen(ask));
    if (leaving.length > 0) await give(leaving, parting);
    leave(leaving.map(({ run }) => run));
  };

  const asksOther = (ask: Ask | null, own: Ask | null): boolean =>
    !ask || !own || !(isSameAsk(ask, own) || trainAlike(ask, own));

  /** Steps of an ask that a listener's ask has in common with it, when they part inside it or at its end. */
  const commonSteps = (ask: TrainAsk, own: Ask | null): number | null =>
    trainAlike(ask, own) && own.steps !== ask.steps ? Math.min(own.steps, ask.steps) : null;

  return {
    mayLead: (run) => !parted.has(run),
    begin: (transcript, handOver) => {
      give = handOver;
      heard.push(...transcript);
      look();
    },
    part: async (ask, entry) => {
      look();
      await giveTo((own) => asksOther(ask, own), { entries: entry, position: null });
    },
    nextParting: (ask, done) => {
      look();
      const ends = [...listeners.values()].map((listener) => commonSteps(ask, listener.ask()) ?? ask.steps);
      return Math.min(ask.steps, ...ends.filter((end) => end > done));
    },
    partWithin: async (ask, entry, position) => {
      const isPast = (own: Ask | null): boolean =>
        asksOther(ask, own) || (commonSteps(ask, own) ?? Infinity) < position.steps;
      leave([...listeners].filter(([, listener]) => isPast(listener.ask())).map(([run]) => run)); // came too late
      await giveTo((own) => commonSteps(ask, own) === position.steps, { entries: entry, position });
    },
    hear: (entry) => {
      heard.push(entry);
      for (const listener of listeners.values()) listener.hear(entry.answer);
    },
  };
}
