/** Which proportions each method ended with, and how it came to them. */
import { absent, formatCount, formatShare } from '#base/format';
import type { Chart, Section, Table } from '../block.ts';
import { anchorOfMethod, type RecordedRun, type ReportRecord } from '../record.ts';

export const mixtures: Section = {
  id: 'mixtures',
  title: 'Proportions',
  help: 'What each method mixed in the end, and over the run',
  blocks: (record) => {
    const moving = firstRuns(record).filter((run) => run.trajectory.length > 1);
    return [
      { kind: 'table', table: finalTable(record) },
      { kind: 'charts', charts: [{ chart: 'mixtures' }], caption: 'Final proportions, mean over seeds.', instead: [] },
      ...(moving.length > 0
        ? [
            {
              kind: 'charts',
              charts: moving.map(({ id }): Chart => ({ chart: 'trajectory', run: id })),
              caption: 'Proportions over the run, first seed of each method that moves them.',
              instead: moving.map((run) => trajectoryTable(run, record)),
            } as const,
          ]
        : []),
    ];
  },
};

/** The first finished run of each method. */
export function firstRuns({ methods, runs }: ReportRecord): RecordedRun[] {
  return methods.flatMap((_method, i) => runs.find((run) => run.method === i && run.testLosses !== null) ?? []);
}

function finalTable({ comparison, methods, groups }: ReportRecord): Table {
  return {
    caption: 'Final proportions, percent, mean over seeds',
    header: ['Method', ...groups.map(({ name }) => name)],
    rows: methods.map(({ label }, i) => {
      const row = comparison.rows.find((one) => one.label === label);
      const target = anchorOfMethod(i);
      const shares = row === undefined || row.runs.length === 0 ? null : row.proportions;
      return [
        { text: label, target },
        ...groups.map((_group, g) =>
          shares === null ? { text: absent } : { text: formatShare(shares[g]!), number: shares[g]!, target },
        ),
      ];
    }),
  };
}

/** Ten points at most: the document of this run has them all. */
function trajectoryTable(run: RecordedRun, { groups, methods }: ReportRecord): Table {
  const every = Math.max(1, Math.ceil(run.trajectory.length / 10));
  const shown = run.trajectory.filter((_point, i) => i % every === 0 || i === run.trajectory.length - 1);
  return {
    caption: `Proportions of ${methods[run.method]!.label}, seed ${String(run.seed)}, percent, from each step on`,
    header: ['Step', ...groups.map(({ name }) => name)],
    rows: shown.map(({ step, proportions }) => [
      { text: formatCount(step), number: step },
      ...proportions.map((share) => ({ text: formatShare(share), number: share })),
    ]),
  };
}
