/** Plain objects in place of engine and shell, and a workbench on them; for component tests. */
import type { EngineApi, EngineNews, ShellApi, ShellNews } from '#contract/api';
import { firstWindowPreferences } from '#contract/calls/shell';
import type { Talk } from '../state/engine.ts';
import { Workbench } from '../state/workbench.svelte.ts';
import { aQueue, nothingHappened } from './experiments.ts';

/** A talk that answers from `calls` and can be made to tell news. A call that is missing fails by its name. */
export function plain<Api extends object, News>(
  calls: Partial<Api>,
): Talk<Api, News> & { tell<K extends keyof News & string>(kind: K, content: News[K]): void } {
  const hearers = new Map<string, Set<(content: never) => void>>();
  return {
    call: new Proxy(calls as Api, {
      get: (target, name) => {
        const answer = Reflect.get(target, name) as ((...args: unknown[]) => unknown) | undefined;
        if (!answer) return () => Promise.reject(new Error(`no answer prepared for ${String(name)}`));
        return (...args: unknown[]) => answer(...structuredClone(args)); // what cannot be cloned could not be sent
      },
    }),
    on: (kind, hear) => {
      const set = hearers.get(kind) ?? new Set();
      hearers.set(kind, set.add(hear));
      return () => void set.delete(hear);
    },
    tell: (kind, content) => hearers.get(kind)?.forEach((hear) => hear(content as never)),
  };
}

/** A workbench whose engine and shell answer `calls` on top of an empty workspace. */
export function plainWorkbench(engineCalls: Partial<EngineApi> = {}, shellCalls: Partial<ShellApi> = {}) {
  const engine = plain<EngineApi, EngineNews>({
    workspace: () =>
      Promise.resolve({
        folder: '/w',
        name: 'study',
        groups: 0,
        experiments: 0,
        runs: 0,
        version: '0.1.0',
        access: 'write' as const,
        isSafe: false,
        setAside: 0,
      }),
    history: () => Promise.resolve({ undo: null, redo: null }),
    savedAt: () => Promise.resolve(null),
    listGroups: () => Promise.resolve([]),
    listExperiments: () => Promise.resolve([]),
    listRuns: () => Promise.resolve([]),
    listViews: () => Promise.resolve([]),
    queue: () => Promise.resolve(aQueue()),
    queueSummary: () => Promise.resolve(nothingHappened),
    markLooked: () => Promise.resolve(),
    runLog: () => Promise.resolve({ lines: [], hasOlder: false }),
    checkExperiment: () => Promise.resolve([]),
    draft: () => Promise.resolve(null),
    templates: () => Promise.resolve([]),
    keepDraft: () => Promise.resolve(),
    ...engineCalls,
  });
  const shell = plain<ShellApi, ShellNews>({
    preferences: () => Promise.resolve(firstWindowPreferences),
    changePreferences: (changes) => Promise.resolve({ ...firstWindowPreferences, ...changes }),
    nameEdits: () => Promise.resolve(),
    takeStartFiles: () => Promise.resolve([]),
    examinePaths: (paths) => Promise.resolve(paths.map((path) => ({ path, kind: 'folder' as const }))),
    engineState: () => Promise.resolve({ state: 'ready' as const }),
    recentWorkspaces: () => Promise.resolve([]),
    ...shellCalls,
  });
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const workbench = new Workbench({ engine, shell, memory, pathOf: (file) => `/dropped/${file.name}` });
  return { workbench, engine, shell };
}
