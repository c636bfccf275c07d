/** A comparison as tables and sentences, before any format: which there are, in which order, with which notes. */
import { listed } from '#base/format';
import { headlineOf, type Comparison, type ComparisonRow, type Metric } from '#mixing/comparison';
import { measureInWords } from '#mixing/comparison/sentence';
import { sharingNotes } from '#mixing/comparison/sharing';
import { stabilityInWords, stabilityOf } from '#mixing/comparison/stability';
import type { Table } from '../block.ts';
import { costTable } from './costs.ts';
import { judgementTable, regionInWords } from './judgement.ts';
import { differenceTable, valueTable } from './values.ts';

export interface ComparisonTables {
  readonly title: string;
  /** Numbers, judgement, differences, bits per byte. */
  readonly results: readonly Table[];
  readonly costs: Table;
  /** Sentences below: what the numbers are, how they are judged, what is missing. */
  readonly notes: readonly string[];
}

export function comparisonTables(comparison: Comparison, metric: Metric): ComparisonTables {
  const tables = [
    valueTable(comparison, metric),
    judgementTable(comparison, metric),
    differenceTable(comparison, metric),
    ...(metric === 'bits-per-byte' ? [] : [valueTable(comparison, 'bits-per-byte')]),
  ];
  return {
    title: comparison.experiment,
    results: tables.filter((table) => table.rows.length > 0),
    costs: costTable(comparison, metric),
    notes: notesOf(comparison, metric),
  };
}

function notesOf(comparison: Comparison, metric: Metric): string[] {
  const { rows, tokenizer, analysis, measures } = comparison;
  const measure = measures.find(({ id }) => id === headlineOf[metric])!;
  const hasMarks = rows.some(({ cells }) =>
    Object.values(cells).some(({ difference }) => (difference?.pAdjusted ?? 1) < 0.05),
  );
  const region = regionInWords(comparison, metric);
  const stability = stabilityOf(comparison, headlineOf[metric]);
  const labelOf = (key: string): string => rows.find((row) => row.key === key)?.label ?? key;
  return [
    `Means ± standard error over seeds; tokenizer ${tokenizer}; lower is better everywhere.`,
    ...analysis.words,
    ...(region === null ? [] : [`For ${measureInWords(measure, analysis)} that is ${region}.`]),
    ...(hasMarks ? ['Marks: * p < 0.05, ** p < 0.01, *** p < 0.001, after Holm.'] : []),
    ...(stability === null ? [] : [stabilityInWords(stability, labelOf)]),
    'Trade-off: best where no other row is at least as cheap in asked steps and at least as good, beaten elsewhere.',
    ...sharingNotes(rows),
    ...obstacleNotes(rows),
    ...rows.flatMap(({ label, missing }) =>
      missing.map(({ seed, state }) => `Not in the means: ${label}, seed ${seed} (${state}).`),
    ),
    ...rows.flatMap((row) => unpairedNotes(row, headlineOf[metric])),
  ];
}

/** One note for all rows that the same thing stands in the way of. */
function obstacleNotes(rows: readonly ComparisonRow[]): string[] {
  const all = rows.flatMap(({ label, obstacles }) => obstacles.map((obstacle) => ({ label, ...obstacle })));
  return [...Map.groupBy(all, ({ severity, sentence }) => `${severity} ${sentence}`).values()].map((same) => {
    const { severity, sentence, remedy } = same[0]!;
    const what = severity === 'blocks' ? 'Cannot be compared' : 'Compare with care';
    return `${what}: ${listed(same.map(({ label }) => label))}. ${sentence} ${remedy}`;
  });
}

function unpairedNotes({ label, cells }: ComparisonRow, measure: string): string[] {
  const seeds = (cells[measure]!.difference?.unpaired ?? []).map(({ seed }) => String(seed));
  return seeds.length === 0
    ? []
    : [`Not in the difference of ${label}, as only one of the two has it: seed ${seeds.join(', ')}.`];
}
