/** Care for the workspace as a whole: copies of its store, moving it elsewhere, and questions in SQL. */
import { statSync } from 'node:fs';
import { Refusal } from '#base/refusal';
import type { WorkspaceCalls } from '#contract/api';
import type { Tasks } from '../groups/tasks.ts';
import { promised } from '../promised.ts';
import { askStore } from '../sql/ask.ts';
import type { Store } from '../store/index.ts';
import { readSchema } from '../store/question.ts';
import type { Workspace } from '../workspace.ts';
import { openCopies } from './copies.ts';
import { copyWorkspace, freeBytesAt, removeOriginal } from './transfer.ts';

/** A start is not held up by the daily copy; short commands end before it. */
const firstCopyMs = 5000;
/** A window that stays open over midnight makes the next day's copy, too. */
const everyMs = 3600_000;

export interface UpkeepSetting {
  readonly store: Store;
  /** The file that is open: the workspace's own, or a temporary copy of it. */
  readonly file: string;
  readonly workspace: Workspace;
  readonly tasks: Tasks;
  readonly isReadOnly: boolean;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

type UpkeepCalls = Pick<
  WorkspaceCalls,
  'savedAt' | 'listCopies' | 'keepCopy' | 'removeCopy' | 'copyWorkspace' | 'removeOriginal' | 'sql' | 'schema'
>;

export function openUpkeep(setting: UpkeepSetting): {
  readonly calls: UpkeepCalls;
  readonly close: () => Promise<void>;
} {
  const { store, file, workspace, tasks } = setting;
  const copies = openCopies({
    folder: workspace.folder,
    copyStore: store.copyTo,
    freeBytes: () => workspace.freeBytes(),
    now: () => new Date(),
  });

  let writing: Promise<unknown> = Promise.resolve();
  const keepDaily = (): void => {
    if (store.groups.list().length === 0) return;
    writing = copies
      .keepDaily()
      .catch((error: unknown) => setting.log('warn', `No daily copy of the store: ${String(error)}`));
  };
  const first = setting.isReadOnly ? undefined : setTimeout(keepDaily, firstCopyMs).unref();
  const later = setting.isReadOnly ? undefined : setInterval(keepDaily, everyMs).unref();

  const refuseTraining = (): void => {
    const training = store.runs.inState('running').length;
    if (training === 0) return;
    throw new Refusal(
      'runs_training',
      `${training} ${training === 1 ? 'run trains' : 'runs train'} in this workspace.`,
      {
        remedy: 'Pause them and the queue, copy, and resume them afterwards; nothing is trained twice.',
      },
    );
  };

  return {
    calls: {
      savedAt: () => promised(() => savedAt(workspace.store)),
      listCopies: () => promised(() => copies.list()),
      keepCopy: (name) => copies.keep(name),
      removeCopy: (copy) => promised(() => copies.remove(copy)),
      copyWorkspace: async (folder) => {
        refuseTraining();
        return await tasks.follow('copy-workspace', `Copying the workspace to ${folder}`, ({ onProgress, signal }) =>
          copyWorkspace(folder, {
            folder: workspace.folder,
            copyStore: async (copy) => {
              refuseTraining(); // one may have started since
              await store.copyTo(copy);
            },
            freeBytesAt,
            onProgress: (done, total) => onProgress({ done, total }),
            signal,
          }),
        );
      },
      removeOriginal: (folder) => promised(() => removeOriginal(workspace.folder, folder)),
      sql: (query, limits) => askStore(file, query, limits),
      schema: () => promised(() => readSchema(file)),
    },
    close: async () => {
      clearTimeout(first);
      clearInterval(later);
      await writing;
    },
  };
}

/** Last change of the store or of the log beside it, whichever is later. */
function savedAt(file: string): string | null {
  const times = [file, `${file}-wal`].flatMap((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? []);
  return times.length > 0 ? new Date(Math.max(...times)).toISOString() : null;
}
