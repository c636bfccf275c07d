/** The workspace that is open, the engine behind it, and the theme: what the frame of the window shows. */
import type { EngineState, ThemeChoice, WorkspaceFacts } from '#contract/api';
import type { Engine, Shell } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export class Workspace {
  readonly facts: Loaded<WorkspaceFacts | null>;
  #engineState = $state.raw<EngineState>({ state: 'starting' });
  #themeChoice = $state<ThemeChoice>('system');
  #theme = $state<'light' | 'dark'>('light');
  readonly #shell: Shell;

  constructor(engine: Engine, shell: Shell) {
    this.#shell = shell;
    this.facts = new Loaded<WorkspaceFacts | null>(() => engine.call.workspace(), null);
    shell.on('engineChanged', (state) => (this.#engineState = state));
    shell.on('themeChanged', (theme) => (this.#theme = theme));
  }

  get engineState(): EngineState {
    return this.#engineState;
  }
  /** What is shown, whether chosen or the system's. */
  get theme(): 'light' | 'dark' {
    return this.#theme;
  }
  get themeChoice(): ThemeChoice {
    return this.#themeChoice;
  }

  /** Asks for what the shell already knows; news keeps it current. */
  async open(systemIsDark: boolean): Promise<void> {
    const [choice, state] = await Promise.all([this.#shell.call.theme(), this.#shell.call.engineState()]);
    this.#themeChoice = choice;
    this.#theme = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
    this.#engineState = state;
  }
  async setTheme(choice: ThemeChoice): Promise<void> {
    this.#themeChoice = choice;
    if (choice !== 'system') this.#theme = choice;
    await this.#shell.call.setTheme(choice);
  }
}
