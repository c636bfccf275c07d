/** Names and sources of groups as people give them. */
import { basename, extname, isAbsolute, relative, resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import type { GroupInput, GroupSource } from '#contract/api';
import type { Store } from '../store/index.ts';
import type { Workspace } from '../workspace.ts';

const longestName = 100;

/** @throws Refusal `group_unknown` for a name without letters, `option_invalid` for one that no table could show */
export function nameOf(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '')
    throw new Refusal('group_unknown', 'A group needs a name.', { field: 'name', remedy: 'Give it a name.' });
  const complaint =
    trimmed.length > longestName
      ? `is longer than ${longestName} characters`
      : /\p{Cc}/u.test(trimmed)
        ? 'holds a line break or another control character'
        : null;
  if (complaint)
    throw new Refusal('option_invalid', `The name of the group ${complaint}.`, {
      field: 'name',
      remedy: 'Choose a short name of one line.',
    });
  return trimmed;
}

/** Paths inside the workspace are kept relative, so that the folder can be moved. */
export function sourceOf(input: Pick<GroupInput, 'source'>, workspace: Workspace): GroupSource {
  const { paths, include = [], exclude = [], reader = 'auto', textField = '', where, more } = input.source;
  const kept = paths.map((path) => {
    const inside = relative(workspace.folder, resolve(workspace.folder, path));
    return inside.startsWith('..') || isAbsolute(inside) ? resolve(workspace.folder, path) : inside;
  });
  return {
    paths: kept,
    include,
    exclude,
    reader,
    textField,
    ...(where && { where }),
    ...(more && { more: more.map((source) => sourceOf({ source }, workspace)) }),
  };
}

/** Name for a group made of a dropped file or folder. */
export function groupNameOf(path: string): string {
  const base = basename(path);
  const name = base.slice(0, base.length - extname(base).length).replace(/\.(jsonl?|ndjson|txt)$/, '');
  return name === '' ? base : name;
}

/** The name, with a number when it is taken. */
export function freeName(name: string, store: Store): string {
  if (!store.groups.named(name)) return name;
  for (let n = 2; ; n++) if (!store.groups.named(`${name} ${n}`)) return `${name} ${n}`;
}
