/** What a person set for the program as a whole; the shell keeps it. */
import { firstWindowPreferences, zoomSteps, type WindowPreferences } from '#contract/calls/shell';
import type { Shell } from './engine.ts';

export class Preferences {
  #chosen = $state.raw<WindowPreferences>(firstWindowPreferences);
  readonly #shell: Shell;

  constructor(shell: Shell) {
    this.#shell = shell;
    shell.on('preferencesChanged', (chosen) => (this.#chosen = chosen));
  }

  get chosen(): WindowPreferences {
    return this.#chosen;
  }
  async load(): Promise<void> {
    this.#chosen = await this.#shell.call.preferences();
  }
  async change(changes: Partial<WindowPreferences>): Promise<void> {
    this.#chosen = { ...this.#chosen, ...changes };
    this.#chosen = await this.#shell.call.changePreferences($state.snapshot(changes));
  }
  /** The next larger or smaller size of the interface; the same at either end. */
  async zoomBy(direction: 1 | -1): Promise<void> {
    const at = zoomSteps.findIndex((step) => step >= this.#chosen.zoom);
    const zoom = zoomSteps[Math.max(0, Math.min(zoomSteps.length - 1, at + direction))]!;
    await this.change({ zoom });
  }
}
