/** Names, notes and tags as they are typed into the table of runs. */
import type { RunId } from '#contract/api';
import type { Engine } from '../engine.ts';
import type { Board } from './board.svelte.ts';

/** @param field 'name', 'note' or 'tags' of one run, or 'add-tags' to runs that keep theirs; −tag takes one away */
export async function editRemark(
  board: Board,
  engine: Engine,
  runs: readonly RunId[],
  field: string,
  text: string,
): Promise<void> {
  const [first] = runs;
  if (first === undefined) return;
  if (field === 'name') await engine.call.nameRun(first, text);
  else if (field === 'note') await engine.call.setRunNote(first, text);
  else {
    const typed = tagsIn(text);
    const present = field === 'tags' ? undefined : board.runs.valuesOf('tags');
    const places = new Map(board.runs.table.runs.map((run, index) => [run, index]));
    await engine.call.tagRuns(
      runs.map((run) => ({ run, tags: withTags(tagsIn(String(present?.[places.get(run) ?? -1] ?? '')), typed) })),
    );
  }
}

export function tagsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
}

/** Tags with others added; those that begin with a minus are taken away. */
export function withTags(present: readonly string[], typed: readonly string[]): readonly string[] {
  const isRemoval = (tag: string): boolean => /^[-−]/.test(tag);
  const removed = typed.filter(isRemoval).map((tag) => tag.slice(1).trim());
  return [...present, ...typed.filter((tag) => !isRemoval(tag))].filter((tag) => !removed.includes(tag));
}
