/** The engine: one open workspace, its store, its queue, and the calls on them. */
import type { EngineApi, EngineNews } from '#contract/api';
import { openDesigns } from './designs/designs.ts';
import { openComparisons } from './comparisons/comparisons.ts';
import { openEdits } from './edits.ts';
import { openExchange } from './exchange/exchange.ts';
import { openExperiments } from './experiments/experiments.ts';
import { noteTiming } from './experiments/speed.ts';
import { openGroups } from './groups/groups.ts';
import { openTasks } from './groups/tasks.ts';
import { tokenizeGroups, type TokenizingSetting } from './groups/tokenizing.ts';
import { fitExperiment } from './laws/experiment-law.ts';
import { summariseLaws } from './laws/law-summary.ts';
import { openMeasurements } from './laws/measurements.ts';
import { openBackends } from './machine/backends.ts';
import { examine } from './machine/doctor.ts';
import { openModels } from './machine/models.ts';
import { cardsOnce, seated } from './machine/seats.ts';
import { openPrecisionCalls } from './machine/precision-calls.ts';
import { openSlotCalls } from './machine/slot-calls.ts';
import { version } from './machine/version.ts';
import { openRunMixtures } from './mixtures/run-mixtures.ts';
import { openNewsroom, openRunTicker, type Newsroom } from './news.ts';
import { promised } from './promised.ts';
import { openReports } from './reports/reports.ts';
import { openResults } from './results.ts';
import { openRemarks } from './run-table/remarks.ts';
import { openRunTable } from './run-table/run-table.ts';
import { openFollowing } from './running/following.ts';
import { performRun } from './running/perform-run.ts';
import { watchMachine } from './running/machine-watch.ts';
import { isNoise } from './running/noise.ts';
import { openQueue } from './running/queue.ts';
import { openRunCalls } from './running/run-calls.ts';
import { openSlots } from './running/slots.ts';
import { sqliteVersion } from './store/database.ts';
import { openStore, type Store } from './store/index.ts';
import { openTrash } from './trash/trash.ts';
import { launchTrainer, type LaunchTrainer } from './trainer-process.ts';
import { openViews } from './views/views.ts';
import { foldOldSteps } from './upkeep/folding.ts';
import { openToLook, type LookedAt } from './upkeep/look.ts';
import { setUnreadableAside } from './upkeep/set-aside.ts';
import { openUpkeep } from './upkeep/upkeep.ts';
import { openWorkspace, type Access, type Workspace } from './workspace.ts';

export interface EngineOptions {
  readonly folder: string;
  /** 'read' looks on: it starts no run and may stand beside a working engine, as 'beside' may, which changes its queue. */
  readonly access?: Access;
  /** Seconds between two looks at the computer while something trains; 5 when absent. */
  readonly sampleSeconds?: number;
  /** Seconds between checkpoints of a run; when absent 20, or more for a model whose checkpoints take long. */
  readonly checkpointSeconds?: number;
  /** Seconds of training between two moments that heed a pause; 0.7 when absent. */
  readonly sliceSeconds?: number;
  /** False for an engine that is opened for something else: runs that wait go on waiting. */
  readonly startsRuns?: boolean;
  /** For tests: bytes that the disk would have left. */
  readonly freeBytes?: () => number;
  /** For tests: bytes of memory that would be free. */
  readonly freeMemoryBytes?: () => number;
  /** For tests: another way to a trainer. */
  readonly launch?: LaunchTrainer;
}

export interface Engine extends EngineApi {
  readonly on: Newsroom['on'];
  readonly onAny: Newsroom['onAny'];
  /** Resolves when no run trains and none may start. */
  readonly idle: () => Promise<void>;
  /** Brings runs to a checkpoint, then lets the workspace go. Runs that were training go on at the next start. */
  readonly close: () => Promise<void>;
}

