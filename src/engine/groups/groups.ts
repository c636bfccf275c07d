/** The workspace's groups of text: reading them in, naming them, looking into them. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import type { GroupCalls, GroupId, GroupInput, GroupSource, GroupSummary } from '#contract/api';
import { ingest, type Ingested } from '#corpus/ingest';
import { previewDocuments } from '#corpus/preview';
import { buildSampleText, sampleGroups } from '#corpus/sample/index';
import type { EditLog } from '../edits.ts';
import { promised } from '../promised.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import { sweepText } from '../trash/disk.ts';
import type { Workspace } from '../workspace.ts';
import { freeName, groupNameOf, nameOf, sourceOf } from './naming.ts';
import type { Tasks } from './tasks.ts';

/** Colours that the window has for groups. */
const paletteSize = 20;
const previewCharacters = 2000;

export interface GroupsSetting {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly tasks: Tasks;
  readonly onChange: () => void;
}

export function openGroups(setting: GroupsSetting, edits: EditLog) {
  const { store, workspace, tasks, onChange } = setting;
  /** Groups that are being read, which the store knows only when they are whole. */
  const scanning = new Map<GroupId, GroupSummary>();
  const now = (): string => new Date().toISOString();

  const summarise = (group: StoredGroup): GroupSummary => {
    const text = store.texts.get(group.version)!;
    const tokenized = store.shards.ofText(group.version);
    const last = tokenized.at(-1);
    const split = (name: 'train' | 'val' | 'test') => ({ ...text.splits[name], tokens: last?.[name] ?? null });
    return {
      ...group,
      state: scanning.has(group.id) ? 'scanning' : tasks.isTokenizing(group.id) ? 'tokenizing' : 'ready',
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

  const refuseTaken = (name: string, except?: GroupId): void => {
    const holder = store.groups.named(name)?.id ?? [...scanning.values()].find((group) => group.name === name)?.id;
    if (holder !== undefined && holder !== except)
      throw new Refusal('group_name_taken', `There is a group named "${name}" already.`, {
        field: 'name',
        remedy: 'Choose another name, or remove or rename the group that has it.',
      });
  };

  const freeColour = (): number => {
    const taken = new Set([...store.groups.list(), ...scanning.values()].map((group) => group.colour));
    for (let colour = 0; colour < paletteSize; colour++) if (!taken.has(colour)) return colour;
    return (store.groups.list().length + scanning.size) % paletteSize;
  };

  const read = (source: GroupSource, name: string): Promise<Ingested> =>
    tasks.follow(`read:${name}`, `Reading ${name}`, (onProgress) =>
      ingest(source, { root: workspace.folder, textsFolder: workspace.texts, group: name, onProgress }),
    );

  const keepText = (found: Ingested, id: GroupId): void => {
    store.texts.put(found, now());
    store.groups.setRejectedFiles(id, found.rejected);
  };

  const add = async (input: GroupInput): Promise<GroupSummary> => {
    const name = nameOf(input.name);
    refuseTaken(name);
    const group = {
      id: randomUUID(),
      name,
      colour: freeColour(),
      source: sourceOf(input, workspace),
      licence: input.licence ?? '',
    };
    scanning.set(group.id, { ...group, ...nothingYet });
    onChange();
    try {
      const found = await read(group.source, name);
      store.transaction(() => {
        store.texts.put(found, now());
        store.groups.add({ ...group, version: found.version }, now());
        keepText(found, group.id);
      });
    } finally {
      scanning.delete(group.id);
      onChange();
    }
    return summarise(known(group.id));
  };

  /** Reads a group's text from `source`; when that cannot be had, the group stays as it was. */
  const readAgain = async (group: StoredGroup, source: GroupSource): Promise<GroupSummary> => {
    scanning.set(group.id, summarise(group));
    onChange();
    try {
      const found = await read(source, group.name);
      store.transaction(() => {
        keepText(found, group.id);
        store.groups.setSource(group.id, source);
        store.groups.setVersion(group.id, found.version);
      });
      if (found.version !== group.version) sweepText(store, workspace, group.version);
    } finally {
      scanning.delete(group.id);
      onChange();
    }
    return summarise(known(group.id));
  };

  const calls: Omit<GroupCalls, 'tokenize' | 'removeGroup'> = {
    listGroups: () => Promise.resolve([...store.groups.list().map(summarise), ...pendingOnly(scanning, store)]),
    addGroup: add,
    addGroupsFrom: async (paths) => {
      const added: GroupSummary[] = [];
      const problems: unknown[] = [];
      for (const path of paths)
        await add({ name: freeName(groupNameOf(path), store), source: { paths: [path] } }).then(
          (group) => added.push(group),
          (error: unknown) => problems.push(error),
        );
      if (problems.length > 0) throw problems[0]; // the others are in; the list shows them
      return added;
    },
    renameGroup: (id, name) =>
      promised(() => {
        const group = known(id);
        const wanted = nameOf(name);
        refuseTaken(wanted, group.id);
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
        return await readAgain(group, group.source);
      } catch (error) {
        throw sourceMoved(error, group) ?? error;
      }
    },
    relocateGroup: (id, paths) => {
      const group = known(id);
      return readAgain(group, sourceOf({ ...group, source: { ...group.source, paths } }, workspace));
    },
    rejectedFiles: (id) => promised(() => store.groups.rejectedFiles(known(id).id)),
    previewDocuments: (id, from, limit) =>
      promised(() => previewDocuments(join(workspace.texts, known(id).version), from, limit, previewCharacters)),
    buildSample: async (names) => {
      const destination = join(workspace.folder, 'sample');
      const groups: GroupSummary[] = [];
      for (const name of names ?? sampleGroups.map((group) => group.name)) {
        const there = store.groups.named(name);
        if (there) {
          groups.push(summarise(there));
          continue;
        }
        const { file, licence } = await tasks.follow(`sample:${name}`, `Fetching ${name}`, (_bytes, say) =>
          buildSampleText(name, { destination, onProgress: say }),
        );
        groups.push(await add({ name, licence, source: { paths: [file], reader: 'jsonl', textField: 'text' } }));
      }
      return groups;
    },
  };
  return { calls, known, summarise };
}

const nothingYet = {
  state: 'scanning',
  problem: null,
  version: null,
  documents: 0,
  bytes: 0,
  duplicates: 0,
  rejectedFiles: 0,
  splits: {
    train: { documents: 0, bytes: 0, tokens: null },
    val: { documents: 0, bytes: 0, tokens: null },
    test: { documents: 0, bytes: 0, tokens: null },
  },
  unigramBitsPerByte: null,
  tokenized: [],
} as const;

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

function pendingOnly(scanning: ReadonlyMap<GroupId, GroupSummary>, store: Store): readonly GroupSummary[] {
  return [...scanning.values()].filter((group) => store.groups.get(group.id) === null);
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
