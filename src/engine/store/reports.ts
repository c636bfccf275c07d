import type { Database } from 'better-sqlite3';
import type { ExperimentId, ReportDesign } from '#contract/api';
import type { ReportRecord } from '#report/record';
import { fromExactJson, toExactJson } from './exact-json.ts';

export interface StoredReport {
  readonly design: ReportDesign;
  /** The numbers as they were frozen; null before. */
  readonly record: ReportRecord | null;
}

interface Row {
  readonly design: string;
  readonly record: string | null;
}

export function reportsIn(db: Database) {
  const get = db.prepare<[string], Row>('SELECT design, record FROM report WHERE experiment = ?');
  const put = db.prepare(
    `INSERT INTO report (experiment, design, record, changed_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (experiment) DO UPDATE SET design = excluded.design, record = excluded.record,
       changed_at = excluded.changed_at`,
  );
  return {
    get: (experiment: ExperimentId): StoredReport | null => {
      const row = get.get(experiment);
      if (!row) return null;
      return {
        design: JSON.parse(row.design) as ReportDesign,
        record: row.record === null ? null : (fromExactJson(row.record) as ReportRecord),
      };
    },
    put: (experiment: ExperimentId, { design, record }: StoredReport, at: string): void =>
      void put.run(experiment, JSON.stringify(design), record && toExactJson(record), at),
  };
}
