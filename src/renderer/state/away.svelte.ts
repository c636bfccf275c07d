/** What happened to the queue while nobody looked: shown when the window comes back, until it is dismissed. */
import type { QueueSummary } from '#contract/api';
import type { Engine } from './engine.ts';

export class Away {
  #summary = $state.raw<QueueSummary | null>(null);
  #isLooking = true;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.on('runEnded', () => {
      if (this.#isLooking && !this.#summary) void engine.call.markLooked().catch(() => undefined); // seen as it happens
    });
  }

  /** null when nothing happened, or it was dismissed. */
  get summary(): QueueSummary | null {
    return this.#summary;
  }
  /** The window has gone behind others. */
  left(): void {
    if (this.#isLooking && !this.#summary) void this.#engine.call.markLooked().catch(() => undefined); // a lost engine is told elsewhere
    this.#isLooking = false;
  }
  /** The window has come to the front, or a workspace has been opened. */
  async cameBack(): Promise<void> {
    this.#isLooking = true;
    const found = await this.#engine.call.queueSummary();
    const isFirstLook = found.since === '';
    if (isFirstLook) await this.#engine.call.markLooked();
    else if (hasNews(found)) this.#summary = found;
  }
  async dismiss(): Promise<void> {
    this.#summary = null;
    await this.#engine.call.markLooked();
  }
}

function hasNews({ finished, diverged, stoppedByRule, failed, retried }: QueueSummary): boolean {
  return finished.length + diverged.length + stoppedByRule.length + failed.length + retried.length > 0;
}