/** @throws Refusal `workspace_busy`, `workspace_read_only`, `workspace_newer`, `workspace_damaged`, `folder_missing` */
export function openEngine(options: EngineOptions): Promise<Engine> {
  const access = options.access ?? 'write';
  const found = openWorkspace(options.folder, access);
  const workspace: Workspace = options.freeBytes ? { ...found, freeBytes: options.freeBytes } : found;
  try {
    const { store, file, close } =
      access === 'read' ? openToLook(workspace.store, workspace.isEngineAlive) : openToWrite(workspace);
    return Promise.resolve(
      assemble(
        {
          ...workspace,
          release: () => {
            close();
            workspace.release();
          },
        },
        store,
        file,
        options,
      ),
    );
  } catch (error) {
    workspace.release();
    throw error;
  }
}

function openToWrite({ store: file, isEngineAlive }: Workspace): LookedAt {
  const store = openStore(file, 'write', isEngineAlive);
  return { store, file, close: store.close };
}

function assemble(workspace: Workspace, store: Store, file: string, options: EngineOptions): Engine {
  const cards = cardsOnce();
  const launch = options.launch ?? seated(launchTrainer, cards);
  const freeMemoryBytes = options.freeMemoryBytes ?? (() => process.availableMemory());
  const news = openNewsroom();
  const tell = <K extends keyof EngineNews>(kind: K, content: EngineNews[K]): void => news.tell(kind, content);
  const log = (level: EngineNews['logged']['level'], message: string, run: string | null): void => {
    const line = { at: new Date().toISOString(), level, message, isNoise: level === 'info' && isNoise(message) };
    tell('logged', { id: store.log.add(line, run), ...line, run });
  };

  const slots = openSlots(() => store.settings.get('slots'));
  const inFlight = new Map<string, string>();
  const ownsWorkspace = workspace.isOwner && options.access !== 'beside';
  const following = openFollowing(store, () => queue.go());
  const queue = openQueue({
    store,
    slots,
    leaderOf: following.leaderOf,
    startsRuns: ownsWorkspace && (options.startsRuns ?? true),
    perform: (run, control, onMove, onWait) =>
      performRun(run, control, {
        store,
        workspace,
        launch,
        slots,
        inFlight,
        following,
        checkpointSeconds: options.checkpointSeconds,
        sliceSeconds: options.sliceSeconds ?? 0.7,
        hear: (level, line) => log(level, line, run.id),
        onMove,
        onWait: (maker) => onWait(maker && trialOf(maker)),
      }),
    onMove: (run) => ticker.soon(run),
    onEnd: (run, state, isFault) => {
      ticker.now(run);
      noteTiming(run, store);
      tell('runEnded', { run, state, isFault });
      tell('experimentsChanged', null);
    },
    onQueue: (state) => tell('queueMoved', state),
    log,
  });
  const trialOf = (id: string): string => {
    const { label, seed } = store.runs.get(id)!;
    return `a trial that ${label}, seed ${seed}, is training`;
  };
  const measurements = openMeasurements({
    store,
    workspace,
    launch,
    slots,
    sliceSeconds: options.sliceSeconds ?? 0.7,
    log,
    onMeasurement: (measurement) => tell('measurementMoved', measurement),
    startsRuns: ownsWorkspace && (options.startsRuns ?? true),
  });
  const results = openResults(store, queue.withTime);
  const comparisons = openComparisons(store, workspace);
  const ticker = openRunTicker(
    (run) => tell('runMoved', queue.withTime(run)),
    (id) => store.runs.summary(id),
  );
  const tasks = openTasks((moved) => tell('taskMoved', moved));
  const backends = openBackends(launch);
  const texts: TokenizingSetting = { store, workspace, tasks, onChange: () => tell('groupsChanged', null) };
  const edits = openEdits(
    store,
    ({ call, args }) => (engine[call as keyof EngineApi] as (...all: readonly unknown[]) => Promise<unknown>)(...args),
    (history) => tell('historyMoved', history),
  );
  const runTable = openRunTable(store);
  const groups = openGroups(texts, edits, () => engine);

  const upkeep = openUpkeep({
    store,
    file,
    workspace,
    tasks,
    isReadOnly: options.access === 'read',
    log: (level, message) => log(level, message, null),
  });

  let setAside = 0;
  const stops: (() => void)[] = [];
  if (ownsWorkspace) {
    for (const line of setUnreadableAside(store, new Date().toISOString())) {
      log('warn', line, null);
      setAside++;
    }
    const left = store.runs.requeueRunning();
    for (const run of left) {
      const message = 'The engine that trained this run was ended; the run is taken up again from its checkpoint.';
      log('warn', message, run);
      store.events.add({ at: new Date().toISOString(), run, kind: 'interrupted', isByRule: false, detail: message });
    }
    stops.push(
      watchMachine({
        store,
        training: () => store.runs.inState('running'),
        freeBytes: () => workspace.freeBytes(),
        everySeconds: options.sampleSeconds ?? 5,
        onLook: () => queue.tell(),
      }),
      heedOthers(store, () => queue.go()),
      foldOldSteps(store),
    );
    store.measurements.requeueRunning();
    measurements.go();
    queue.go();
  }

  const engine: Engine = {
    workspace: () =>
      Promise.resolve({
        folder: workspace.folder,
        name: workspace.name,
        groups: store.groups.list().length,
        experiments: store.experiments.summaries().length,
        runs: store.runs.count(),
        version,
        access: options.access === 'read' ? 'read' : 'write',
        isSafe: options.startsRuns === false,
        setAside,
      }),
    ...upkeep.calls,
    ...edits.calls,
    doctor: () =>
      examine(backends, workspace.folder, sqliteVersion(), {
        slots: store.slotMeasures.list(),
        precisions: store.precisionChecks.list(),
      }),
    ...groups.calls,
    tokenize: async (tokenizer, ids) => {
      const chosen = ids ? ids.map(groups.known) : store.groups.list().filter(({ isEnabled }) => isEnabled);
      await tokenizeGroups(tokenizer, chosen, texts);
      return chosen.map(groups.summarise);
    },
    ...openExperiments({
      ...texts,
      queue,
      launch,
      backendFor: backends.choose,
      machine: () => ({
        freeMemoryBytes: freeMemoryBytes(),
        freeDiskBytes: workspace.freeBytes(),
      }),
      busyTrainers: () => queue.state().running.length,
      onExperiments: () => tell('experimentsChanged', null),
    }),
    ...openTrash({
      store,
      workspace,
      edits,
      queue,
      knownGroup: groups.known,
      forgetRun: measurements.forgetRun,
      onChange: (kind) => {
        tell('trashChanged', null);
        tell(kind === 'group' ? 'groupsChanged' : 'experimentsChanged', null);
      },
    }),
    ...openDesigns(store, edits, tell),
    ...results,
    ...comparisons,
    ...runTable,
    ...openRunMixtures(store),
    ...openRemarks(store, edits, (changed) => tell('remarksChanged', changed)),
    ...openViews(store, edits, { ...runTable, comparisonOf: (choice) => engine.comparisonOf(choice) }, () =>
      tell('viewsChanged', null),
    ),
    ...measurements.calls,
    fitLaws: (id, law, choice) => promised(() => fitExperiment(store, id, law, choice)),
    lawSummary: async (id, baseline) =>
      summariseLaws(
        id,
        await comparisons.comparison(id, baseline),
        await measurements.calls.lawMeasurements({ experiment: id }),
      ),
    ...openRunCalls(store, queue, edits),
    ...openModels({ ...texts, launch, backends }),
    ...openPrecisionCalls({ ...texts, launch, backends, slots }),
    ...openSlotCalls({ ...texts, launch, backends, slots, cards, freeMemoryBytes }),
    ...openExchange(store),
    ...openReports({
      store,
      workspace,
      results: { ...results, ...comparisons },
      isReadOnly: options.access === 'read',
      now: () => new Date(),
    }),
    on: news.on,
    onAny: news.onAny,
    idle: queue.idle,
    close: async () => {
      stops.forEach((stop) => stop());
      await Promise.all([queue.close(), measurements.close(), tasks.close()]);
      ticker.close();
      await upkeep.close();
      workspace.release();
    },
  };
  return engine;
}

/** Milliseconds between two looks for changes that another process made to the queue. */
const heedEvery = 1000;

/** Calls when another process has written in the store, such as a command that moves runs. @returns a function that stops */
function heedOthers(store: Store, onChange: () => void): () => void {
  let known = store.othersVersion();
  const timer = setInterval(() => {
    const now = store.othersVersion();
    if (now === known) return;
    known = now;
    onChange();
  }, heedEvery);
  timer.unref();
  return () => clearInterval(timer);
}
