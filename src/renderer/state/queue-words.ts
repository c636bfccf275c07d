/** The queue in sentences: how it stands, and what a move or a pause does to it. */
import { formatCount, formatDuration } from '#base/format';
import type { QueueState, RunId, RunSummary } from '#contract/api';
import { clock } from './activity.ts';

/** "1 running, 12 waiting, 2 held, done at about 14:30 (3 h 05 min)." */
export function queueSentence(queue: QueueState, now: number): string {
  const waiting = queue.queued.length - queue.held.length;
  if (queue.running.length + queue.queued.length === 0)
    return queue.isPaused ? 'The queue is paused: what is started now waits.' : 'Nothing waits.';
  const parts = [
    queue.isPaused && queue.running.length === 0
      ? 'The queue is paused'
      : `${formatCount(queue.running.length)} running`,
    `${formatCount(waiting)} waiting`,
  ];
  if (queue.held.length > 0) parts.push(`${formatCount(queue.held.length)} held`);
  if (queue.isPaused && queue.running.length > 0) parts.push('stops after what runs now');
  if (queue.secondsLeft !== null)
    parts.push(
      queue.isPaused
        ? `about ${formatDuration(queue.secondsLeft)} left to do`
        : `done at about ${clock(now, endOf(queue, queue.secondsLeft))} (${formatDuration(queue.secondsLeft)})`,
    );
  return `${parts.join(', ')}.`;
}

/** When a run will be done, as a clock shows it; '' when it is held, the queue is paused, or nothing is known. */
export function doneAt(queue: QueueState, run: RunId, now: number): string {
  const found = queue.forecast.find((one) => one.run === run);
  const isStill = queue.isPaused && !queue.running.includes(run);
  return found && !isStill ? clock(now, endOf(queue, found.endsIn)) : '';
}

/** Said aloud when a run has been moved: "Skill-It, seed 3 is now 2nd of 12, starts at about 14:10." */
export function movedWords(queue: QueueState, run: RunSummary, now: number): string {
  const place = queue.queued.indexOf(run.id) + 1;
  const starts = queue.forecast.find((one) => one.run === run.id)?.startsIn;
  const when = starts === undefined || queue.isPaused ? '' : `, starts at about ${clock(now, endOf(queue, starts))}`;
  return `${run.label}, seed ${String(run.seed)}, is now ${ordinal(place)} of ${formatCount(queue.queued.length)}${when}.`;
}

function endOf({ at }: QueueState, seconds: number): number {
  return Date.parse(at) + 1000 * seconds;
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${formatCount(n)}${ending}`;
}
