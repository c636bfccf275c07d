/** TensorBoard: one folder a run, one event file in it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { LoggedMetric, LoggedRun } from '#contract/api';
import { malformed, folderName, secondsOf } from '../common.ts';
import type { ExchangeFormat } from '../format.ts';
import { parseEvent, scalarEvent, textEvent, versionEvent } from './events.ts';
import { frame, framesOf } from './records.ts';

export const tensorboard: ExchangeFormat = {
  id: 'tensorboard',
  title: 'TensorBoard',
  recognises: (place) => eventFiles(place).length > 0,
  read: (place) => {
    const byRun = Map.groupBy(eventFiles(place), (file) => dirname(file));
    return [...byRun].map(([folder, files]) => readRun(place, folder, files));
  },
  write: (draft, _name, runs) => {
    for (const run of runs) {
      const folder = join(draft, folderName(run));
      mkdirSync(folder, { recursive: true });
      const begin = secondsOf(run.startedAt) ?? 0;
      writeFileSync(join(folder, `events.out.tfevents.${Math.floor(begin)}.aioli`), eventsOf(run, begin));
    }
  },
  howToOpen: (place) => `tensorboard --logdir "${place}"`,
};

function eventsOf(run: LoggedRun, begin: number): Buffer {
  const settings = Object.entries(run.settings).map(([name, value]) => `| ${name} | ${value} |`);
  const table = ['| setting | value |', '|---|---|', ...settings].join('\n');
  const points = run.metrics
    .flatMap(({ name, points }) => points.map((point) => ({ ...point, tag: name })))
    .sort((a, b) => a.step - b.step);
  return Buffer.concat(
    [
      versionEvent(begin),
      textEvent(begin, 'settings', table),
      ...points.map(({ step, at, tag, value }) =>
        scalarEvent({ wallTime: secondsOf(at) ?? begin, step, scalars: [{ tag, value }] }),
      ),
    ].map(frame),
  );
}

function readRun(place: string, folder: string, files: readonly string[]): LoggedRun {
  const metrics = new Map<string, Map<number, { value: number; at: number }>>();
  for (const file of files)
    try {
      for (const data of framesOf(readFileSync(file))) {
        const event = parseEvent(data);
        for (const { tag, value } of event?.scalars ?? [])
          metrics.set(
            tag,
            (metrics.get(tag) ?? new Map<number, { value: number; at: number }>()).set(event!.step, {
              value, // a later one at the same step wins: a run that was taken up again writes its steps twice
              at: event!.wallTime,
            }),
          );
      }
    } catch (cause) {
      if (cause instanceof RangeError)
        throw malformed(file, `it is no TensorBoard event file: ${cause.message}`, cause);
      throw cause;
    }
  const all = [...metrics].map(([name, points]): LoggedMetric => ({
    name,
    points: [...points]
      .sort(([a], [b]) => a - b)
      .map(([step, { value, at }]) => ({ step, value, at: new Date(at * 1000).toISOString() })),
  }));
  const times = all.flatMap(({ points }) => points.map(({ at }) => at!)).sort();
  const name = relative(place, folder) || basename(folder);
  return {
    id: createHash('sha256').update(name).digest('hex').slice(0, 16),
    name,
    settings: {},
    state: 'finished',
    startedAt: times[0] ?? null,
    endedAt: times.at(-1) ?? null,
    metrics: all,
  };
}

/** Event files in and under a folder, or the file itself. */
function eventFiles(place: string): string[] {
  const isEvents = (file: string): boolean => basename(file).includes('tfevents');
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return isEvents(place) ? [place] : [];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isEvents(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
