/** The laws that methods estimated: the matrix round by round. */
import { formatCount, formatSigned } from '#base/format';
import { originLines } from '#mixing/laws/law-origin';
import { gradientEstimate } from '#mixing/laws/provenance';
import type { Block, Chart, LawRound, Section, Table } from '../block.ts';
import type { RecordedRun, ReportRecord } from '../record.ts';
import { firstRuns } from './mixtures.ts';

/** Matrices of one run in a document; the record itself has all rounds. */
const mostRounds = 12;

export const laws: Section = {
  id: 'laws',
  title: 'Mixing laws',
  help: 'What training on one group did to another, round by round',
  blocks: (record) => {
    const estimating = firstRuns(record).filter((run) => run.law.length > 0);
    if (estimating.length === 0) return [];
    return [
      {
        kind: 'text',
        text: 'Rows are the group whose loss falls or rises, columns the group trained on. Blue lowers the loss, orange raises it; one colour scale for all rounds of a run, in the method’s own measure.',
      },
      {
        kind: 'charts',
        charts: estimating.map((run): Chart => ({ chart: 'law', run: run.id, matrices: thinnedRounds(run) })),
        caption: 'Law as each method estimated it, first seed; on paper the last round stands.',
        instead: estimating.map((run) => lawTable(run, record)),
      },
      ...originsOf(estimating, record),
    ];
  },
};

/** Where each law comes from, and how much the choice of sequences matters; of older reports nothing is known. */
function originsOf(runs: readonly RecordedRun[], { methods }: ReportRecord): readonly Block[] {
  const items = runs.flatMap(({ method, seed, lawOrigin }) => {
    const lines = lawOrigin ? originLines(lawOrigin) : [];
    return lines.length > 0 ? [`${methods[method]!.label}, seed ${String(seed)}: ${lines.join(' ')}`] : [];
  });
  return items.length > 0 ? [{ kind: 'list', items }] : [];
}

/** "Law of Aioli, seed 0", with what it is when it was not measured. */
export function lawTitle({ method, seed, lawOrigin }: RecordedRun, { methods }: ReportRecord): string {
  const source = lawOrigin?.provenance === gradientEstimate ? `, ${gradientEstimate}` : '';
  return `${methods[method]!.label}, seed ${String(seed)}${source}`;
}

/** Evenly spread rounds, first and last among them. */
function thinnedRounds({ law }: RecordedRun): readonly LawRound[] {
  const counted = law.map(({ step, matrix }, i) => ({ round: i + 1, step, matrix }));
  if (counted.length <= mostRounds) return counted;
  return Array.from(
    { length: mostRounds },
    (_, i) => counted[Math.round((i * (counted.length - 1)) / (mostRounds - 1))]!,
  );
}

function lawTable(run: RecordedRun, record: ReportRecord): Table {
  const { groups } = record;
  const { matrix, step } = run.law.at(-1)!;
  const largest = Math.max(...matrix.flat().map(Math.abs), Number.MIN_VALUE);
  const decimals = Math.min(6, Math.max(2, 2 - Math.floor(Math.log10(largest))));
  return {
    caption: `Law of ${lawTitle(run, record)}, at step ${formatCount(step)}: loss of the row, trained on the column`,
    header: ['Loss of', ...groups.map(({ name }) => name)],
    rows: groups.map(({ name }, row) => [
      { text: name },
      ...groups.map((_group, column) => {
        const number = matrix[row]?.[column] ?? 0;
        return { text: formatSigned(number, decimals), number };
      }),
    ]),
  };
}
