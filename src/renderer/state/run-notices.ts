/** What the system is asked to tell of ends of runs; the shell leaves it out while the window is in front. */
import type { QueueState, RunState, RunSummary } from '#contract/api';
import type { Engine, Shell } from './engine.ts';

export interface SystemNotice {
  readonly title: string;
  readonly body: string;
}

/** Ends that are told: results and what needs a look. What a person did needs no telling. */
const told: Partial<Record<RunState, string>> = {
  finished: 'Finished',
  diverged: 'Diverged',
  failed: 'Failed',
  lost: 'Lost',
};

/** A run that ended well sooner than this is told only when it is the last: others follow at once. */
const worthTellingSeconds = 300;

/** @param queue as it stands after the end @returns null when there is nothing to tell */
export function noticeOf(run: RunSummary, queue: QueueState): SystemNotice | null {
  const title = told[run.state];
  if (title === undefined) return null;
  const name = `${run.label}, seed ${String(run.seed)}`;
  const left = queue.running.length + queue.queued.length - queue.held.length;
  const isLast = left === 0;
  if (run.state === 'finished' && !isLast && secondsOf(run) < worthTellingSeconds) return null;
  const state = run.state === 'finished' ? '' : `\n${run.problem ?? ''}`;
  return {
    title: isLast ? `The queue is done: ${title.toLowerCase()} ${name}` : `${title}: ${name}`,
    body: `${run.experimentName}${isLast ? '' : `, ${String(left)} to go`}${state}`.trim(),
  };
}

function secondsOf({ startedAt, endedAt }: RunSummary): number {
  return startedAt && endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : 0;
}

/** Tells through the system as runs end. */
export function tellEnds(engine: Engine, shell: Shell): void {
  engine.on('runEnded', ({ run }) => {
    void Promise.all([engine.call.run(run), engine.call.queue()])
      .then(([summary, queue]) => {
        const notice = noticeOf(summary, queue);
        return notice ? shell.call.notify(notice.title, notice.body) : undefined;
      })
      .catch(() => undefined); // an engine that is gone is told of in the window
  });
}
