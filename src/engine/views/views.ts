/** Named views of the comparison: kept, renamed and removed, all of which can be undone. */
import { Refusal } from '#base/refusal';
import type { SavedView, TableView, ViewCalls } from '#contract/api';
import type { EditLog } from '../edits.ts';
import { promised } from '../promised.ts';
import type { Store } from '../store/index.ts';
import { writeView, type ViewSources } from './view-table.ts';

const longestName = 80;

export function openViews(store: Store, edits: EditLog, sources: ViewSources, onChange: () => void): ViewCalls {
  const put = (name: string, view: TableView): void => store.views.put(name, view, new Date().toISOString());
  const changed = (): readonly SavedView[] => {
    onChange();
    return store.views.list();
  };
  return {
    listViews: () => promised(() => store.views.list()),
    saveView: (name, view) =>
      promised(() => {
        const wanted = nameOf(name);
        const before = store.views.get(wanted);
        put(wanted, view);
        edits.record(
          `${before ? 'change' : 'save'} the view ${wanted}`,
          before ? { call: 'saveView', args: [wanted, before] } : { call: 'removeView', args: [wanted] },
          { call: 'saveView', args: [wanted, view] },
        );
        return changed();
      }),
    renameView: (from, to) =>
      promised(() => {
        knownView(store, from);
        const wanted = nameOf(to);
        if (wanted === from) return store.views.list();
        if (store.views.get(wanted))
          throw new Refusal('view_invalid', `There is a view named "${wanted}" already.`, {
            field: 'name',
            remedy: 'Choose another name, or delete the view that has it.',
          });
        store.views.rename(from, wanted);
        edits.record(
          `rename the view ${from} to ${wanted}`,
          { call: 'renameView', args: [wanted, from] },
          { call: 'renameView', args: [from, wanted] },
        );
        return changed();
      }),
    viewTable: async (name, format, experiments) => {
      const view = knownView(store, name);
      return await writeView(view, format, sources, experiments ?? view.experiments);
    },
    removeView: (name) =>
      promised(() => {
        const view = knownView(store, name);
        store.views.remove(name);
        edits.record(
          `delete the view ${name}`,
          { call: 'saveView', args: [name, view] },
          { call: 'removeView', args: [name] },
        );
        return changed();
      }),
  };
}

/** @throws Refusal `view_unknown` */
export function knownView(store: Store, name: string): TableView {
  const view = store.views.get(name);
  if (view) return view;
  const names = store.views.list().map((one) => one.name);
  throw new Refusal('view_unknown', `There is no view named "${name}".`, {
    field: 'view',
    remedy:
      names.length > 0
        ? `The views of this workspace are ${names.join(', ')}.`
        : 'Save one on the Compare screen first.',
  });
}

function nameOf(name: string): string {
  const wanted = name.replaceAll(/\s+/g, ' ').trim();
  if (wanted === '' || wanted.length > longestName)
    throw new Refusal('view_invalid', 'A view needs a name.', {
      field: 'name',
      remedy: `Give it 1 to ${longestName} characters.`,
    });
  return wanted;
}
