/** The comparison's tables: the best of a column stands out, and every number leads to its runs. */
import { formatNumber } from '#base/format';
import type { Section, Table } from '../block.ts';
import { comparisonTables, type Table as PlainTable } from '../comparison-tables.ts';
import { anchorOfMethod, type ReportRecord } from '../record.ts';

export const results: Section = {
  id: 'results',
  title: 'Results',
  help: 'Perplexity, differences to the baseline, bits per byte',
  blocks: (record) => {
    const { tables, notes } = comparisonTables(record.comparison, 'perplexity');
    const costs = tables.length - 1; // the last table; the section of costs says more
    return [
      ...tables.slice(0, costs).map((table) => ({ kind: 'table', table: linked(table, record) }) as const),
      { kind: 'list', items: [...notes, ...guides(record)] },
    ];
  },
};

function linked({ title, header, rows, numbers }: PlainTable, record: ReportRecord): Table {
  const isDifference = title.startsWith('Difference');
  const ranks = header.slice(1).map((_name, column) => ranking(numbers ?? [], column));
  return {
    caption: title,
    header,
    rows: rows.map(([name = '', ...cells], i) => {
      const method = record.methods.findIndex(({ label }) => label === name);
      const target = method < 0 ? {} : { target: anchorOfMethod(method) };
      return [
        { text: name, ...target },
        ...cells.map((text, column) => {
          const number = numbers?.[i]?.[column] ?? null;
          const place = number === null || isDifference ? undefined : ranks[column]?.indexOf(number);
          const emphasis =
            place === 0 ? ({ emphasis: 'best' } as const) : place === 1 ? ({ emphasis: 'second' } as const) : {};
          return { text, ...(number === null ? {} : { number, ...target }), ...emphasis };
        }),
      ];
    }),
  };
}

/** The numbers of a column, best first; empty when there is nothing to choose from. */
function ranking(numbers: readonly (readonly (number | null)[])[], column: number): number[] {
  const known = numbers.flatMap((row) => row[column] ?? []);
  const distinct = [...new Set(known)].sort((a, b) => a - b);
  return distinct.length > 1 ? distinct : [];
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
