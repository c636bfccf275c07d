/** Workspaces used before, with what helps to tell them apart. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecentWorkspace } from '#contract/api';

export function describeRecent(folders: readonly string[]): Promise<readonly RecentWorkspace[]> {
  return Promise.all(
    folders.map(async (folder): Promise<RecentWorkspace> => {
      const changed = await Promise.all(
        ['workspace.sqlite', 'workspace.sqlite-wal'].map((name) => stat(join(folder, name)).catch(() => null)),
      );
      const times = changed.flatMap((one) => (one ? [one.mtimeMs] : []));
      const exists = (await stat(folder).catch(() => null))?.isDirectory() ?? false;
      return {
        folder,
        exists,
        bytes: exists ? await bytesIn(folder) : null,
        changedAt: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null,
      };
    }),
  );
}

/** What cannot be read counts as nothing: the list is shown whatever became of a folder. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
