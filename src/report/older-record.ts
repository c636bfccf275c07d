/** Reports that were frozen when a comparison held less: the same runs, judged as comparisons are now. */
import { compare, type FinishedRun } from '#mixing/comparison';
import { mean } from '#base/statistics';
import type { ReportRecord } from './record.ts';

/** The record with every measure of its comparison; as it is when it has them. Its runs and losses do not change. */
export function withMeasures(record: ReportRecord): ReportRecord {
  const { comparison } = record;
  if ((comparison as Partial<typeof comparison>).measures !== undefined) return record;
  const { experiment, groups, tokenizer, baseline, unigramBitsPerByte, rows } = comparison;
  return {
    ...record,
    comparison: compare(
      rows.flatMap(({ runs }): readonly FinishedRun[] => runs),
      {
        experiment,
        groups,
        tokenizer,
        baseline,
        unigramBitsPerByte,
        tokensPerByte: groups.map((_group, i) => tokensPerByte(rows, i)),
        methods: rows.map(({ method, label }) => ({ method, label })),
        missing: rows.flatMap(({ method, label, missing }) => missing.map((run) => ({ ...run, method, label }))),
      },
    ),
  };
}

/** A row as it was kept before rows had cells. */
interface OlderRow {
  readonly runs: readonly { readonly testLosses: readonly number[] }[];
  readonly bitsPerByte: readonly { readonly mean: number }[];
}

/** From the two losses of the first row that has runs. */
function tokensPerByte(rows: ReportRecord['comparison']['rows'], i: number): number {
  const row = (rows as unknown as readonly OlderRow[]).find(({ runs }) => runs.length > 0);
  if (!row) return NaN;
  const loss = mean(row.runs.map(({ testLosses }) => testLosses[i]!));
  return (row.bitsPerByte[i]!.mean * Math.LN2) / loss;
}
