/**
 * Starts the engine, carries messages to and from it, and starts it again when it is lost. Calls that a lost engine
 * still owed are answered with the loss, so that the window never waits for a dead process.
 */
import { fork, type ChildProcess } from 'node:child_process';
import type { EngineState, OpeningChoice } from '#contract/api';
import { toWire } from '#contract/errors';
import { openingArguments, type EngineOpening } from '#contract/opening';
import type { Message } from '#contract/wire';
import { Loss } from '#base/refusal';

interface Host {
  /** Bundled engine, a JavaScript file. */
  readonly file: string;
  /** Executable to run it with; undefined is Electron's own as Node. */
  readonly execPath: string | undefined;
  readonly toWindow: (message: Message) => void;
  readonly onState: (state: EngineState) => void;
  /** Milliseconds before each restart in a row; the last one repeats. */
  readonly delays?: readonly number[];
}

const usualDelays = [200, 1000, 3000, 10_000, 30_000];
/** An engine that lived this long was healthy: the next loss starts from the shortest delay again. */
const healthyMs = 60_000;
/** How long a stopped engine may take to put its affairs in order. */
const graceMs = 8000;

export class EngineHost {
  #child: ChildProcess | null = null;
  #state: EngineState = { state: 'none' };
  #folder = '';
  #choice: OpeningChoice = {};
  #restart: NodeJS.Timeout | undefined;
  #lossesInARow = 0;
  readonly #owed = new Set<number>();
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  get state(): EngineState {
    return this.#state;
  }
  get folder(): string {
    return this.#folder;
  }

  /** Opens `folder`; an engine on another workspace is stopped first. */
  async open(folder: string, choice: OpeningChoice = {}): Promise<void> {
    const isTheSame = folder === this.#folder && JSON.stringify(choice) === JSON.stringify(this.#choice);
    if (isTheSame && this.#state.state === 'ready') return;
    await this.close();
    this.#folder = folder;
    this.#choice = choice;
    this.#lossesInARow = 0;
    this.#start();
  }

  /** Lets the workspace go: no engine runs until the next is opened. */
  async leave(): Promise<void> {
    await this.close();
    this.#folder = '';
    this.#become({ state: 'none' });
  }

  /** Stops the engine and waits until it is gone. */
  async close(): Promise<void> {
    clearTimeout(this.#restart);
    const child = this.#child;
    this.#child = null;
    this.#answerOwed('The engine was stopped.');
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.exitCode !== null || child.signalCode !== null) return;
    const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs);
    if (child.connected) child.disconnect();
    else child.kill();
    await gone;
    clearTimeout(impatience);
  }

  /** Carries a message of the window to the engine. */
  post(message: Message): void {
    if ('call' in message) {
      if (!this.#child?.connected || this.#state.state !== 'ready') {
        this.#host.toWindow({ reply: message.id, error: toWire(new Loss('The engine is not running.')) });
        return;
      }
      this.#owed.add(message.id);
    }
    this.#child?.send(message);
  }

  /** Forgets what is owed to a page that is gone. */
  forgetPage(): void {
    this.#owed.clear();
  }

  #start(): void {
    this.#become({ state: 'starting' });
    const startedAt = Date.now();
    const child = fork(this.#host.file, openingArguments(this.#folder, this.#choice), {
      ...(this.#host.execPath === undefined ? {} : { execPath: this.#host.execPath }),
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    const { restores: _once, ...again } = this.#choice;
    this.#choice = again;
    let ending = '';
    child.on('message', (message: Message) => {
      if (this.#child === child) this.#hear(message);
    });
    child.on('error', (error) => (ending = error.message));
    child.on('close', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (Date.now() - startedAt > healthyMs) this.#lossesInARow = 0;
      this.#lost(ending || `The engine process ended (${signal ?? `code ${code ?? '?'}`}).`);
    });
  }

  #hear(message: Message): void {
    if ('news' in message && message.news === 'engineOpened') {
      this.#become({ state: 'ready' });
    } else if ('news' in message && message.news === 'engineRefused') {
      const refused = message.content as EngineOpening['engineRefused'];
      this.#become({ state: 'refused', folder: this.#folder, ...refused });
    } else {
      if ('reply' in message) this.#owed.delete(message.reply);
      this.#host.toWindow(message);
    }
  }

  #lost(reason: string): void {
    this.#answerOwed(reason);
    if (this.#state.state === 'refused') return; // it said why and left, as agreed
    const delays = this.#host.delays ?? usualDelays;
    const delay = delays[Math.min(this.#lossesInARow++, delays.length - 1)] ?? 0;
    this.#become({ state: 'lost', message: reason, times: this.#lossesInARow });
    this.#restart = setTimeout(() => this.#start(), delay);
  }

  #answerOwed(reason: string): void {
    for (const id of this.#owed) this.#host.toWindow({ reply: id, error: toWire(new Loss(reason)) });
    this.#owed.clear();
  }

  #become(state: EngineState): void {
    this.#state = state;
    this.#host.onState(state);
  }
}
