/** The appendix: every run by itself, where the numbers of all tables lead. */
import { absent, formatCount, formatDuration, formatNumber } from '#base/format';
import { averagePerplexity } from '#mixing/comparison';
import { mean } from '#base/statistics';
import { words, type Cell, type Section, type Table } from '../block.ts';
import { anchorOfMethod, anchorOfRun, type RecordedRun, type ReportRecord } from '../record.ts';

export const runs: Section = {
  id: 'runs',
  title: 'Appendix: every run',
  help: 'Ids, seeds, losses and costs of single runs',
  blocks: (record) => [
    { kind: 'table', table: losses(record) },
    { kind: 'table', table: circumstances(record) },
    {
      kind: 'text',
      text: 'The model of a finished run lies in the workspace at checkpoints/ID/model, as a Hugging Face folder.',
    },
  ],
};

function nameOf(run: RecordedRun, { methods }: ReportRecord): string {
  return `${methods[run.method]!.label}, seed ${String(run.seed)}`;
}

function losses(record: ReportRecord): Table {
  const { runs: all, groups } = record;
  return {
    caption: 'Test loss of every run, nats per token, and its average perplexity',
    header: ['Run', ...groups.map(({ name }) => name), 'mean', 'average perplexity'],
    anchors: all.map(({ id, method }, i) => [
      anchorOfRun(id),
      ...(all[i - 1]?.method === method ? [] : [anchorOfMethod(method)]),
    ]),
    rows: all.map((run) => [
      words(nameOf(run, record)),
      ...(run.testLosses ?? groups.map(() => null)).map((loss) => numberCell(loss, 4)),
      numberCell(run.testLosses && mean(run.testLosses), 4),
      numberCell(run.testLosses && averagePerplexity(run.testLosses), 3),
    ]),
  };
}

function circumstances(record: ReportRecord): Table {
  return {
    caption: 'Circumstances of every run',
    header: ['Run', 'id', 'state', 'backend', 'step', 'learning', 'computed', 'time', 'resumed', 'ended'],
    words: [1, 2, 3, 9],
    rows: record.runs.map((run) => [
      { text: nameOf(run, record), target: anchorOfRun(run.id) },
      words(run.id),
      words(run.state),
      words(run.backend ?? absent),
      numberCell(run.step, 0),
      numberCell(run.learningSteps, 0),
      numberCell(run.computedSteps, 0),
      { text: formatDuration(run.seconds), number: run.seconds },
      { text: formatCount(run.resumes), number: run.resumes },
      words(run.endedAt === null ? absent : dayAndMinute(run.endedAt)),
    ]),
  };
}

function numberCell(number: number | null, decimals: number): Cell {
  return number === null ? { text: absent } : { text: formatNumber(number, decimals), number };
}

/** `2026-11-24 13:05`, of an ISO time: UTC, the same in every document. */
export function dayAndMinute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
