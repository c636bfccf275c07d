/** The workspace's groups of text: reading them in, naming them, looking into them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import type { GroupCalls, GroupSummary } from '#contract/api';
import { documentLengths } from '#corpus/looking/lengths';
import { previewDocuments } from '#corpus/preview';
import { buildSampleText, sampleGroups } from '#corpus/sample/index';
import type { EditLog } from '../edits.ts';
import { promised } from '../promised.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import type { Workspace } from '../workspace.ts';
import { openArranging, recordNew, type ArrangingSetting, type Trash } from './arranging.ts';
import { openDropping } from './dropping.ts';
import { openMixtureFiles } from './mixture-files.ts';
import { nameOf, sourceOf } from './naming.ts';
import { openOverlap } from './overlap.ts';
import { openReading } from './reading.ts';
import { openSourcePreview } from './source-preview.ts';
import { openSplitting } from './splitting.ts';
import type { Tasks } from './tasks.ts';
import { requireText } from './tokenizing.ts';
import { openVersions } from './versions.ts';

const previewCharacters = 2000;

export interface GroupsSetting {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly tasks: Tasks;
  readonly onChange: () => void;
}

/** @param trash the engine's calls that remove and restore */
export function openGroups(setting: GroupsSetting, edits: EditLog, trash: () => Trash) {
  const { store, workspace, tasks, onChange } = setting;
  const reading = openReading(setting);

  const summarise = (group: StoredGroup): GroupSummary => {
    const text = store.texts.get(group.version)!;
    const tokenized = store.shards.ofText(group.version);
    const last = tokenized.at(-1);
    const split = (name: 'train' | 'val' | 'test') => ({ ...text.splits[name], tokens: last?.[name] ?? null });
    return {
      ...group,
      sameTextAs: store.groups
        .list()
        .filter(({ id, version }) => version === group.version && id !== group.id)
        .map(({ name }) => name),
      state: reading.isReading(group.id) ? 'scanning' : tasks.isTokenizing(group.id) ? 'tokenizing' : 'ready',
      problem: null,
      documents: text.documents,
      bytes: text.bytes,
      duplicates: text.duplicates,
      rejectedFiles: store.groups.countRejectedFiles(group.id),
      splits: { train: split('train'), val: split('val'), test: split('test') },
      unigramBitsPerByte: text.unigramBitsPerByte,
      tokenized: tokenized.map(({ tokenizer, train, val, test }) => ({ tokenizer, train, val, test })),
    };
  };

  const known = (idOrName: string): StoredGroup => {
    const group = store.groups.get(idOrName) ?? store.groups.named(idOrName);
    if (!group) throw unknownGroup(idOrName, store);
    return group;
  };

  const arranging: ArrangingSetting = { ...setting, edits, reading, known, summarise, trash };

  const calls: Omit<GroupCalls, 'tokenize' | 'removeGroup'> = {
    listGroups: () => promised(() => [...store.groups.list().map(summarise), ...reading.pending()]),
    addGroup: async (input) => {
      const group = await reading.create(input);
      recordNew(edits, `add ${group.name}`, [group], []);
      return summarise(group);
    },
    ...openDropping(arranging),
    ...openArranging(arranging),
    ...openSplitting(arranging),
    ...openSourcePreview(workspace, known),
    ...openOverlap(setting, known),
    ...openVersions(store, known),
    ...openMixtureFiles(store),
    renameGroup: (id, name) =>
      promised(() => {
        const group = known(id);
        const wanted = nameOf(name);
        reading.refuseTaken(wanted, group.id);
        store.groups.rename(group.id, wanted);
        edits.record(
          `rename ${group.name} to ${wanted}`,
          { call: 'renameGroup', args: [group.id, group.name] },
          { call: 'renameGroup', args: [group.id, wanted] },
        );
        onChange();
        return summarise(known(group.id));
      }),
    recolourGroup: (id, colour) =>
      promised(() => {
        const group = known(id);
        store.groups.recolour(group.id, colour);
        edits.record(
          `colour of ${group.name}`,
          { call: 'recolourGroup', args: [group.id, group.colour] },
          { call: 'recolourGroup', args: [group.id, colour] },
        );
        onChange();
        return summarise(known(group.id));
      }),
    refreshGroup: async (id) => {
      const group = known(id);
      try {
        return summarise(await reading.readAgain(group, group.source));
      } catch (error) {
        throw sourceMoved(error, group) ?? error;
      }
    },
    relocateGroup: async (id, paths) => {
      const group = known(id);
      if (group.source.more)
        throw new Refusal('option_invalid', `"${group.name}" was merged of sources that are read in different ways.`, {
          field: 'paths',
          remedy: 'Relocate the groups that it was made of, and merge them again.',
        });
      const source = sourceOf({ ...group, source: { ...group.source, paths } }, workspace);
      return summarise(await reading.readAgain(group, source));
    },
    rejectedFiles: (id) => promised(() => store.groups.rejectedFiles(known(id).id)),
    previewDocuments: (id, from, limit) =>
      promised(() => previewDocuments(join(workspace.texts, known(id).version), from, limit, previewCharacters)),
    documentLengths: (id) =>
      promised(() => {
        const group = known(id);
        requireText(workspace, group);
        return documentLengths(join(workspace.texts, group.version));
      }),
    cancelTask: (task) => promised(() => tasks.cancel(task)),
    buildSample: async (names) => {
      const destination = join(workspace.folder, 'sample');
      const groups: GroupSummary[] = [];
      for (const name of names ?? sampleGroups.map((group) => group.name)) {
        const there = store.groups.named(name);
        if (there) {
          groups.push(summarise(there));
          continue;
        }
        const { file, licence } = await tasks.follow(`sample:${name}`, `Fetching ${name}`, ({ say, signal }) =>
          buildSampleText(name, { destination, onProgress: say, signal }),
        );
        const source = { paths: [file], reader: 'jsonl', textField: 'text' };
        groups.push(summarise(await reading.create({ name, licence, source })));
      }
      return groups;
    },
  };
  return { calls, known, summarise };
}

/** A place that was there when the group was made has gone since. */
function sourceMoved(error: unknown, { name }: StoredGroup): Refusal | undefined {
  if (!(error instanceof Refusal) || error.code !== 'folder_missing') return undefined;
  const { file } = error.details;
  return new Refusal(
    'source_moved',
    `The source of "${name}" is no longer where it was.`,
    {
      ...(file === undefined ? {} : { file }),
      remedy: `Put it back, or point the group at its new place: aioli groups relocate "${name}" PATH. What was read stays usable.`,
    },
    { cause: error },
  );
}

export function unknownGroup(name: string, store: Store, field?: string): Refusal {
  const names = store.groups.list().map((group) => group.name);
  return new Refusal('group_unknown', `There is no group named "${name}".`, {
    ...(field === undefined ? {} : { field }),
    remedy:
      names.length > 0
        ? `The groups of this workspace are ${names.join(', ')}.`
        : 'This workspace has no groups yet: add one, or build the sample.',
  });
}

/** Whether the text of a group is still where it was put. */
export function hasText(workspace: Workspace, version: string): boolean {
  return existsSync(join(workspace.texts, version, 'index.bin'));
}
