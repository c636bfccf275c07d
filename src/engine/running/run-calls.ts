/** The calls on the queue and on what surrounds runs: their order, log, rule, computer, and what happened meanwhile. */
import { cpus, totalmem } from 'node:os';
import { Refusal } from '#base/refusal';
import type { RunCalls, RunId } from '#contract/api';
import type { EditLog } from '../edits.ts';
import { promised } from '../promised.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import { openQueueOrder } from './queue-order.ts';
import { unknownRun } from './queue-refusals.ts';
import type { Queue } from './queue.ts';
import { summariseQueue } from './queue-summary.ts';
import { findingsOf } from './slowness.ts';
import { checkedRule } from './stop-rule.ts';

type Calls = Omit<RunCalls, 'listRuns' | 'run' | 'runSeries' | 'runCloseUp' | 'runNotes' | 'runCurves' | 'trajectory'>;

export function openRunCalls(store: Store, queue: Queue, edits: Pick<EditLog, 'record'>): Calls {
  const order = openQueueOrder(store, edits, () => queue.go());
  const changed = (change: () => void) =>
    promised(() => {
      change();
      return queue.state();
    });
  const known = (id: RunId): StoredRun => {
    const run = store.runs.get(id);
    if (!run) throw unknownRun(id);
    return run;
  };
  return {
    pauseRun: (id) => queue.pauseRun(id),
    stopRun: (id) => queue.stopRun(id),
    resumeRun: (id) => promised(() => queue.resumeRun(id)),
    retryRun: (id) => promised(() => queue.retryRun(id)),
    queue: () => promised(() => queue.state()),
    pauseQueue: (how) => queue.pause(how),
    resumeQueue: () => promised(() => queue.resume()),
    moveRun: (id, place) => changed(() => order.move(id, place)),
    holdRuns: (ids) => changed(() => order.hold(ids)),
    releaseRuns: (ids) => changed(() => order.release(ids)),
    runOnly: (ids) => changed(() => order.only(ids)),
    setHeldRuns: (ids) => changed(() => order.setHeld(ids)),
    setSlots: (count) => promised(() => queue.setSlots(count)),
    runLog: (id, query) => promised(() => store.log.page(id === null ? null : known(id).id, query)),
    queueSummary: (since) =>
      promised(() => {
        const from = since === undefined ? store.settings.get('lookedAt') : moment(since);
        return summariseQueue(store, from, new Date().toISOString());
      }),
    markLooked: () => promised(() => store.settings.put('lookedAt', new Date().toISOString())),
    stopRule: () => promised(() => store.settings.get('stopRule')),
    setStopRule: (rule) => promised(() => store.settings.put('stopRule', rule && checkedRule(rule))),
    runMachine: (id) =>
      promised(() => {
        const { spec, device, seconds, computedSteps } = known(id);
        const facts = {
          device,
          cores: cpus().length,
          memory: totalmem(),
          batch: spec.training.batch,
          context: spec.shape.context,
          secondsPerStep: computedSteps > 0 ? seconds / computedSteps : null,
          samples: store.samples.of(id),
        };
        return { ...facts, findings: findingsOf({ ...facts, slots: store.settings.get('slots') }) };
      }),
  };
}

/** @throws Refusal `option_invalid` */
function moment(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new Refusal('option_invalid', `"${text}" is not a moment.`, {
      field: 'since',
      remedy: 'Write a date as 2026-03-01T18:00.',
    });
  return new Date(time).toISOString();
}
