/** What the status line says: the task or run under way, in words. */
import { formatCount, formatNumber } from '#base/format';
import type { QueueState, RunSummary } from '#contract/api';
import type { Task } from './tasks.svelte.ts';

export interface Activity {
  readonly text: string;
  /** Share done, 0 to 1; null when unknown. */
  readonly share: number | null;
}

/** @param now the present, milliseconds since 1970, so that "done at about" can be said */
export function activity(
  tasks: readonly Task[],
  running: readonly RunSummary[],
  queue: QueueState,
  now: number,
): Activity {
  const [task] = tasks;
  if (task) return { text: task.label, share: task.total > 0 ? task.done / task.total : null };
  const [run] = running;
  if (!run) return { text: queue.isPaused && queue.queued.length > 0 ? waiting(queue) : '', share: null };
  const parts = [`Training ${run.label}, seed ${run.seed}: step ${formatCount(run.step)} of ${formatCount(run.steps)}`];
  if (run.tokensPerSecond !== null) parts.push(`${formatCount(run.tokensPerSecond)} tokens/s`);
  if (queue.secondsLeft !== null)
    parts.push(`done at about ${clock(now, Date.parse(queue.at) + 1000 * queue.secondsLeft)}`);
  else if (run.secondsLeft !== null) parts.push(`done at about ${clock(now, now + 1000 * run.secondsLeft)}`);
  return { text: parts.join(', '), share: run.steps > 0 ? run.step / run.steps : null };
}

function waiting(queue: QueueState): string {
  return `The queue is paused; ${formatNumber(queue.queued.length, 0)} waiting`;
}

/** `14:32`; with the weekday when that is another day. @param moment milliseconds since 1970, as `now` */
export function clock(now: number, moment: number): string {
  const end = new Date(moment);
  const time = `${String(end.getHours()).padStart(2, '0')}:${String(end.getMinutes()).padStart(2, '0')}`;
  if (end.toDateString() === new Date(now).toDateString()) return time;
  return `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][end.getDay()] ?? ''} ${time}`;
}
