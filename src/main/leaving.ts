/** Leaving while runs train: the engine ends with the program, so the person decides first, knowing what that means. */
import type { QueueState } from '#contract/api';
import type { Message } from '#contract/wire';

/** What a dialog shows and how it is answered: the number of a button. */
export type Ask = (question: {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}) => Promise<number>;

export class Leaving {
  #running = 0;
  #isAgreed = false;
  #isAsking = false;
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Listens to what the engine tells the window. */
  hear(message: Message): void {
    if ('news' in message && message.news === 'queueMoved')
      this.#running = (message.content as QueueState).running.length;
  }
  /** The engine is no longer there. */
  nothingRuns(): void {
    this.#running = 0;
  }
  /** Whether one may go at once. */
  get isFree(): boolean {
    return this.#isAgreed || this.#running === 0;
  }

  /** Asks, unless it is being asked already. @returns whether the person wants to go */
  async agrees(): Promise<boolean> {
    if (this.#isAsking) return false;
    this.#isAsking = true;
    const runs = this.#running === 1 ? 'A run is' : `${this.#running} runs are`;
    const answer = await this.#ask({
      message: `${runs} training.`,
      detail:
        'Nothing trains while the program is closed. What trains is brought to a checkpoint now, and goes on by itself, with the same numbers, when this workspace is opened again. To train without a window, use `aioli run`.',
      buttons: ['Pause and close', 'Cancel'],
    });
    this.#isAsking = false;
    this.#isAgreed = answer === 0;
    return this.#isAgreed;
  }
}
