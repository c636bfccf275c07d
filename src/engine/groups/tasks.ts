/** Long tasks that are no runs: reading, tokenising, fetching. They tell how far they are, a few times a second. */
import type { EngineNews, GroupId } from '#contract/api';
import type { Progress } from '#corpus/ingest';

export interface Tasks {
  /** Runs `work` and tells of it from its first to its last moment. */
  follow<T>(
    task: string,
    label: string,
    work: (onProgress: (progress: Progress) => void, say: (what: string) => void) => Promise<T>,
  ): Promise<T>;
  /** Marks a group while `work` lasts. */
  whileTokenizing<T>(group: GroupId, work: () => Promise<T>): Promise<T>;
  isTokenizing(group: GroupId): boolean;
}

export function openTasks(tell: (news: EngineNews['taskMoved']) => void, everyMs = 200): Tasks {
  const tokenizing = new Set<GroupId>();
  return {
    async follow(task, label, work) {
      let told = 0;
      let current = label;
      let progress: Progress = { done: 0, total: 0 };
      const say = (isFinished: boolean): void => tell({ task, label: current, ...progress, isFinished });
      const saySometimes = (): void => {
        if (performance.now() - told < everyMs) return;
        told = performance.now();
        say(false);
      };
      saySometimes();
      try {
        return await work(
          (moved) => {
            progress = moved;
            saySometimes();
          },
          (what) => {
            current = what;
            saySometimes();
          },
        );
      } finally {
        say(true);
      }
    },
    async whileTokenizing(group, work) {
      tokenizing.add(group);
      try {
        return await work();
      } finally {
        tokenizing.delete(group);
      }
    },
    isTokenizing: (group) => tokenizing.has(group),
  };
}
