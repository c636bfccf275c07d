/** Splitting a group by a field of its records: one group for each value. */
import { Refusal } from '#base/refusal';
import type { FieldValue, FieldValues, GroupCalls, GroupSource, SplitGroup } from '#contract/api';
import { countFieldValues } from '#corpus/looking/field-values';
import type { StoredGroup } from '../store/groups.ts';
import { recordNew, type ArrangingSetting } from './arranging.ts';
import { freeName } from './naming.ts';

const mostGroups = 20;
const fewestDocuments = 3;

export function openSplitting(setting: ArrangingSetting): Pick<GroupCalls, 'fieldValues' | 'splitGroup'> {
  const { store, workspace, tasks, edits, reading, known, summarise, onChange } = setting;

  const count = async (group: StoredGroup, field: string): Promise<FieldValues> => ({
    field,
    ...(await tasks.follow(`count:${group.name}`, `Counting ${field} in ${group.name}`, ({ onProgress, signal }) =>
      countFieldValues(group.source, field, { root: workspace.folder, onProgress, signal }),
    )),
  });

  /** Null where too few different documents have the value. */
  const createPart = async (group: StoredGroup, where: FieldValue): Promise<StoredGroup | null> => {
    try {
      const source = { ...group.source, ...partsWhere(group.source, where) };
      return await reading.create({ name: freeName(nameFor(where.value), store), source, licence: group.licence });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'group_too_small') return null;
      throw error;
    }
  };

  return {
    fieldValues: (id, field) => count(known(id), field),
    splitGroup: async (id, field, { values: wanted, most = mostGroups } = {}) => {
      const group = known(id);
      refuseSplitAgain(group);
      const { values } = await count(group, field);
      const unknown = wanted?.find((value) => !values.some((found) => found.value === value));
      if (unknown !== undefined)
        throw new Refusal('option_invalid', `No record of "${group.name}" has "${unknown}" in ${field}.`, {
          field,
          remedy: `Its values are ${values
            .slice(0, 12)
            .map(({ value }) => value)
            .join(', ')}.`,
        });
      const made: StoredGroup[] = [];
      const left: SplitGroup['left'][number][] = [];
      const keep = (isWhole: boolean): void => {
        if (made.length === 0) return;
        if (isWhole) store.groups.enable(group.id, false);
        recordNew(edits, `split ${group.name} by ${field}`, made, isWhole && group.isEnabled ? [group.id] : []);
        onChange();
      };
      try {
        for (const { value, documents } of values) {
          const reason = reasonToLeave(value, documents, { wanted, most, made: made.length });
          const part = reason === null ? await createPart(group, { field, value }) : null;
          if (part) made.push(part);
          else left.push({ value, documents, reason: reason ?? 'has fewer than three different documents' });
        }
      } catch (error) {
        keep(false); // what was made before a cancel stays, and can be undone
        throw error;
      }
      keep(true);
      return { groups: made.map(summarise), left };
    },
  };
}

function reasonToLeave(
  value: string,
  documents: number,
  {
    wanted,
    most,
    made,
  }: { readonly wanted: readonly string[] | undefined; readonly most: number; readonly made: number },
): string | null {
  if (wanted) return wanted.includes(value) ? null : 'was not chosen';
  if (documents < fewestDocuments) return 'has fewer than three documents';
  return made < most ? null : `is rarer than the ${most} values that became groups`;
}

/** Sources that are read after the first are narrowed in the same way. */
function partsWhere({ more }: GroupSource, where: FieldValue): Partial<GroupSource> {
  return { where, ...(more && { more: more.map((part) => ({ ...part, where })) }) };
}

function refuseSplitAgain({ name, source }: StoredGroup): void {
  const before = [source, ...(source.more ?? [])].find(({ where }) => where)?.where;
  if (before)
    throw new Refusal(
      'option_invalid',
      `"${name}" is itself a part of a group, that with ${before.field} "${before.value}".`,
      {
        field: 'where',
        remedy: 'Split the whole group by the other field, or keep the parts in files of their own.',
      },
    );
}

/** A value as the name of a group: one line, not too long. */
function nameFor(value: string): string {
  const line = value.replace(/\p{Cc}+/gu, ' ').trim();
  return line === '' ? 'empty' : line.slice(0, 80);
}
