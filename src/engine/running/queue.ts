/**
 * Which run trains when: the order of the queue, a fixed number at a time. What ends badly costs its run one more attempt,
 * never the queue.
 */
import { describe, Loss, Refusal } from '#base/refusal';
import type { QueueState, RunId, RunState, RunSummary } from '#contract/api';
import type { RunEventKind } from '../store/events.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { RunControl } from './control.ts';
import { forecast, secondsLeft, timingFrom, type Timing } from './forecast.ts';
import type { RunEnd } from './perform-run.ts';
import { badSlots, failedTwice, lostTwice, trainsElsewhere, unknownRun, wrongState } from './queue-refusals.ts';
import type { Slots } from './slots.ts';

export { unknownRun } from './queue-refusals.ts';

const mostSlots = 64;
/** Milliseconds. */
const timingLasts = 500;
/** Waiting runs that get a time; further ones are days away. */
const mostForecast = 500;

export interface QueueSetting {
  readonly store: Store;
  readonly slots: Slots;
  /** False for an engine that looks after other things: runs wait for the next one. */
  readonly startsRuns?: boolean;
  /** The training run that a waiting one may begin like, for whose work it waits; null when it need not. */
  readonly leaderOf?: (run: RunId) => RunId | null;
  /** Trains a run to its end. `onWait` tells what it waits for, in words. */
  readonly perform: (
    run: StoredRun,
    control: RunControl,
    onMove: () => void,
    onWait: (what: string | null) => void,
  ) => Promise<RunEnd>;
  readonly onMove: (run: RunId) => void;
  readonly onEnd: (run: RunId, state: RunState, isFault: boolean) => void;
  readonly onQueue: (state: QueueState) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, run: RunId) => void;
}

export interface Queue {
  state(): QueueState;
  /** Starts what may start. */
  go(): void;
  /** Tells how it stands: times have moved on. */
  tell(): void;
  /** @param how 'now' brings what trains to a checkpoint and leaves it first in the queue; resolves when it rests */
  pause(how?: 'after-runs' | 'now'): Promise<void>;
  resume(): void;
  /** @throws Refusal `option_invalid` */
  setSlots(count: number): QueueState;
  /** Each resolves when the run has come to rest. */
  pauseRun(id: RunId): Promise<void>;
  stopRun(id: RunId): Promise<void>;
  resumeRun(id: RunId): void;
  retryRun(id: RunId): void;
  /** The summary with the time that is left, and what it waits for beside its turn. */
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
  readonly isByRule?: boolean;
}

interface Training {
  readonly control: RunControl;
  readonly ended: Promise<void>;
  waitsFor: string | null;
}

