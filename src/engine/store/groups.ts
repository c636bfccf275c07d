import type { Database } from 'better-sqlite3';
import type { GroupId, GroupSource, RejectedFile } from '#contract/api';

export interface StoredGroup {
  readonly id: GroupId;
  readonly name: string;
  readonly colour: number;
  readonly source: GroupSource;
  readonly licence: string;
  /** Version of its text. */
  readonly version: string;
  /** False when it is switched off. */
  readonly isEnabled: boolean;
}

/** A group as it is first written: switched on. */
export type NewGroup = Omit<StoredGroup, 'isEnabled'>;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly colour: number;
  readonly source: string;
  readonly licence: string;
  readonly version: string;
  readonly isEnabled: number;
}

export function groupsIn(db: Database) {
  const columns = 'id, name, colour, source, licence, version, is_enabled AS isEnabled';
  const kept = "id NOT IN (SELECT item FROM trash WHERE kind = 'group')";
  const list = db.prepare<[], Row>(`SELECT ${columns} FROM text_group WHERE ${kept} ORDER BY created_at, rowid`);
  const byId = db.prepare<[string], Row>(`SELECT ${columns} FROM text_group WHERE id = ? AND ${kept}`);
  const byName = db.prepare<[string], Row>(`SELECT ${columns} FROM text_group WHERE name = ?`);
  const insert = db.prepare(
    'INSERT INTO text_group (id, name, colour, source, licence, version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const setName = db.prepare('UPDATE text_group SET name = ? WHERE id = ?');
  const setColour = db.prepare('UPDATE text_group SET colour = ? WHERE id = ?');
  const setSource = db.prepare('UPDATE text_group SET source = ? WHERE id = ?');
  const setVersion = db.prepare('UPDATE text_group SET version = ? WHERE id = ?');
  const enable = db.prepare('UPDATE text_group SET is_enabled = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM text_group WHERE id = ?');
  const forget = db.prepare('DELETE FROM rejected_file WHERE group_id = ?');
  const reject = db.prepare('INSERT INTO rejected_file (group_id, position, file, reason) VALUES (?, ?, ?, ?)');
  const rejected = db.prepare<[string], RejectedFile>(
    'SELECT file, reason FROM rejected_file WHERE group_id = ? ORDER BY position',
  );
  const countRejected = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM rejected_file WHERE group_id = ?',
  );
  const holders = db.prepare<[string]>('SELECT 1 FROM text_group WHERE version = ? LIMIT 1');
  const versionOf = db.prepare<[string], string>('SELECT version FROM text_group WHERE id = ?').pluck();
  return {
    list: (): readonly StoredGroup[] => list.all().map(toGroup),
    get: (id: GroupId): StoredGroup | null => orNull(byId.get(id)),
    /** Of a group in the list or in the trash, readable or not. */
    versionOf: (id: GroupId): string | null => versionOf.get(id) ?? null,
    /** Whether any group has this text, in the list or in the trash. */
    holdText: (version: string): boolean => holders.get(version) !== undefined,
    named: (name: string): StoredGroup | null => orNull(byName.get(name)),
    add: (group: NewGroup, at: string): void =>
      void insert.run(
        group.id,
        group.name,
        group.colour,
        JSON.stringify(group.source),
        group.licence,
        group.version,
        at,
      ),
    rename: (id: GroupId, name: string): void => void setName.run(name, id),
    recolour: (id: GroupId, colour: number): void => void setColour.run(colour, id),
    setSource: (id: GroupId, source: GroupSource): void => void setSource.run(JSON.stringify(source), id),
    setVersion: (id: GroupId, version: string): void => void setVersion.run(version, id),
    enable: (id: GroupId, isEnabled: boolean): void => void enable.run(isEnabled ? 1 : 0, id),
    remove: (id: GroupId): void => void remove.run(id),
    rejectedFiles: (id: GroupId): readonly RejectedFile[] => rejected.all(id),
    countRejectedFiles: (id: GroupId): number => countRejected.get(id)!.n,
    setRejectedFiles: (id: GroupId, files: readonly RejectedFile[]): void => {
      forget.run(id);
      files.forEach(({ file, reason }, position) => void reject.run(id, position, file, reason));
    },
  };
}

function orNull(row: Row | undefined): StoredGroup | null {
  return row ? toGroup(row) : null;
}

function toGroup(row: Row): StoredGroup {
  return { ...row, source: JSON.parse(row.source) as GroupSource, isEnabled: row.isEnabled === 1 };
}
