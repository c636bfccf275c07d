import type { Database } from 'better-sqlite3';
import type { RunId, RunRemark } from '#contract/api';

interface Row {
  readonly run: string;
  readonly name: string;
  readonly note: string;
  readonly tags: string;
}

const nothing: RunRemark = { name: '', note: '', tags: [] };

/** What people wrote about runs. */
export function remarksIn(db: Database) {
  const put = db.prepare('INSERT OR REPLACE INTO run_remark (run, name, note, tags) VALUES (?, ?, ?, ?)');
  const get = db.prepare<[string], Row>('SELECT run, name, note, tags FROM run_remark WHERE run = ?');
  const all = db.prepare<[], Row>('SELECT run, name, note, tags FROM run_remark');
  const remove = db.prepare('DELETE FROM run_remark WHERE run = ?');
  return {
    put: (run: RunId, remark: RunRemark): void => {
      if (remark.name === '' && remark.note === '' && remark.tags.length === 0) remove.run(run);
      else put.run(run, remark.name, remark.note, JSON.stringify(remark.tags));
    },
    of: (run: RunId): RunRemark => {
      const row = get.get(run);
      return row ? toRemark(row) : nothing;
    },
    all: (): ReadonlyMap<RunId, RunRemark> => new Map(all.all().map((row) => [row.run, toRemark(row)])),
  };
}

function toRemark({ name, note, tags }: Row): RunRemark {
  return { name, note, tags: JSON.parse(tags) as string[] };
}
