/** Every run of the workspace and the queue, kept current by news. Detail of one run is fetched by who shows it. */
import type { ExperimentId, QueueState, RunId, RunSummary } from '#contract/api';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

const nothingQueued: QueueState = {
  isPaused: false,
  slots: 1,
  running: [],
  queued: [],
  held: [],
  forecast: [],
  secondsLeft: null,
  at: new Date(0).toISOString(),
};

export class Runs {
  readonly list: Loaded<readonly RunSummary[]>;
  readonly queue: Loaded<QueueState>;
  readonly #engine: Engine;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew, never changed
  readonly #byId = $derived.by(() => new Map(this.list.value.map((run) => [run.id, run])));
  readonly running: readonly RunSummary[] = $derived.by(() => this.all.filter((run) => run.state === 'running'));
  /** Runs that wait, run or are paused: what the queue still has to do. */
  readonly unfinished: readonly RunSummary[] = $derived.by(() =>
    this.all.filter((run) => run.state === 'queued' || run.state === 'running' || run.state === 'paused'),
  );

  constructor(engine: Engine) {
    this.#engine = engine;
    this.list = new Loaded(() => engine.call.listRuns(), []);
    this.queue = new Loaded(() => engine.call.queue(), nothingQueued);
    engine.on('runMoved', (run) => this.#take(run));
    engine.on('runEnded', () => void this.load());
    engine.on('experimentsChanged', () => void this.list.load());
    engine.on('queueMoved', (queue) => this.#takeQueue(queue));
  }

  get all(): readonly RunSummary[] {
    return this.list.value;
  }
  byId(id: RunId | null): RunSummary | undefined {
    return id === null ? undefined : this.#byId.get(id);
  }
  ofExperiment(id: ExperimentId | null): readonly RunSummary[] {
    return this.all.filter((run) => run.experiment === id);
  }
  async load(): Promise<void> {
    await Promise.all([this.list.load(), this.queue.load()]);
  }

  async pause(id: RunId): Promise<void> {
    await this.#thenLoad(this.#engine.call.pauseRun(id));
  }
  async resume(id: RunId): Promise<void> {
    await this.#thenLoad(this.#engine.call.resumeRun(id));
  }
  async stop(id: RunId): Promise<void> {
    await this.#thenLoad(this.#engine.call.stopRun(id));
  }
  async retry(id: RunId): Promise<void> {
    await this.#thenLoad(this.#engine.call.retryRun(id));
  }
  /** @param how 'now' also brings what trains to a checkpoint; it goes on first */
  async pauseQueue(how: 'after-runs' | 'now' = 'after-runs'): Promise<void> {
    await this.#thenLoad(how === 'now' ? this.#engine.call.pauseQueue('now') : this.#engine.call.pauseQueue());
  }
  /** Puts a waiting run at this place, counted from 0. */
  async move(id: RunId, place: number): Promise<void> {
    this.queue.set(await this.#engine.call.moveRun(id, place));
  }
  async hold(id: RunId): Promise<void> {
    await this.#thenLoad(this.#engine.call.holdRuns([id]));
  }
  async release(id: RunId): Promise<void> {
    await this.#thenLoad(this.#engine.call.releaseRuns([id]));
  }
  async runOnly(ids: readonly RunId[]): Promise<void> {
    await this.#thenLoad(this.#engine.call.runOnly(ids));
  }
  async releaseAll(): Promise<void> {
    await this.#thenLoad(this.#engine.call.setHeldRuns([]));
  }
  /** How many trainers may work at a time. */
  async setSlots(slots: number): Promise<void> {
    this.queue.set(await this.#engine.call.setSlots(slots));
  }
  async resumeQueue(): Promise<void> {
    await this.#thenLoad(this.#engine.call.resumeQueue());
  }

  async #thenLoad(change: Promise<unknown>): Promise<void> {
    await change;
    await this.load();
  }

  /** Other holds than before: by undo, or by a command beside the window. */
  #takeQueue(queue: QueueState): void {
    const heldBefore = this.queue.value.held.join();
    this.queue.set(queue);
    if (queue.held.join() !== heldBefore) void this.list.load();
  }

  /** Puts a moved run in its place; one not seen yet means that the list is out of date. */
  #take(moved: RunSummary): void {
    if (this.#byId.has(moved.id)) this.list.set(this.all.map((run) => (run.id === moved.id ? moved : run)));
    else void this.list.load();
  }
}
