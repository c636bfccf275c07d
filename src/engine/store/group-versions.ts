import type { Database } from 'better-sqlite3';
import type { ExperimentId, GroupId } from '#contract/api';
import { kept } from './experiments.ts';

export interface StoredVersion {
  readonly version: string;
  readonly readAt: string;
}

export interface VersionUse {
  readonly id: ExperimentId;
  readonly name: string;
  readonly runs: number;
}

/** Texts that groups have had, and who trained on them. */
export function groupVersionsIn(db: Database) {
  const note = db.prepare('INSERT OR IGNORE INTO group_version (group_id, version, read_at) VALUES (?, ?, ?)');
  const ofGroup = db.prepare<[string], StoredVersion>(
    'SELECT version, read_at AS readAt FROM group_version WHERE group_id = ? ORDER BY read_at DESC',
  );
  const holder = db.prepare<[string], { id: string }>(
    `SELECT group_id AS id FROM group_version WHERE version = ? AND group_id NOT IN (SELECT item FROM trash WHERE kind = 'group')
     ORDER BY read_at LIMIT 1`,
  );
  const uses = db.prepare<[string], VersionUse>(
    `SELECT e.id, e.name, count(DISTINCT r.id) AS runs
     FROM run r JOIN experiment_run er ON er.run = r.id JOIN experiment e ON e.id = er.experiment
     WHERE ${kept('run', 'r.id')} AND ${kept('experiment', 'e.id')}
       AND EXISTS (SELECT 1 FROM json_each(r.spec, '$.groups') g WHERE g.value ->> '$.version' = ?)
     GROUP BY e.id ORDER BY e.created_at DESC, e.rowid DESC`,
  );
  return {
    /** Remembers that a group has had a text; the first time counts. */
    note: (group: GroupId, version: string, at: string): void => void note.run(group, version, at),
    /** The one read last comes first. */
    ofGroup: (group: GroupId): readonly StoredVersion[] => ofGroup.all(group),
    /** A group of the list that has had this text. */
    holder: (version: string): GroupId | null => holder.get(version)?.id ?? null,
    /** Experiments with runs on a text, the newest first. */
    uses: (version: string): readonly VersionUse[] => uses.all(version),
  };
}