export function openQueue(setting: QueueSetting): Queue {
  const { store, slots } = setting;
  const training = new Map<RunId, Training>();
  /** Runs that rest because the queue does: they stay in it. */
  const yielding = new Set<RunId>();
  const mayStart = setting.startsRuns ?? true;
  const leaderOf = setting.leaderOf ?? (() => null);
  let isClosing = false;
  let timedBy: Timing = () => null;
  let timedAt = -Infinity;
  let waiters: (() => void)[] = [];

  const tell = (): void => setting.onQueue(state());

  const go = (): void => {
    for (const id of startable()) {
      if (leaderOf(id) !== null) continue; // one that has just begun
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
    !mayStart || isClosing || store.settings.get('queuePaused') ? [] : released().filter((id) => leaderOf(id) === null);

  const released = (): readonly RunId[] => {
    const held = new Set(store.runs.held());
    return waitingRuns().filter((id) => !held.has(id));
  };

  const waitingRuns = (): readonly RunId[] => store.runs.inState('queued').filter((id) => !training.has(id));

  const begin = (id: RunId, release: () => void): void => {
    const control: RunControl = { wish: 'go' };
    const isFirstTime = store.runs.get(id)!.startedAt === null;
    const expected = isFirstTime ? secondsLeft(store.runs.get(id)!, timing()) : null;
    store.transaction(() => {
      if (!isFirstTime) store.runs.countResume(id);
      if (expected !== null) store.runs.expect(id, expected);
      store.runs.setState(id, 'running', { startedAt: new Date().toISOString(), problem: null, endedAt: null });
    });
    remember(id, 'started');
    const ended = train(id, control).then((end) => {
      training.delete(id);
      rest(id, end);
      release();
      if (!isClosing) go();
    });
    training.set(id, { control, ended, waitsFor: null });
    setting.onMove(id);
  };

  const remember = (run: RunId, kind: RunEventKind, detail: string | null = null, isByRule = false): void =>
    store.events.add({ at: new Date().toISOString(), run, kind, detail, isByRule });

  /**
   * Once more after a lost trainer or a fault of the program; the same again, without a checkpoint or a trial in between,
   * is for a person to judge.
   */
  const train = async (id: RunId, control: RunControl): Promise<Rested> => {
    for (let failedAt: string | null = null; ;) {
      try {
        return await setting.perform(
          store.runs.get(id)!,
          control,
          () => setting.onMove(id),
          (what) => waits(id, what),
        );
      } catch (error) {
        if (error instanceof Refusal) return { state: 'failed', problem: describe(error) };
        if (!(error instanceof Loss)) setting.log('error', inFull(error), id);
        const reached = `${stretchOf(id)} ${error instanceof Loss ? 'lost' : String(error)}`;
        if (failedAt === reached) return givenUp(error);
        failedAt = reached;
        if (control.wish !== 'go') return { state: control.wish === 'stop' ? 'stopped' : 'paused', problem: null };
        const message = error instanceof Error ? error.message : String(error);
        setting.log('warn', `${message} The run is taken up again.`, id);
        remember(id, 'retried', message);
        store.runs.countResume(id);
      }
    }
  };

  const waits = (id: RunId, what: string | null): void => {
    const one = training.get(id);
    if (!one || one.waitsFor === what) return;
    one.waitsFor = what;
    setting.onMove(id);
  };

  const stretchOf = (id: RunId): string => {
    const checkpoint = store.checkpoints.get(id);
    const place = checkpoint ? `${checkpoint.entries}/${checkpoint.position?.steps ?? 0}` : '';
    return `${place} ${store.trials.countOf(id)}`;
  };

  const rest = (id: RunId, end: Rested): void => {
    const yields = yielding.delete(id) || isClosing;
    const state = yields && end.state === 'paused' && end.problem === null ? 'queued' : end.state;
    store.runs.setState(id, state, {
      problem: end.problem,
      ...(state === 'queued' || state === 'paused' ? {} : { endedAt: new Date().toISOString() }),
    });
    if (state === 'paused' && end.problem !== null) store.settings.put('queuePaused', true); // the next would meet the same
    if (end.problem !== null) setting.log('warn', end.problem, id);
    remember(id, state, end.problem, end.isByRule);
    setting.onMove(id);
    setting.onEnd(id, state, end.isFault ?? false);
  };

  const ask = async (id: RunId, wish: 'pause' | 'stop', rested: RunState): Promise<void> => {
    const running = training.get(id);
    if (running) {
      running.control.wish = wish;
      yielding.delete(id);
      await running.ended;
      return;
    }
    const { state } = known(id);
    if (state === 'running') throw trainsElsewhere();
    if (state !== 'queued' && !(wish === 'stop' && state === 'paused')) throw wrongState(id, state, wish);
    store.runs.setState(id, rested);
    setting.onMove(id);
    tell();
  };

  const requeue = (id: RunId, allowed: readonly RunState[], verb: string): void => {
    const { state } = known(id);
    if (!allowed.includes(state)) throw wrongState(id, state, verb);
    store.runs.setState(id, 'queued', { problem: null, endedAt: null });
    store.runs.setHeld(id, false);
    setting.onMove(id);
    go();
  };

  const known = (id: RunId): StoredRun => {
    const run = store.runs.get(id);
    if (!run) throw unknownRun(id);
    return run;
  };

  /** For a moment the same, because lists ask for every run. */
  const timing = (): Timing => {
    if (performance.now() - timedAt > timingLasts) {
      timedBy = timingFrom(store.runs.paces());
      timedAt = performance.now();
    }
    return timedBy;
  };

  const state = (): QueueState => {
    const running = store.runs.inState('running');
    const slotCount = store.settings.get('slots');
    const timed = timing();
    const job = (run: RunId) => ({ run, seconds: secondsLeft(known(run), timed) });
    const times = forecast(running.map(job), released().slice(0, mostForecast).map(job), slotCount);
    return {
      isPaused: store.settings.get('queuePaused'),
      slots: slotCount,
      running,
      queued: waitingRuns(),
      held: store.runs.held(),
      forecast: times,
      secondsLeft: times.length > 0 ? Math.max(...times.map(({ endsIn }) => endsIn)) : null,
      at: new Date().toISOString(),
    };
  };

  const waitsToBegin = (id: RunId): string | null => {
    const leader = leaderOf(id);
    if (leader === null) return null;
    const { label, seed } = known(leader);
    return `what ${label}, seed ${seed}, is training for both`;
  };

  slots.addClaimant({ waits: () => startable().length > 0, go });
  return {
    state,
    go,
    tell,
    pause: async (how = 'after-runs') => {
      store.settings.put('queuePaused', true);
      tell();
      if (how === 'after-runs') return;
      if (training.size === 0 && store.runs.inState('running').length > 0) throw trainsElsewhere();
      for (const [id, { control }] of training)
        if (control.wish === 'go') {
          yielding.add(id);
          control.wish = 'pause';
        }
      await Promise.all([...training.values()].map(({ ended }) => ended));
    },
    resume: () => {
      store.settings.put('queuePaused', false);
      go();
    },
    setSlots: (count) => {
      if (!Number.isInteger(count) || count < 1 || count > mostSlots) throw badSlots(count, mostSlots);
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
      summary.state === 'queued'
        ? { ...summary, waitsFor: waitsToBegin(summary.id) }
        : summary.state === 'running' || summary.state === 'paused'
          ? {
              ...summary,
              secondsLeft: secondsLeft(known(summary.id), timing()),
              waitsFor: training.get(summary.id)?.waitsFor ?? null,
            }
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

function givenUp(error: unknown): Rested {
  return error instanceof Loss
    ? { state: 'lost', problem: lostTwice(error) }
    : { state: 'failed', problem: failedTwice(error), isFault: true };
}

function inFull(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
