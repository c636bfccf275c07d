/** Where the person is: the screen, and the experiment, run and group that screens share. Kept per workspace. */
import type { ExperimentId, GroupId, RunId } from '#contract/api';

export const screenIds = ['groups', 'experiment', 'runs', 'compare', 'laws', 'report'] as const;
export type ScreenId = (typeof screenIds)[number];

/** Where small things of the window are remembered: localStorage, or a plain object in a test. */
export interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

interface Place {
  readonly screen: ScreenId;
  readonly experiment: ExperimentId | null;
  readonly run: RunId | null;
  readonly group: GroupId | null;
}
const start: Place = { screen: 'groups', experiment: null, run: null, group: null };

export class Navigation {
  #place = $state.raw<Place>(start);
  #folder = '';
  #early: Partial<Place> = {};
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get screen(): ScreenId {
    return this.#place.screen;
  }
  /** Experiment that Runs, Compare and Laws look at; null for none chosen. */
  get experiment(): ExperimentId | null {
    return this.#place.experiment;
  }
  get run(): RunId | null {
    return this.#place.run;
  }
  get group(): GroupId | null {
    return this.#place.group;
  }

  /**
   * Goes back to where the person last was in this workspace; in safe mode to the first screen. Where they went while the
   * window was still reading its first workspace counts more.
   */
  restore(folder: string, isSafe = false): void {
    const early = this.#early;
    this.#early = {};
    this.#folder = folder;
    this.#place = { ...start, ...(isSafe ? {} : parse(this.#memory.getItem(this.#key))), ...early };
  }
  /** Changes screen, selection, or both. */
  go(to: Partial<Place>): void {
    this.#place = { ...this.#place, ...to };
    if (this.#folder) this.#memory.setItem(this.#key, JSON.stringify(this.#place));
    else this.#early = { ...this.#early, ...to };
  }

  get #key(): string {
    return `place ${this.#folder}`;
  }
}

/** What was remembered, as far as it still makes sense. */
function parse(text: string | null): Partial<Place> {
  if (text === null) return {};
  try {
    const place = JSON.parse(text) as Partial<Place>;
    return screenIds.includes(place.screen as ScreenId) ? place : {};
  } catch {
    return {}; // only a hand-edited store can hold this; starting at the first screen loses nothing
  }
}
