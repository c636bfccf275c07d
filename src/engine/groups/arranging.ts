/** Switching groups on and off, and making groups of groups: duplicates, merged ones. Each is one edit to undo. */
import { Refusal } from '#base/refusal';
import type { GroupCalls, GroupId, GroupInput, GroupSource, GroupSummary, WorkspaceCalls } from '#contract/api';
import type { EditLog } from '../edits.ts';
import { promised } from '../promised.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { GroupsSetting } from './groups.ts';
import { freeName } from './naming.ts';
import type { GroupReading } from './reading.ts';

type ArrangingCalls = Pick<GroupCalls, 'enableGroups' | 'duplicateGroup' | 'mergeGroups' | 'swapGroups'>;

/** The calls of the trash, which undo goes through. */
export type Trash = Pick<GroupCalls, 'removeGroup'> & Pick<WorkspaceCalls, 'restoreTrashed'>;

export interface ArrangingSetting extends GroupsSetting {
  readonly edits: EditLog;
  readonly reading: GroupReading;
  readonly known: (idOrName: string) => StoredGroup;
  readonly summarise: (group: StoredGroup) => GroupSummary;
  readonly trash: () => Trash;
}

export function openArranging(setting: ArrangingSetting): ArrangingCalls {
  const { store, onChange, edits, reading, known, summarise, trash } = setting;
  const enable = (ids: readonly GroupId[], isEnabled: boolean): void =>
    store.transaction(() => ids.forEach((id) => store.groups.enable(id, isEnabled)));

  return {
    enableGroups: (names, isEnabled) =>
      promised(() => {
        const groups = names.map(known);
        const changed = groups.filter((group) => group.isEnabled !== isEnabled).map(({ id }) => id);
        enable(changed, isEnabled);
        if (changed.length > 0) {
          edits.record(
            `switch ${isEnabled ? 'on' : 'off'} ${namesOf(groups)}`,
            { call: 'enableGroups', args: [changed, !isEnabled] },
            { call: 'enableGroups', args: [changed, isEnabled] },
          );
          onChange();
        }
        return groups.map(({ id }) => summarise(known(id)));
      }),
    duplicateGroup: (id, name) =>
      promised(() => {
        const { name: original, source, licence, version } = known(id);
        const copy = reading.adopt({ name: name ?? freeName(original, store), source, licence, version });
        store.groups.setRejectedFiles(copy.id, store.groups.rejectedFiles(known(id).id));
        recordNew(edits, `duplicate ${original}`, [copy], []);
        return summarise(copy);
      }),
    mergeGroups: async (ids, name) => {
      const groups = [...new Map(ids.map(known).map((group) => [group.id, group])).values()];
      if (groups.length < 2)
        throw new Refusal('option_invalid', 'Merging needs two groups or more.', {
          field: 'groups',
          remedy: 'Name at least two different groups.',
        });
      const merged = await reading.create(mergedInput(groups, name));
      const switchedOff = groups.filter(({ id }) => store.groups.get(id)?.isEnabled).map((group) => group.id);
      enable(switchedOff, false);
      recordNew(edits, `merge ${namesOf(groups)}`, [merged], switchedOff);
      onChange();
      return summarise(merged);
    },
    swapGroups: async ({ remove, restore, enable: on, disable: off }) => {
      for (const id of remove) await trash().removeGroup(id);
      for (const id of restore) await trash().restoreTrashed({ kind: 'group', id });
      const there = (id: GroupId): boolean => store.groups.get(id) !== null; // others may have gone for good since
      enable(on.filter(there), true);
      enable(off.filter(there), false);
      onChange();
    },
  };
}

/** Remembers that groups were made and others switched off for them. */
export function recordNew(
  edits: EditLog,
  title: string,
  made: readonly StoredGroup[],
  switchedOff: readonly GroupId[],
): void {
  const ids = made.map(({ id }) => id);
  edits.record(
    title,
    { call: 'swapGroups', args: [{ remove: ids, restore: [], enable: switchedOff, disable: [] }] },
    { call: 'swapGroups', args: [{ remove: [], restore: ids, enable: [], disable: switchedOff }] },
  );
}

/** Sources that are read in the same way become one list of paths; others follow as further sources. */
function mergedInput(groups: readonly StoredGroup[], name: string): GroupInput {
  const parts = groups.flatMap(({ source: { more = [], ...first } }) => [first, ...more]);
  const alike = new Map<string, GroupSource>();
  for (const part of parts) {
    const key = JSON.stringify({ ...part, paths: [] });
    const before = alike.get(key);
    alike.set(key, before ? { ...part, paths: [...new Set([...before.paths, ...part.paths])] } : part);
  }
  const [first, ...more] = alike.values();
  const licences = [...new Set(groups.map(({ licence }) => licence).filter((licence) => licence !== ''))];
  return { name, source: { ...first!, ...(more.length > 0 && { more }) }, licence: licences.join('; ') };
}

/** Names for a title: the first three, and how many more. */
export function namesOf(groups: readonly { readonly name: string }[]): string {
  const shown = groups.slice(0, 3).map(({ name }) => name);
  return groups.length > 3 ? `${shown.join(', ')} and ${groups.length - 3} more` : shown.join(', ');
}
