/**
 * Which run trains when. Runs go in the order of their creation, a fixed number at a time; a lost trainer costs its run
 * one more attempt, never the queue.
 */
import { describe, Loss, Refusal } from '#base/refusal';
import type { QueueState, RunId, RunState, RunSummary } from '#contract/api';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { RunControl } from './control.ts';
import type { RunEnd } from './perform-run.ts';
import type { Slots } from './slots.ts';

const mostSlots = 64;

export interface QueueSetting {
  readonly store: Store;
  readonly slots: Slots;
  /** False for an engine that looks after other things: runs wait for the next one. */
  readonly startsRuns?: boolean;
  /** Trains a run to its end. */
  readonly perform: (run: StoredRun, control: RunControl, onMove: () => void) => Promise<RunEnd>;
  readonly onMove: (run: RunId) => void;
  readonly onEnd: (run: RunId, state: RunState, isFault: boolean) => void;
  readonly onQueue: (state: QueueState) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, run: RunId) => void;
}

export interface Queue {
  state(): QueueState;
  /** Starts what may start. */
  go(): void;
  pause(): void;
  resume(): void;
  /** @throws Refusal `option_invalid` */
  setSlots(count: number): QueueState;
  /** Each resolves when the run has come to rest. */
  pauseRun(id: RunId): Promise<void>;
  stopRun(id: RunId): Promise<void>;
  resumeRun(id: RunId): void;
  retryRun(id: RunId): void;
  /** The summary with the time that is left. */
  readonly withTime: (summary: RunSummary) => RunSummary;
  /** Resolves when nothing trains and nothing may start. */
  readonly idle: () => Promise<void>;
  /** Brings every training run to a checkpoint and leaves it queued. */
  close(): Promise<void>;
}

/** How a run came to rest. */
interface Rested {
  readonly state: RunState;
  readonly problem: string | null;
  readonly isFault?: boolean;
}

interface Training {
  readonly control: RunControl;
  readonly ended: Promise<void>;
}

