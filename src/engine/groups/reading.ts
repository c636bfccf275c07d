/** Reading text into groups: new ones, and those whose source is read again. */
import { randomUUID } from 'node:crypto';
import { Refusal } from '#base/refusal';
import type { GroupId, GroupInput, GroupSource, GroupSummary } from '#contract/api';
import { ingest, type Ingested } from '#corpus/ingest';
import type { NewGroup, StoredGroup } from '../store/groups.ts';
import { sweepText } from '../trash/disk.ts';
import type { GroupsSetting } from './groups.ts';
import { nameOf, sourceOf } from './naming.ts';

/** Colours that the window has for groups. */
const paletteSize = 20;

export interface GroupReading {
  /** Reads a source and keeps it as a new group. @throws Refusal as `ingest` does, `group_name_taken` */
  readonly create: (input: GroupInput) => Promise<StoredGroup>;
  /** Keeps text that is there already as a new group. */
  readonly adopt: (group: Omit<NewGroup, 'id' | 'colour'>) => StoredGroup;
  /** Reads a group's text from `source`; when that cannot be had, the group stays as it was. */
  readonly readAgain: (group: StoredGroup, source: GroupSource) => Promise<StoredGroup>;
  /** Groups that are being read for the first time, which the store knows only when they are whole. */
  readonly pending: () => readonly GroupSummary[];
  readonly isReading: (id: GroupId) => boolean;
  /** @throws Refusal `group_name_taken` */
  readonly refuseTaken: (name: string, except?: GroupId) => void;
}

export function openReading({ store, workspace, tasks, onChange }: GroupsSetting): GroupReading {
  const pending = new Map<GroupId, GroupSummary>();
  const again = new Set<GroupId>();
  const now = (): string => new Date().toISOString();

  const refuseTaken = (name: string, except?: GroupId): void => {
    const holder = store.groups.named(name)?.id ?? [...pending.values()].find((group) => group.name === name)?.id;
    if (holder !== undefined && holder !== except)
      throw new Refusal('group_name_taken', `There is a group named "${name}" already.`, {
        field: 'name',
        remedy: 'Choose another name, or remove or rename the group that has it.',
      });
  };

  const freeColour = (): number => {
    const taken = new Set([...store.groups.list(), ...pending.values()].map((group) => group.colour));
    for (let colour = 0; colour < paletteSize; colour++) if (!taken.has(colour)) return colour;
    return (store.groups.list().length + pending.size) % paletteSize;
  };

  const read = (source: GroupSource, name: string): Promise<Ingested> =>
    tasks.follow(`read:${name}`, `Reading ${name}`, ({ onProgress, signal }) =>
      ingest(source, { root: workspace.folder, textsFolder: workspace.texts, group: name, onProgress, signal }),
    );

  return {
    create: async (input) => {
      const name = nameOf(input.name);
      refuseTaken(name);
      const source = sourceOf(input, workspace);
      const group = { id: randomUUID(), name, colour: freeColour(), source, licence: input.licence ?? '' };
      pending.set(group.id, { ...group, ...nothingYet });
      onChange();
      try {
        const found = await read(source, name);
        store.transaction(() => {
          store.texts.put(found, now());
          store.groups.add({ ...group, version: found.version }, now());
          store.groups.setRejectedFiles(group.id, found.rejected);
          store.groupVersions.note(group.id, found.version, now());
        });
      } finally {
        pending.delete(group.id);
        onChange();
      }
      return store.groups.get(group.id)!;
    },
    adopt: (given) => {
      const group = { ...given, name: nameOf(given.name), id: randomUUID(), colour: freeColour() };
      refuseTaken(group.name);
      store.transaction(() => {
        store.groups.add(group, now());
        store.groupVersions.note(group.id, group.version, now());
      });
      onChange();
      return store.groups.get(group.id)!;
    },
    readAgain: async (group, source) => {
      again.add(group.id);
      onChange();
      try {
        const found = await read(source, group.name);
        store.transaction(() => {
          store.texts.put(found, now());
          store.groups.setRejectedFiles(group.id, found.rejected);
          store.groups.setSource(group.id, source);
          store.groups.setVersion(group.id, found.version);
          store.groupVersions.note(group.id, found.version, now());
        });
        if (found.version !== group.version) sweepText(store, workspace, group.version);
      } finally {
        again.delete(group.id);
        onChange();
      }
      return store.groups.get(group.id)!;
    },
    pending: () => [...pending.values()],
    isReading: (id) => again.has(id),
    refuseTaken,
  };
}

const nothingYet = {
  isEnabled: true,
  sameTextAs: [],
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
