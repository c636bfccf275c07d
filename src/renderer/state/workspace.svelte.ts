/** The workspace that is open, the engine behind it, and the theme: what the frame of the window shows. */
import type { EngineState, ThemeChoice, WorkspaceFacts } from '#contract/api';
import type { Engine, Shell } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';

export class Workspace {
  readonly facts: Loaded<WorkspaceFacts | null>;
  /** When the store was last written. */
  readonly saved: Loaded<string | null>;
  #engineState = $state.raw<EngineState>({ state: 'starting' });
  #theme = $state<'light' | 'dark'>('light');
  readonly #shell: Shell;
  readonly #preferences: Preferences;

  constructor(engine: Engine, shell: Shell, preferences: Preferences) {
    this.#shell = shell;
    this.#preferences = preferences;
    this.facts = new Loaded<WorkspaceFacts | null>(() => engine.call.workspace(), null);
    this.saved = new Loaded<string | null>(() => engine.call.savedAt(), null);
    const refresh = () => void this.saved.load();
    for (const news of ['historyMoved', 'groupsChanged', 'experimentsChanged', 'runEnded', 'trashChanged'] as const)
      engine.on(news, refresh);
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

  /** Asks for what the shell already knows; news keeps it current. */
  async open(systemIsDark: boolean): Promise<void> {
    const [state] = await Promise.all([this.#shell.call.engineState(), this.#preferences.load()]);
    const { theme } = this.#preferences.chosen;
    this.#theme = theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme;
    this.#engineState = state;
  }
  async setTheme(theme: ThemeChoice): Promise<void> {
    if (theme !== 'system') this.#theme = theme;
    await this.#preferences.change({ theme });
  }
}
