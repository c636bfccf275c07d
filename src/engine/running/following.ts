/** Which waiting runs may begin like a run that trains now, over all of an engine's slots. */
import type { RunId } from '#contract/api';
import type { Store } from '../store/index.ts';
import { kinOf, listenerOf } from './beginnings.ts';
import { openLead, type Lead } from './lead.ts';
import { conversation } from './conversation.ts';
import { ownSteps } from './shared-start.ts';

export interface Following {
  /** A run begins to train: waiting runs that may begin like it wait until they part from it. */
  readonly lead: (run: RunId) => { readonly lead: Lead; readonly end: () => void };
  /** The training run whose work a waiting run may go on from; null when it need not wait. */
  readonly leaderOf: (run: RunId) => RunId | null;
  /** Runs that have been taken up and may begin like this one. */
  readonly recordedKin: (run: RunId) => readonly RunId[];
}

/** @param onFree called when a run need not wait any longer */
export function openFollowing(store: Store, onFree: () => void): Following {
  const kins = new Map<RunId, string>();
  const leads = new Map<RunId, Lead>();
  const kin = (run: RunId): string => {
    const known = kins.get(run) ?? kinOf(store.runs.get(run)!.spec);
    kins.set(run, known);
    return known;
  };
  const isKin = (one: RunId, other: RunId): boolean => one !== other && kin(one) === kin(other);

  return {
    lead: (run) => {
      const lead = openLead({
        kin: () => store.runs.inState('queued').filter((other) => isKin(run, other)),
        hasOwnStart: (other) => ownSteps(other, store) === Infinity,
        listen: (other) => listenerOf(conversation(store.runs.get(other)!, store)),
        onFree,
      });
      leads.set(run, lead);
      return { lead, end: () => void leads.delete(run) };
    },
    leaderOf: (run) => {
      for (const [leader, lead] of leads) if (isKin(leader, run) && lead.mayLead(run)) return leader;
      return null;
    },
    recordedKin: (run) => store.sharedStarts.recordedRuns().filter((other) => isKin(run, other)),
  };
}
