import { formatDuration, formatNumber } from '#base/format';
import type { QueueState, RunSummary } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';
import { columns } from '../../tables.ts';

export const status: Register = (program, streams) => {
  withCommonOptions(
    program.command('status').description('what trains, what waits in which order, and until when'),
  ).action(async (options: CommonOptions) => {
    const found = await withEngine(options, 'read', streams, async (engine) => ({
      queue: await engine.queue(),
      runs: await engine.listRuns(),
    }));
    writeResult(streams, options, found, () => statusText(found.queue, found.runs));
  });
};

/** The queue as lines: what trains, then what waits in its order, then when it is done. */
export function statusText(queue: QueueState, runs: readonly RunSummary[]): string {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const rows = [...queue.running, ...queue.queued].flatMap((id, place) => {
    const run = byId.get(id);
    if (!run) return [];
    const times = queue.forecast.find((one) => one.run === id);
    const isRunning = place < queue.running.length;
    return [
      [
        isRunning ? '–' : String(place - queue.running.length + 1),
        run.id,
        run.label,
        String(run.seed),
        isRunning ? 'running' : queue.held.includes(id) ? 'held' : 'queued',
        `${run.step}/${run.steps}`,
        run.loss === null ? '–' : formatNumber(run.loss, 3),
        times ? clock(queue.at, times.endsIn) : '–',
      ],
    ];
  });
  const paused = runs.filter(({ state }) => state === 'paused').length;
  const words = [
    queue.isPaused ? 'The queue is paused: nothing more starts. Go on with: aioli queue resume' : null,
    paused > 0 ? `${paused} paused by hand; they are not in the queue.` : null,
    queue.secondsLeft === null || rows.length === 0
      ? null
      : `${queue.isPaused ? 'Left to do: ' : 'Left: '}about ${formatDuration(queue.secondsLeft)}${queue.isPaused ? '' : `, done at about ${clock(queue.at, queue.secondsLeft)}`}.`,
  ].filter((line) => line !== null);
  const table =
    rows.length > 0 ? [columns(['place', 'run', 'method', 'seed', 'state', 'step', 'loss', 'done'], rows)] : [];
  return [
    ...table,
    ...words,
    ...(rows.length === 0 && words.length === 0 ? ['Nothing runs and nothing waits.'] : []),
  ].join('\n');
}

/** `14:30`, with the day when that is not the day of `from`. */
function clock(from: string, seconds: number): string {
  const start = new Date(from);
  const end = new Date(start.getTime() + 1000 * seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(end.getHours())}:${two(end.getMinutes())}`;
  const isSameDay = end.toDateString() === start.toDateString();
  return isSameDay ? time : `${end.getFullYear()}-${two(end.getMonth() + 1)}-${two(end.getDate())} ${time}`;
}
