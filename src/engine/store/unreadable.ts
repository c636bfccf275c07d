import type { Database } from 'better-sqlite3';
import type { TrashKind } from '#contract/api';

/** A record that the engine could not use, and the column at fault. */
export interface Unreadable {
  readonly kind: TrashKind;
  readonly id: string;
  readonly title: string;
  readonly field: string;
}

/** Where JSON lacks what every reader of it needs. CASE: `json_type` would end the query at text that is no JSON. */
const lacks = (column: string, path: string, type: 'array' | 'object'): string =>
  `CASE WHEN json_valid(${column}) THEN json_type(${column}, '${path}') END IS NOT '${type}'`;

/**
 * Records that were damaged one by one, while the file as a whole is sound. Each start looks for them, so that one bad
 * record costs itself and nothing else.
 */
export function unreadableIn(db: Database) {
  const find = db.prepare<[], Unreadable>(
    `SELECT * FROM (
       SELECT 'group' AS kind, id, name AS title, 'source' AS field FROM text_group
       WHERE ${lacks('source', '$.paths', 'array')}
       UNION ALL
       SELECT 'group', g.id, g.name, 'text' FROM text_group g LEFT JOIN text t ON t.version = g.version
       WHERE t.version IS NULL OR ${lacks('t.splits', '$.train', 'object')}
       UNION ALL
       SELECT 'experiment', id, name, 'content' FROM experiment WHERE ${lacks('content', '$.methods', 'array')}
       UNION ALL
       SELECT 'run', id, label || ', seed ' || seed, 'spec' FROM run
       WHERE ${lacks('spec', '$.choice', 'object')} OR ${lacks('spec', '$.groups', 'array')} OR NOT json_valid(cost)
       UNION ALL
       SELECT 'run', id, label || ', seed ' || seed, 'evaluation' FROM run
       WHERE id IN (SELECT run FROM evaluation WHERE ${lacks('losses', '$', 'array')})
     ) found WHERE NOT EXISTS (SELECT 1 FROM trash WHERE trash.kind = found.kind AND trash.item = found.id)
     GROUP BY kind, id`,
  );
  const dropEdits = db.prepare('DELETE FROM edit WHERE NOT json_valid(undo) OR NOT json_valid(redo)');
  const dropSettings = db.prepare('DELETE FROM setting WHERE NOT json_valid(value)');
  const dropOthers = ['draft', 'table_view'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE NOT json_valid(content)`),
  );
  const dropMeasurements = db.prepare(`DELETE FROM law_measurement WHERE ${lacks('mixtures', '$', 'array')}`);
  return {
    find: (): readonly Unreadable[] => find.all(),
    /** Removes unreadable records that nothing hangs on: undo, settings, measurements, drafts, views. @returns how many */
    drop: (): number =>
      [dropEdits, dropSettings, dropMeasurements, ...dropOthers].reduce((sum, drop) => sum + drop.run().changes, 0),
  };
}
