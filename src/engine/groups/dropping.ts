/** Groups from dropped files and folders: what they would be, and making them. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import type { AddedGroups, DropPlan, GroupCalls, GroupSummary, PlannedGroup, RejectedFile } from '#contract/api';
import { isFileOfRecords } from '#corpus/readers/index';
import { walk } from '#corpus/source';
import type { StoredGroup } from '../store/groups.ts';
import { namesOf, recordNew, type ArrangingSetting } from './arranging.ts';
import { freeName, groupNameOf } from './naming.ts';

const listedFiles = 1000;

export function openDropping(setting: ArrangingSetting): Pick<GroupCalls, 'planGroups' | 'addGroupsFrom'> {
  const { store, workspace, edits, reading, summarise } = setting;
  const absolute = (paths: readonly string[]) => paths.map((path) => resolve(workspace.folder, path));
  return {
    planGroups: async (given) => {
      const paths = absolute(given);
      const whole = await planAll(paths);
      const inside = await Promise.all(paths.map(childrenOf));
      const isPerChild = inside.some((children) => children !== null);
      const perChild = isPerChild
        ? await planAll(inside.flatMap((children, i) => children?.groups ?? [paths[i]!]))
        : null;
      const loose = inside.flatMap((children) => children?.loose ?? []);
      return {
        perPath: whole.groups,
        perChild: perChild?.groups ?? null,
        notTaken: {
          perPath: whole.notTaken,
          perChild: [...loose, ...(perChild?.notTaken ?? [])].slice(0, listedFiles),
        },
      } satisfies DropPlan;
    },
    addGroupsFrom: async (given, { perChild = false } = {}) => {
      const paths = absolute(given);
      const inside = perChild ? await Promise.all(paths.map(childrenOf)) : [];
      const places = perChild ? inside.flatMap((children, i) => children?.groups ?? [paths[i]!]) : paths;
      const made: StoredGroup[] = [];
      const failed: AddedGroups['failed'][number][] = [];
      const notTaken: RejectedFile[] = inside.flatMap((children) => children?.loose ?? []);
      for (const [i, path] of places.entries())
        try {
          const group = await reading.create({ name: freeName(groupNameOf(path), store), source: { paths: [path] } });
          made.push(group);
          notTaken.push(...store.groups.rejectedFiles(group.id), ...(await planOf(path)).notTaken);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          failed.push({ path, message: error.message, remedy: error.details.remedy });
          if (!endsAll.has(error.code)) continue;
          failed.push(...places.slice(i + 1).map((rest) => notReached(rest, error)));
          break;
        }
      if (made.length > 0) recordNew(edits, `add ${namesOf(made)}`, made, []);
      const added = made.map((group): GroupSummary => summarise(store.groups.get(group.id) ?? group));
      return { added, failed, notTaken: notTaken.slice(0, listedFiles) };
    },
  };
}

/** Refusals after which going on makes no sense. */
const endsAll: ReadonlySet<string> = new Set(['task_cancelled', 'disk_full', 'workspace_read_only']);

function notReached(path: string, { details }: Refusal): AddedGroups['failed'][number] {
  return { path, message: `${basename(path)} was not read, as reading had ended before.`, remedy: details.remedy };
}

interface Plan {
  readonly groups: readonly PlannedGroup[];
  readonly notTaken: readonly RejectedFile[];
}

async function planAll(paths: readonly string[]): Promise<Plan> {
  const plans = await Promise.all(paths.map(planOf));
  return {
    groups: plans.flatMap(({ groups }) => groups),
    notTaken: plans.flatMap(({ notTaken }) => notTaken).slice(0, listedFiles),
  };
}

/** What one path would give, by names and sizes; a path without any file gives no group, and says so. */
async function planOf(path: string): Promise<Plan> {
  const notTaken: RejectedFile[] = [];
  try {
    const source = { paths: [path], include: [], exclude: [], reader: 'auto', textField: '' };
    const found = await walk(
      source,
      '/',
      () => true,
      ({ file, reason }) => notTaken.push({ file, reason }),
    );
    notTaken.push(...found.passedOver.map(({ file, reason }) => ({ file, reason })));
    if (found.files.length === 0)
      return { groups: [], notTaken: [{ file: path, reason: 'holds no files' }, ...notTaken] };
    const bytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
    return { groups: [{ name: groupNameOf(path), path, files: found.files.length, bytes }], notTaken };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { groups: [], notTaken: [{ file: path, reason: 'is not there or cannot be opened' }] };
  }
}

/**
 * Sub-folders and files of records directly inside a folder; null when there are none, or for a file. Other files beside
 * them are loose: no group takes them.
 */
async function childrenOf(
  path: string,
): Promise<{ readonly groups: readonly string[]; readonly loose: readonly RejectedFile[] } | null> {
  if (!(await stat(path).catch(() => null))?.isDirectory()) return null;
  const groups: string[] = [];
  const loose: RejectedFile[] = [];
  const names = (await readdir(path)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    const child = join(path, name);
    if (name.startsWith('.') || name === 'node_modules') continue;
    const isFolder = (await stat(child).catch(() => null))?.isDirectory() ?? false;
    if (isFolder || isFileOfRecords(name)) groups.push(child);
    else loose.push({ file: child, reason: `lies beside the sub-folders of ${basename(path)}, in none of them` });
  }
  return groups.length > 0 ? { groups, loose } : null;
}
