/** Long tasks that are no runs: reading, tokenising, comparing. They tell how far they are, a few times a second. */
import { Refusal } from '#base/refusal';
import type { EngineNews, GroupId } from '#contract/api';
import type { Progress } from '#corpus/progress';

/** What a task tells, and what tells it to end. */
export interface TaskTalk {
  readonly onProgress: (progress: Progress) => void;
  /** Says what is being done now, in place of the label. */
  readonly say: (what: string) => void;
  /** Aborted with the refusal that the task should end with. */
  readonly signal: AbortSignal;
}

export interface Tasks {
  /** Runs `work` and tells of it from its first to its last moment. */
  follow<T>(task: string, label: string, work: (talk: TaskTalk) => Promise<T>): Promise<T>;
  /** Ends a task that heeds its signal; one that is not there is passed over. */
  cancel(task: string): void;
  /** Ends all tasks, and resolves when they have ended. */
  close(): Promise<void>;
  /** Marks a group while `work` lasts. */
  whileTokenizing<T>(group: GroupId, work: () => Promise<T>): Promise<T>;
  isTokenizing(group: GroupId): boolean;
}

export function openTasks(tell: (news: EngineNews['taskMoved']) => void, everyMs = 200): Tasks {
  const tokenizing = new Set<GroupId>();
  const cancels = new Map<string, () => void>();
  const open = new Map<Promise<unknown>, () => void>();
  return {
    async follow(task, label, work) {
      let told = 0;
      let current = label;
      let progress: Progress = { done: 0, total: 0 };
      const controller = new AbortController();
      const cancel = (): void => controller.abort(cancelled(label));
      const say = (isFinished: boolean): void => tell({ task, label: current, ...progress, isFinished });
      const saySometimes = (): void => {
        if (performance.now() - told < everyMs) return;
        told = performance.now();
        say(false);
      };
      cancels.set(task, cancel);
      saySometimes();
      const working = work({
        onProgress: (moved) => {
          progress = moved;
          saySometimes();
        },
        say: (what) => {
          current = what;
          saySometimes();
        },
        signal: controller.signal,
      });
      open.set(working, cancel);
      try {
        return await working;
      } finally {
        open.delete(working);
        if (cancels.get(task) === cancel) cancels.delete(task);
        say(true);
      }
    },
    cancel: (task) => cancels.get(task)?.(),
    close: async () => {
      for (const cancel of open.values()) cancel();
      await Promise.allSettled(open.keys());
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

function cancelled(label: string): Refusal {
  return new Refusal('task_cancelled', `"${label}" was cancelled.`, { remedy: 'Start it again when you want it.' });
}
