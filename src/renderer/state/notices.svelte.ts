/** What the window tells in passing: done, or failed with the next step. */
import { toFailure, type Failure } from './failure.ts';

export interface Notice {
  readonly id: number;
  readonly message: string;
  /** Present when something failed: stays until dismissed. */
  readonly failure: Failure | null;
}

/** Seconds that a notice of success stays. */
export const noticeSeconds = 6;

export class Notices {
  #all = $state.raw<readonly Notice[]>([]);
  #next = 1;

  get all(): readonly Notice[] {
    return this.#all;
  }
  tell(message: string): void {
    const notice = { id: this.#next++, message, failure: null };
    this.#all = [...this.#all, notice];
    setTimeout(() => this.dismiss(notice.id), noticeSeconds * 1000);
  }
  fail(error: unknown): void {
    const failure = toFailure(error);
    if (failure.kind === 'bug') console.error(error);
    this.#all = [
      ...this.#all.filter((old) => old.failure?.message !== failure.message),
      { id: this.#next++, message: failure.message, failure },
    ];
  }
  dismiss(id: number): void {
    this.#all = this.#all.filter((notice) => notice.id !== id);
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
