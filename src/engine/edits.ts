/**
 * Undo and redo of what a person changed, kept in the store. An edit is remembered as two calls of the engine, the one
 * that takes it back and the one that makes it again, so undoing needs no code of its own and survives a restart.
 */
import type { EditHistory, EngineApi, WorkspaceCalls } from '#contract/api';
import { promised } from './promised.ts';
import type { EditCall, StoredEdit } from './store/edits.ts';
import type { Store } from './store/index.ts';

/** A call with its arguments, checked against the engine's interface. */
export type Edit = {
  [Call in keyof EngineApi]: { readonly call: Call; readonly args: Parameters<EngineApi[Call]> };
}[keyof EngineApi];

export interface EditLog {
  /**
   * Remembers an edit that was just made. Edits that undo and redo make themselves are not remembered again.
   *
   * @param title what was done, in words that can follow "Undo": `rename law to legal`
   */
  readonly record: (title: string, undo: Edit, redo: Edit) => void;
  readonly calls: Pick<WorkspaceCalls, 'history' | 'undo' | 'redo'>;
}

/** @param make makes a call of the engine */
export function openEdits(
  store: Store,
  make: (edit: EditCall) => Promise<unknown>,
  onHistory: (history: EditHistory) => void,
): EditLog {
  let isReplaying = false;
  const history = (): EditHistory => ({
    undo: store.edits.toUndo()?.title ?? null,
    redo: store.edits.toRedo()?.title ?? null,
  });
  const moved = (): EditHistory => {
    const now = history();
    onHistory(now);
    return now;
  };

  /** An edit that can no longer be replayed is forgotten, so that those before it stay within reach. */
  const replay = async (edit: StoredEdit | null, direction: 'undo' | 'redo'): Promise<EditHistory> => {
    if (!edit || isReplaying) return history();
    isReplaying = true;
    try {
      await make(edit[direction]);
      store.edits.setUndone(edit.id, direction === 'undo');
    } catch (error) {
      store.edits.remove(edit.id);
      throw error;
    } finally {
      isReplaying = false;
      moved();
    }
    return history();
  };

  return {
    record: (title, undo, redo) => {
      if (isReplaying) return;
      store.edits.add({ title, undo, redo }, new Date().toISOString());
      moved();
    },
    calls: {
      history: () => promised(history),
      undo: () => replay(store.edits.toUndo(), 'undo'),
      redo: () => replay(store.edits.toRedo(), 'redo'),
    },
  };
}
