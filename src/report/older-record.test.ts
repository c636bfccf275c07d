import { expect, test } from 'vitest';
import { withMeasures } from './older-record.ts';
import type { ReportRecord } from './record.ts';
import { aRecord } from './testing/record.ts';

/** As reports were kept before comparisons held cells and measures. */
function anOlderRecord(): ReportRecord {
  const record = aRecord();
  const {
    measures: _measures,
    analysis: _analysis,
    baselineKey: _key,
    tokensPerByte: _bytes,
    ...rest
  } = record.comparison;
  const rows = rest.rows.map(({ cells, key: _rowKey, obstacles: _obstacles, settings: _settings, ...row }) => ({
    ...row,
    bitsPerByte: rest.groups.map((group) => cells[`bits-per-byte of ${group}`]!.value),
    runs: row.runs.map(({ losses: _losses, step: _step, ...run }) => run),
  }));
  return { ...record, comparison: { ...rest, rows } } as unknown as ReportRecord;
}

test('a report frozen by an older version is judged as now, from the runs that it keeps', () => {
  expect(withMeasures(anOlderRecord()).comparison).toEqual(aRecord().comparison);
});

test('a report that has every measure stays as it is', () => {
  const record = aRecord();
  expect(withMeasures(record)).toBe(record);
});
