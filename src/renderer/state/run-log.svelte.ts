/** What was said about one run: read in pages from the engine, grown by what it says now. */
import type { LogLevel, LogLine, RunId } from '#contract/api';
import type { Engine } from './engine.ts';
import { toFailure, type Failure } from './failure.ts';

export type { LogLine };

/** Lines read at once. */
const page = 200;

export class RunLog {
  readonly run: RunId;
  #lines = $state.raw<readonly LogLine[]>([]);
  #hasOlder = $state(false);
  #failure = $state.raw<Failure | null>(null);
  #search = $state('');
  #level = $state<LogLevel>('info');
  #withNoise = $state(false);
  #latest = 0;
  readonly #engine: Engine;
  readonly #stop: () => void;

  constructor(engine: Engine, run: RunId) {
    this.#engine = engine;
    this.run = run;
    this.#stop = engine.on('logged', ({ run: of, ...line }) => {
      if (of === run && this.#isShown(line)) this.#lines = [...this.#lines.filter(({ id }) => id !== line.id), line];
    });
  }

  /** Oldest first. */
  get lines(): readonly LogLine[] {
    return this.#lines;
  }
  get hasOlder(): boolean {
    return this.#hasOlder;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get search(): string {
    return this.#search;
  }
  get level(): LogLevel {
    return this.#level;
  }
  get withNoise(): boolean {
    return this.#withNoise;
  }
  close(): void {
    this.#stop();
  }

  /** Reads the newest lines that fit. */
  async load(): Promise<void> {
    const mine = ++this.#latest;
    try {
      const found = await this.#engine.call.runLog(this.run, this.#query());
      if (mine !== this.#latest) return;
      this.#lines = found.lines;
      this.#hasOlder = found.hasOlder;
      this.#failure = null;
    } catch (error) {
      if (mine === this.#latest) this.#failure = toFailure(error);
    }
  }
  async loadOlder(): Promise<void> {
    const [first] = this.#lines;
    if (!first) return;
    const found = await this.#engine.call.runLog(this.run, { ...this.#query(), before: first.id });
    this.#lines = [...found.lines, ...this.#lines];
    this.#hasOlder = found.hasOlder;
  }
  filter(changes: { readonly search?: string; readonly level?: LogLevel; readonly withNoise?: boolean }): void {
    this.#search = changes.search ?? this.#search;
    this.#level = changes.level ?? this.#level;
    this.#withNoise = changes.withNoise ?? this.#withNoise;
    void this.load();
  }
  /** The lines shown, for the clipboard. */
  text(): string {
    return this.#lines.map(({ at, level, message }) => `${at} ${level} ${message}`).join('\n');
  }

  #query() {
    return { limit: page, search: this.#search, level: this.#level, withNoise: this.#withNoise };
  }
  #isShown({ level, message, isNoise }: LogLine): boolean {
    const isBad = { info: true, warn: level !== 'info', error: level === 'error' }[this.#level];
    return isBad && (this.#withNoise || !isNoise) && message.toLowerCase().includes(this.#search.toLowerCase());
  }
}
