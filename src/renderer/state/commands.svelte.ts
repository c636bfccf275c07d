/** Every command of the window by id: the palette lists them, the menu and keys send their ids. */

import { untrack } from 'svelte';

export interface Command {
  /** Dotted: `view.theme-dark`. Menu entries of the shell send the same ids. */
  readonly id: string;
  readonly title: string;
  /** Heading in the palette. */
  readonly section: string;
  /** How the palette shows its keys, e.g. `Ctrl 1`; the shell's menu or a key handler binds them. */
  readonly keys?: string;
  /** Absent: always. */
  readonly isEnabled?: () => boolean;
  readonly run: () => unknown;
}

export class Commands {
  #sets = $state.raw<readonly (readonly Command[])[]>([]);
  readonly all: readonly Command[] = $derived.by(() => this.#sets.flat());

  /** Adds the commands of a screen while it is shown. @returns a function that takes them away */
  add(commands: readonly Command[]): () => void {
    // Untracked: who adds in an effect must not depend on what others added.
    untrack(() => (this.#sets = [...this.#sets, commands]));
    return () => untrack(() => (this.#sets = this.#sets.filter((set) => set !== commands)));
  }
  /** Runs a command by id. A later set wins, so that a screen can give a general command its own meaning. */
  run(id: string): boolean {
    const command = this.all.findLast((one) => one.id === id && (one.isEnabled?.() ?? true));
    command?.run();
    return command !== undefined;
  }
}
