import { formatDuration } from '#base/format';
import type { NamedRun, QueueSummary } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';

interface Options extends CommonOptions {
  readonly since?: string;
}

export const summary: Register = (program, streams) => {
  withCommonOptions(program.command('summary').description('what happened since the window was last looked at'))
    .option('--since <moment>', 'since then instead: 2026-03-01T18:00, or so long ago: 8h, 2d')
    .action(async (options: Options) => {
      const since = options.since === undefined ? undefined : momentOf(options.since, new Date());
      const found = await withEngine(options, 'read', streams, (engine) => engine.queueSummary(since));
      writeResult(streams, options, found, () => summaryText(found));
    });
};

const unitSeconds: Readonly<Record<string, number>> = { min: 60, h: 3600, d: 86_400 };

/** `8h` before now; anything else is a date, which the engine reads. */
function momentOf(text: string, now: Date): string {
  const ago = /^(\d+(?:\.\d+)?)\s*(min|h|d)$/.exec(text.trim());
  return ago ? new Date(now.getTime() - Number(ago[1]) * unitSeconds[ago[2]!]! * 1000).toISOString() : text;
}

function summaryText(found: QueueSummary): string {
  const part = (title: string, runs: readonly NamedRun[], saying: (run: NamedRun) => string = () => ''): string[] =>
    runs.length === 0 ? [] : [`${title} ${runs.length}:`, ...runs.map((run) => `  ${nameOf(run)}${saying(run)}`)];
  const why = ({ detail }: NamedRun): string => (detail === null ? '' : `\n    ${detail.replaceAll('\n', '\n    ')}`);
  const lines = [
    ...part('finished', found.finished),
    ...part('diverged', found.diverged, why),
    ...part('stopped by rule', found.stoppedByRule, why),
    ...part('failed', found.failed, why),
    ...found.retried.flatMap(
      (run) => `taken up again ${run.times === 1 ? 'once' : `${run.times} times`}: ${nameOf(run)}`,
    ),
    ...(found.longest ? [`longest: ${nameOf(found.longest)}, ${formatDuration(found.longest.seconds)}`] : []),
    ...found.surprises.map(
      (run) =>
        `surprise: ${nameOf(run)} took ${formatDuration(run.seconds)}, expected ${formatDuration(run.expectedSeconds)}`,
    ),
  ];
  const waiting = found.waiting > 0 ? [`${found.waiting} still waiting`] : [];
  return [...(lines.length > 0 ? lines : ['Nothing ended since then.']), ...waiting].join('\n');
}

function nameOf({ run, label, seed, experimentName }: NamedRun): string {
  return `${label}, seed ${seed}, of "${experimentName}" (${run})`;
}
