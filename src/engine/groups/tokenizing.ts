/** Token shards of groups, built when someone asks for them or an experiment needs them. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import { wholeShardsIn } from '#corpus/shards';
import { shardsKey, tokenize } from '#corpus/tokenize';
import { openTokenizer, type Tokenizer } from '#corpus/tokenizers/index';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import type { StoredShards } from '../store/shards.ts';
import type { Workspace } from '../workspace.ts';
import { hasText } from './groups.ts';
import type { Tasks } from './tasks.ts';

export interface TokenizingSetting {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly tasks: Tasks;
  readonly onChange: () => void;
}

/** Shards of a group that are on disk already and whole, or null. */
export function shardsOf(
  store: Store,
  workspace: Workspace,
  group: StoredGroup,
  tokenizer: string,
): StoredShards | null {
  const shards = store.shards.get(group.version, tokenizer);
  return shards && wholeShardsIn(join(workspace.shards, shards.key)) ? shards : null;
}

/**
 * Builds what is missing, group by group.
 *
 * @param tokenizer id or file
 * @returns the tokenizer and shards in the order of `groups`
 */
export async function tokenizeGroups(
  tokenizer: string,
  groups: readonly StoredGroup[],
  setting: TokenizingSetting,
): Promise<{ readonly tokenizer: Tokenizer; readonly shards: readonly StoredShards[] }> {
  const opened = await openTokenizer(tokenizer);
  const shards: StoredShards[] = [];
  for (const group of groups)
    shards.push(shardsOf(setting.store, setting.workspace, group, opened.id) ?? (await build(opened, group, setting)));
  return { tokenizer: opened, shards };
}

/** @throws Refusal `source_moved` when the stored text of a group is gone */
export function requireText(workspace: Workspace, group: StoredGroup): void {
  if (hasText(workspace, group.version)) return;
  throw new Refusal('source_moved', `The stored text of "${group.name}" is gone.`, {
    file: join(workspace.texts, group.version),
    remedy: 'Refresh the group: its source is then read again.',
  });
}

async function build(tokenizer: Tokenizer, group: StoredGroup, setting: TokenizingSetting): Promise<StoredShards> {
  const { store, workspace, tasks, onChange } = setting;
  requireText(workspace, group);
  const { meta } = await tasks.whileTokenizing(group.id, () => {
    onChange();
    return tasks.follow(`tokenize:${group.name}`, `Tokenising ${group.name}`, ({ onProgress, signal }) =>
      tokenize({
        textFolder: join(workspace.texts, group.version),
        tokenizer,
        shardsFolder: workspace.shards,
        threads: threadsAllowed(),
        onProgress,
        signal,
      }),
    );
  });
  const { train, val, test } = meta.splits;
  const built: StoredShards = {
    key: shardsKey({ textVersion: group.version, tokenizer: tokenizer.id }),
    version: group.version,
    tokenizer: tokenizer.id,
    train: train.tokens,
    val: val.tokens,
    test: test.tokens,
  };
  store.shards.put(built, new Date().toISOString());
  onChange();
  return built;
}

/** What a person allows a trainer (docs/training.md), tokenising may use too; without a word from them, all cores. */
function threadsAllowed(): number {
  return Number(process.env['AIOLI_TRAINER_THREADS']) || availableParallelism();
}
