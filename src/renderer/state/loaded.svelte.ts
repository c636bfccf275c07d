/** Something fetched from the engine: its last value, whether a fetch is under way, and why the last one failed. */
import { toFailure, type Failure } from './failure.ts';

export class Loaded<T> {
  #value = $state.raw() as T;
  #failure = $state.raw<Failure | null>(null);
  #isLoaded = $state(false);
  #latest = 0;
  readonly #fetch: () => Promise<T>;

  constructor(fetch: () => Promise<T>, before: T) {
    this.#fetch = fetch;
    this.#value = before;
  }

  get value(): T {
    return this.#value;
  }
  /** Why the last fetch failed; the value before it is kept. */
  get failure(): Failure | null {
    return this.#failure;
  }
  /** Whether any fetch has succeeded yet. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Fetches anew. When fetches overlap, only the one started last counts. */
  async load(): Promise<void> {
    const mine = ++this.#latest;
    try {
      const value = await this.#fetch();
      if (mine === this.#latest) this.set(value);
    } catch (error) {
      if (mine === this.#latest) this.#failure = toFailure(error);
    }
  }

  /** Replaces the value by one that is known already. */
  set(value: T): void {
    this.#value = value;
    this.#failure = null;
    this.#isLoaded = true;
  }
}
