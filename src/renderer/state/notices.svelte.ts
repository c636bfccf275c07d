/** What the window tells in passing: done, or failed with the next step. */
import { toFailure, type Failure } from './failure.ts';

/** What can be done about a notice while it is there. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => Promise<unknown>;
}

export interface Notice {
  readonly id: number;
  readonly message: string;
  /** Present when something failed: stays until dismissed. */
  readonly failure: Failure | null;
  readonly action: NoticeAction | null;
}

/** Seconds that a notice of success stays; longer when there is something to decide. */
export const noticeSeconds = 6;
export const actionSeconds = 10;

export class Notices {
  #all = $state.raw<readonly Notice[]>([]);
  #next = 1;

  get all(): readonly Notice[] {
    return this.#all;
  }
  tell(message: string, action: NoticeAction | null = null): void {
    const notice = { id: this.#next++, message, failure: null, action };
    this.#all = [...this.#all, notice];
    setTimeout(() => this.dismiss(notice.id), (action ? actionSeconds : noticeSeconds) * 1000);
  }
  fail(error: unknown): void {
    const failure = toFailure(error);
    if (failure.kind === 'bug') console.error(error);
    this.#all = [
      ...this.#all.filter((old) => old.failure?.message !== failure.message),
      { id: this.#next++, message: failure.message, failure, action: null },
    ];
  }
  dismiss(id: number): void {
    this.#all = this.#all.filter((notice) => notice.id !== id);
  }
  /** Does what a notice offers, once. */
  async act(id: number): Promise<void> {
    const notice = this.#all.find((one) => one.id === id);
    this.dismiss(id);
    if (notice?.action) await this.attempt(notice.action.run);
  }
  /** Runs what a button or key asked for; a failure is shown. @returns whether it went well */
  async attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }
}
