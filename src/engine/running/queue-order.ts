/** What a person changes in the order of the queue: places, and runs that are held. Each change can be undone. */
import { Refusal } from '#base/refusal';
import type { RunId } from '#contract/api';
import type { EditLog } from '../edits.ts';
import type { Store } from '../store/index.ts';
import { unknownRun } from './queue-refusals.ts';

export interface QueueOrder {
  /** Puts a waiting run at this place, counted from 0; places beyond the end are the end. */
  move(id: RunId, place: number): void;
  hold(ids: readonly RunId[]): void;
  release(ids: readonly RunId[]): void;
  /** Holds all but these. */
  only(ids: readonly RunId[]): void;
  /** Holds exactly these. */
  setHeld(ids: readonly RunId[]): void;
}

/** @param onChange called when something was changed */
export function openQueueOrder(store: Store, edits: Pick<EditLog, 'record'>, onChange: () => void): QueueOrder {
  const waiting = (id: RunId): RunId => {
    const run = store.runs.get(id);
    if (!run) throw unknownRun(id);
    if (run.state !== 'queued')
      throw new Refusal('run_state', `Run ${id} is ${run.state}: only runs that wait have a place in the queue.`, {
        remedy: 'Choose a run that is queued.',
      });
    return id;
  };
  const nameOf = (id: RunId): string => {
    const { label, seed } = store.runs.get(id)!;
    return `${label}, seed ${seed}`;
  };
  const namesOf = (ids: readonly RunId[]): string => (ids.length === 1 ? nameOf(ids[0]!) : `${ids.length} runs`);

  const setHeld = (ids: readonly RunId[], title: string): void => {
    const before = store.runs.held();
    const wanted = new Set(ids);
    store.transaction(() => {
      for (const id of store.runs.inState('queued')) store.runs.setHeld(id, wanted.has(id));
    });
    const after = store.runs.held();
    if (before.join() === after.join()) return;
    edits.record(title, { call: 'setHeldRuns', args: [before] }, { call: 'setHeldRuns', args: [after] });
    onChange();
  };

  return {
    move: (id, place) => {
      const order = store.runs.inState('queued');
      const from = order.indexOf(waiting(id));
      const to = Math.min(order.length - 1, Math.max(0, Math.round(place)));
      if (!Number.isFinite(place))
        throw new Refusal('option_invalid', `${place} is not a place in the queue.`, {
          field: 'place',
          remedy: `Give a whole number from 1 to ${order.length}.`,
        });
      if (from === to) return;
      const rest = order.filter((other) => other !== id);
      store.transaction(() => store.runs.order([...rest.slice(0, to), id, ...rest.slice(to)]));
      edits.record(
        `move ${nameOf(id)} in the queue`,
        { call: 'moveRun', args: [id, from] },
        { call: 'moveRun', args: [id, to] },
      );
      onChange();
    },
    hold: (ids) => setHeld([...store.runs.held(), ...ids.map(waiting)], `hold ${namesOf(ids)}`),
    release: (ids) => {
      const released = new Set(ids.map(waiting));
      setHeld(
        store.runs.held().filter((id) => !released.has(id)),
        `release ${namesOf(ids)}`,
      );
    },
    only: (ids) => {
      const chosen = new Set(ids.map(waiting));
      const others = store.runs.inState('queued').filter((id) => !chosen.has(id));
      setHeld(others, `run only ${namesOf(ids)}`);
    },
    setHeld: (ids) => setHeld(ids, 'hold runs'),
  };
}