export function openQueue(setting: QueueSetting): Queue {
  const { store, slots } = setting;
  const training = new Map<RunId, Training>();
  const mayStart = setting.startsRuns ?? true;
  let isClosing = false;
  let waiters: (() => void)[] = [];

  const tell = (): void => setting.onQueue(state());

  const go = (): void => {
    for (const id of startable()) {
      const release = slots.take();
      if (!release) break;
      begin(id, release);
    }
    tell();
    if (training.size === 0) {
      waiters.forEach((resolve) => resolve());
      waiters = [];
    }
  };

  const startable = (): readonly RunId[] =>
    !mayStart || isClosing || store.settings.get('queuePaused') ? [] : waitingRuns().queued;

  const waitingRuns = () => ({ queued: store.runs.inState('queued').filter((id) => !training.has(id)) });

  const begin = (id: RunId, release: () => void): void => {
    const control: RunControl = { wish: 'go' };
    store.transaction(() => {
      if (store.runs.get(id)!.startedAt !== null) store.runs.countResume(id);
      store.runs.setState(id, 'running', { startedAt: new Date().toISOString(), problem: null, endedAt: null });
    });
    const ended = train(id, control).then((end) => {
      training.delete(id);
      rest(id, end);
      release();
      if (!isClosing) go();
    });
    training.set(id, { control, ended });
    setting.onMove(id);
  };

  /** Once more after a lost trainer; a second loss without a checkpoint or a trial in between is for a person to judge. */
  const train = async (id: RunId, control: RunControl): Promise<Rested> => {
    for (let lostAt: string | null = null; ;) {
      try {
        return await setting.perform(store.runs.get(id)!, control, () => setting.onMove(id));
      } catch (error) {
        if (!(error instanceof Loss)) return failure(error, id);
        const reached = stretchOf(id);
        if (lostAt === reached) return lost(error);
        lostAt = reached;
        if (control.wish !== 'go') return { state: control.wish === 'stop' ? 'stopped' : 'paused', problem: null };
        setting.log('warn', `${error.message} The run is taken up again.`, id);
        store.runs.countResume(id);
      }
    }
  };

  const stretchOf = (id: RunId): string => {
    const checkpoint = store.checkpoints.get(id);
    const place = checkpoint ? `${checkpoint.entries}/${checkpoint.position?.steps ?? 0}` : '';
    return `${place} ${store.trials.countOf(id)}`;
  };

  const failure = (error: unknown, id: RunId): Rested => {
    if (error instanceof Refusal) return { state: 'failed', problem: describe(error) };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    setting.log('error', text, id);
    const message = error instanceof Error ? error.message : String(error);
    return {
      state: 'failed',
      problem: `${message} This is a fault of the program; the log of the run has the details.`,
      isFault: true,
    };
  };

  const rest = (id: RunId, end: Rested): void => {
    const state = isClosing && end.state === 'paused' && end.problem === null ? 'queued' : end.state;
    store.runs.setState(id, state, {
      problem: end.problem,
      ...(state === 'queued' || state === 'paused' ? {} : { endedAt: new Date().toISOString() }),
    });
    if (state === 'paused' && end.problem !== null) store.settings.put('queuePaused', true); // the next would meet the same
    if (end.problem !== null) setting.log('warn', end.problem, id);
    setting.onMove(id);
    setting.onEnd(id, state, end.isFault ?? false);
  };

  const ask = async (id: RunId, wish: 'pause' | 'stop', rested: RunState): Promise<void> => {
    const running = training.get(id);
    if (running) {
      running.control.wish = wish;
      await running.ended;
      return;
    }
    const { state } = known(id);
    if (state !== 'queued' && !(wish === 'stop' && state === 'paused')) throw wrongState(id, state, wish);
    store.runs.setState(id, rested);
    setting.onMove(id);
    tell();
  };

  const requeue = (id: RunId, allowed: readonly RunState[], verb: string): void => {
    const { state } = known(id);
    if (!allowed.includes(state)) throw wrongState(id, state, verb);
    store.runs.setState(id, 'queued', { problem: null, endedAt: null });
    setting.onMove(id);
    go();
  };

  const known = (id: RunId): StoredRun => {
    const run = store.runs.get(id);
    if (!run) throw unknownRun(id);
    return run;
  };

  const secondsLeft = (run: StoredRun): number | null => {
    if (run.computedSteps === 0 || run.seconds === 0) return null;
    return (stepsLeft(run) * run.seconds) / run.computedSteps;
  };

  const state = (): QueueState => {
    const running = [...training.keys()];
    const { queued } = waitingRuns();
    return {
      isPaused: store.settings.get('queuePaused'),
      slots: store.settings.get('slots'),
      running,
      queued,
      secondsLeft: queueSeconds(
        running.map((id) => store.runs.get(id)!),
        queued.slice(0, 200).map((id) => store.runs.get(id)!),
        store.settings.get('slots'),
      ),
    };
  };

  slots.addClaimant({ waits: () => startable().length > 0, go });
  return {
    state,
    go,
    pause: () => {
      store.settings.put('queuePaused', true);
      tell();
    },
    resume: () => {
      store.settings.put('queuePaused', false);
      go();
    },
    setSlots: (count) => {
      if (!Number.isInteger(count) || count < 1 || count > mostSlots)
        throw new Refusal('option_invalid', `${count} is not a number of slots.`, {
          field: 'slots',
          remedy: `Choose a whole number from 1 to ${mostSlots}; each slot is a trainer with a model in memory.`,
        });
      store.settings.put('slots', count);
      slots.offer();
      go();
      return state();
    },
    pauseRun: (id) => ask(id, 'pause', 'paused'),
    stopRun: (id) => ask(id, 'stop', 'stopped'),
    resumeRun: (id) => requeue(id, ['paused'], 'resume'),
    retryRun: (id) => requeue(id, ['stopped', 'lost', 'failed', 'diverged', 'paused'], 'retry'),
    withTime: (summary) =>
      summary.state === 'running' || summary.state === 'paused'
        ? { ...summary, secondsLeft: secondsLeft(known(summary.id)) }
        : summary,
    idle: () =>
      new Promise((resolve) => {
        if (training.size === 0 && startable().length === 0) resolve();
        else waiters.push(resolve);
      }),
    close: async () => {
      isClosing = true;
      for (const { control } of training.values()) if (control.wish === 'go') control.wish = 'pause';
      await Promise.all([...training.values()].map(({ ended }) => ended));
    },
  };
}

/** Steps that a run has still to take, those of its method included. */
function stepsLeft(run: StoredRun): number {
  return Math.max(0, run.cost.learningSteps + run.steps - run.learningSteps - run.step);
}

/** What waits is judged by what trains now, by tokens times width of the model's work. */
function queueSeconds(running: readonly StoredRun[], queued: readonly StoredRun[], slots: number): number | null {
  const measured = running.filter((run) => run.computedSteps > 0 && run.seconds > 0);
  if (measured.length === 0) return null;
  const perUnit =
    measured.reduce((sum, run) => sum + run.seconds / (run.computedSteps * work(run)), 0) / measured.length;
  const units = [...running, ...queued].reduce((sum, run) => sum + stepsLeft(run) * work(run), 0);
  return (units * perUnit) / Math.max(1, Math.min(slots, running.length + queued.length));
}

/** Work of one step, up to a factor. */
function work({ spec }: StoredRun): number {
  const { shape, training } = spec;
  return (
    training.batch * shape.context * shape.hiddenSize * (shape.layers * shape.hiddenSize * 12 + shape.vocabularySize)
  );
}

export function unknownRun(id: string): Refusal {
  return new Refusal('run_unknown', `There is no run ${id}.`, {
    remedy: 'List the runs and name one of them by its id.',
  });
}

function wrongState(id: RunId, state: RunState, verb: string): Refusal {
  return new Refusal('run_state', `Run ${id} is ${state}: it is not possible to ${verb} it now.`, {
    remedy:
      'Look at the state of the run; a paused run can be resumed, a stopped, lost, failed or diverged one retried.',
  });
}

function lost(error: Loss): { state: RunState; problem: string } {
  return {
    state: 'lost',
    problem: `${error.message} It went away twice in the same stretch. Look at the log of the run and at free memory, then retry; it goes on from its last checkpoint.`,
  };
}
