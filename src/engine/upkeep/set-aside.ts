/** At each start: records that cannot be read go into the trash, so that the rest of the workspace opens. */
import type { Store } from '../store/index.ts';

/** @returns a line for the log about each */
export function setUnreadableAside(store: Store, at: string): readonly string[] {
  return store.transaction(() => {
    const found = store.unreadable.find();
    for (const { kind, id, title, field } of found) {
      store.trash.put({ kind, id, title, problem: `Its ${field} cannot be read.`, trashedAt: at });
      if (kind === 'group') store.groups.rename(id, id);
    }
    const dropped = store.unreadable.drop();
    return [
      ...found.map(
        ({ kind, title, field }) => `The ${kind} "${title}" is set aside in the trash: its ${field} cannot be read.`,
      ),
      ...(dropped > 0
        ? [`${dropped} unreadable record(s) of undo, settings, measurements, drafts and views were removed.`]
        : []),
    ];
  });
}
