/**
 * The trash. What is removed stays in its table and on the disk, and lists leave it out, until the trash is emptied; so
 * undo and restore are the same thing. Results that several experiments share go when the last of them does.
 */
import { rmSync } from 'node:fs';
import { Refusal } from '#base/refusal';
import type { EngineApi, RunId, TrashedItem, TrashKind, TrashName } from '#contract/api';
import type { EditLog } from '../edits.ts';
import { unknownExperiment } from '../experiments/experiments.ts';
import { freeName } from '../groups/naming.ts';
import { promised } from '../promised.ts';
import { checkpointFolder } from '../running/checkpointing.ts';
import { unknownRun, type Queue } from '../running/queue.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import type { StoredTrash } from '../store/trash.ts';
import type { Workspace } from '../workspace.ts';
import { folderBytes, runBytes, sweepText, textFolders } from './disk.ts';

export interface TrashSetting {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly edits: EditLog;
  readonly queue: Queue;
  /** The group by id or name. @throws Refusal `group_unknown` */
  readonly knownGroup: (idOrName: string) => StoredGroup;
  /** Lets go of what hangs on a run that will be removed for good. */
  readonly forgetRun: (run: RunId) => Promise<void>;
  readonly onChange: (kind: TrashKind) => void;
}

type TrashCalls = Pick<
  EngineApi,
  'removeGroup' | 'removeExperiment' | 'removeRun' | 'listTrash' | 'restoreTrashed' | 'emptyTrash'
>;

export function openTrash(setting: TrashSetting): TrashCalls {
  const { store, workspace, queue, edits } = setting;

  const put = (
    item: Omit<StoredTrash, 'trashedAt' | 'problem'>,
    redo: 'removeGroup' | 'removeExperiment' | 'removeRun',
  ) => {
    store.trash.put({ ...item, problem: null, trashedAt: new Date().toISOString() });
    edits.record(
      `remove ${item.title}`,
      { call: 'restoreTrashed', args: [{ kind: item.kind, id: item.id }] },
      { call: redo, args: [item.id] },
    );
    setting.onChange(item.kind);
  };

  const bytesOf = ({ kind, id }: TrashName): number => {
    if (kind === 'run') return runBytes(workspace, id);
    if (kind === 'experiment')
      return store.experiments.onlyRunsOf(id).reduce((sum, run) => sum + runBytes(workspace, run), 0);
    const version = store.groups.versionOf(id);
    return version === null
      ? 0
      : textFolders(store, workspace, version).reduce((sum, folder) => sum + folderBytes(folder), 0);
  };

  const inTrash = ({ kind, id }: TrashName): StoredTrash => {
    const item = store.trash.get(kind, id);
    if (!item)
      throw new Refusal('trash_unknown', `There is no ${kind} ${id} in the trash.`, {
        remedy: 'List the trash and name something that is in it; what was emptied cannot come back.',
      });
    return item;
  };

  /** Runs that no experiment holds any more, with all they left on the disk and texts that only they still needed. */
  const removeOrphans = async (): Promise<void> => {
    for (const run of store.runs.orphans()) {
      await setting.forgetRun(run);
      const texts = store.runs.textsOf(run);
      store.runs.remove(run);
      store.trash.remove('run', run);
      rmSync(checkpointFolder(workspace.checkpoints, run), { recursive: true, force: true });
      for (const version of texts) sweepText(store, workspace, version);
    }
  };

  const removeForGood = async ({ kind, id }: TrashName): Promise<void> => {
    if (kind === 'group') {
      const version = store.groups.versionOf(id);
      store.groups.remove(id);
      if (version !== null) sweepText(store, workspace, version);
    } else if (kind === 'experiment') store.experiments.remove(id);
    else store.experiments.displace(id);
    store.trash.remove(kind, id);
    store.edits.forgetAbout(id);
    if (kind !== 'group') await removeOrphans();
  };

  return {
    listTrash: () => promised(() => store.trash.list().map((item): TrashedItem => ({ ...item, bytes: bytesOf(item) }))),
    removeGroup: (id) =>
      promised(() => {
        const group = setting.knownGroup(id);
        store.transaction(() => {
          put({ kind: 'group', id: group.id, title: group.name }, 'removeGroup');
          store.groups.rename(group.id, group.id); // the name is free while the group is away
        });
      }),
    removeExperiment: async (id) => {
      const experiment = store.experiments.get(id);
      if (!experiment) throw unknownExperiment(id);
      await rest(store.experiments.onlyRunsOf(id), queue, store);
      put({ kind: 'experiment', id, title: experiment.name }, 'removeExperiment');
    },
    removeRun: async (id) => {
      const run = store.runs.get(id);
      if (!run || store.trash.get('run', id)) throw unknownRun(id);
      await rest([id], queue, store);
      put({ kind: 'run', id, title: `${run.label}, seed ${run.seed}` }, 'removeRun');
    },
    restoreTrashed: (name) =>
      promised(() => {
        const item = inTrash(name);
        if (item.problem !== null) throw unreadable(item);
        store.transaction(() => {
          if (item.kind === 'group') store.groups.rename(item.id, freeName(item.title, store));
          store.trash.remove(item.kind, item.id);
        });
        edits.record(
          `put ${item.title} back`,
          { call: removers[item.kind], args: [item.id] },
          { call: 'restoreTrashed', args: [{ kind: item.kind, id: item.id }] },
        );
        setting.onChange(item.kind);
        queue.go(); // what waited before it was removed waits again
      }),
    emptyTrash: async (names) => {
      const items = names ? names.map(inTrash) : store.trash.list();
      const before = freeable(workspace);
      for (const item of items) if (store.trash.get(item.kind, item.id)) await removeForGood(item);
      for (const kind of new Set(items.map((item) => item.kind))) setting.onChange(kind);
      return { removed: items.length, bytes: before - freeable(workspace) };
    },
  };
}

function unreadable({ kind, title, problem }: StoredTrash): Refusal {
  return new Refusal('trash_unreadable', `The ${kind} "${title}" cannot be put back. ${problem}`, {
    remedy: 'Go back to a kept copy of the store, or remove it for good.',
  });
}

const removers = { group: 'removeGroup', experiment: 'removeExperiment', run: 'removeRun' } as const;

/** Runs that train come to a checkpoint; those that wait stay as they are, and the queue passes them over. */
async function rest(runs: readonly RunId[], queue: Queue, store: Store): Promise<void> {
  await Promise.all(runs.filter((run) => store.runs.get(run)?.state === 'running').map((run) => queue.pauseRun(run)));
}

function freeable({ texts, shards, checkpoints }: Workspace): number {
  return folderBytes(texts) + folderBytes(shards) + folderBytes(checkpoints);
}
