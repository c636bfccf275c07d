/** One line per method, numbers in full, for whatever reads tables. */
import { csvLine } from '#base/csv';
import type { Comparison, ComparisonRow, Summary } from '#mixing/comparison';
import type { Format } from './format.ts';

export const csv: Format = {
  id: 'csv',
  write: (comparison) => {
    const columns = columnsOf(comparison);
    const lines = [
      columns.map(([name]) => name),
      ...comparison.rows.map((row) => columns.map(([, of]) => of(row))),
      ['byte frequencies alone', ...columns.slice(1).map(([name]) => entropyIn(comparison, name))],
    ];
    return lines.map(csvLine).join('');
  },
};

type Column = readonly [string, (row: ComparisonRow) => string];

function columnsOf({ groups }: Comparison): Column[] {
  const overSeeds = (name: string, of: (row: ComparisonRow) => Summary | null | undefined): Column[] => [
    [`${name} mean`, (row) => number(of(row)?.mean)],
    [`${name} se`, (row) => number(of(row)?.standardError)],
  ];
  return [
    ['method', (row) => row.method],
    ['label', (row) => row.label],
    ['seeds', (row) => row.seeds.join(' ')],
    ...groups.flatMap((group, i) => overSeeds(`loss ${group}`, (row) => row.losses[i])),
    ...groups.flatMap((group, i) => overSeeds(`perplexity ${group}`, (row) => row.perplexities[i])),
    ...groups.flatMap((group, i) => overSeeds(bits(group), (row) => row.bitsPerByte[i])),
    ...overSeeds('mean loss', (row) => row.meanLoss),
    ...overSeeds('average perplexity', (row) => row.averagePerplexity),
    ...overSeeds('perplexity of mean loss', (row) => row.perplexityOfMean),
    ...overSeeds('mean bits per byte', (row) => row.meanBitsPerByte),
    ...overSeeds('difference of average perplexity', (row) => row.difference?.averagePerplexity),
    ...overSeeds('difference of perplexity of mean loss', (row) => row.difference?.perplexityOfMean),
    ...overSeeds('difference of mean loss', (row) => row.difference?.meanLoss),
    ...groups.map((group, i): Column => [`proportion ${group}`, (row) => number(row.proportions[i])]),
    ['learning steps', (row) => number(row.cost.learningSteps)],
    ['final steps', (row) => number(row.cost.finalSteps)],
    ['computed steps', (row) => number(row.cost.computedSteps)],
    ['seconds', (row) => number(row.cost.seconds)],
    ['missing', (row) => row.missing.map(({ seed, state }) => `${seed}: ${state}`).join('; ')],
  ];
}

function entropyIn({ groups, unigramBitsPerByte }: Comparison, column: string): string {
  const i = groups.findIndex((group) => column === `${bits(group)} mean`);
  return i < 0 ? '' : number(unigramBitsPerByte[i]);
}

function bits(group: string): string {
  return `bits per byte ${group}`;
}

function number(x: number | null | undefined): string {
  return x === null || x === undefined || Number.isNaN(x) ? '' : String(x);
}
