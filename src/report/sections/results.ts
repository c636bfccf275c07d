/** The comparison's tables: the best of a column stands out, and every number leads to its runs. */
import { formatNumber } from '#base/format';
import { headlineOf } from '#mixing/comparison';
import { percent } from '#mixing/comparison/analysis';
import type { Block, Section, Table } from '../block.ts';
import { splitTable } from '../comparison/split.ts';
import { comparisonTables } from '../comparison/tables.ts';
import { baselineRow } from '../comparison/values.ts';
import { anchorOfMethod, type ReportRecord } from '../record.ts';

export const results: Section = {
  id: 'results',
  title: 'Results',
  help: 'Perplexity, differences to the baseline with their verdicts, bits per byte',
  blocks: (record) => {
    const { results: tables, notes } = comparisonTables(record.comparison, 'perplexity');
    const isJudged = record.comparison.rows.some(({ cells }) => cells[headlineOf.perplexity]!.difference !== null);
    return [
      ...(isJudged ? [differences(record)] : []),
      ...tables.flatMap(splitTable).map((table) => ({ kind: 'table', table: linked(table, record) }) as const),
      { kind: 'list', items: [...notes, ...guides(record)] },
    ];
  },
};

/** The tables say the same in numbers, so nothing stands instead. */
function differences({ comparison }: ReportRecord): Block {
  const level = percent(comparison.analysis.level);
  return {
    kind: 'charts',
    charts: [{ chart: 'differences' }],
    caption: `Difference of average perplexity to ${baselineRow(comparison).label}, paired by seed, with ${level} intervals; ticks are single seeds. In the band a difference does not matter in practice; a ring’s interval includes zero.`,
    instead: [],
  };
}

/** Every number leads to the runs of its row. */
function linked(table: Table, { methods }: ReportRecord): Table {
  return {
    ...table,
    rows: table.rows.map((cells) => {
      const method = methods.findIndex(({ label }) => label === cells[0]!.text);
      if (method < 0) return cells;
      const target = anchorOfMethod(method);
      return cells.map((cell, column) => (column === 0 || cell.number !== undefined ? { ...cell, target } : cell));
    }),
  };
}

function guides({ comparison }: ReportRecord): string[] {
  const entropies = comparison.unigramBitsPerByte.flatMap((bits, i) =>
    bits === null ? [] : [`${comparison.groups[i]!} ${formatNumber(bits, 2)}`],
  );
  return [
    'Bold is the best of a column, underlined the second; neither says that the difference is more than luck.',
    'Average perplexity is the mean of the groups’ perplexities, exp(mean loss) the perplexity of their mean loss; the two can rank methods differently.',
    ...(entropies.length > 0 ? ['“Byte frequencies alone” is what a model without context reaches.'] : []),
  ];
}
