/** How laws are looked at. Choices are kept with the window, so that the screen opens as it was left. */
import type { GroupOrder } from './law-order.ts';
import type { LawForm } from './law-panel.ts';
import type { LawAxis, Limits } from './law-view.ts';
import type { Memory } from './navigation.svelte.ts';

/** What stands inside a cell while there is room. */
export type CellContent = 'values' | 'history' | 'both';

interface Kept {
  readonly form: LawForm | null;
  readonly axis: LawAxis;
  readonly order: GroupOrder;
  readonly cells: CellContent;
  readonly palette: string;
  readonly speed: number;
  readonly hasProportions: boolean;
  /** By kind of law, in the unit of the cells. */
  readonly limits: Readonly<Record<string, Limits>>;
}

const key = 'laws view';
const usual: Kept = {
  form: null,
  axis: 'step',
  order: 'experiment',
  cells: 'values',
  palette: 'blue-orange',
  speed: 1,
  hasProportions: true,
  limits: {},
};

/** Rounds per second at speed 1. */
export const roundsPerSecond = 4;
export const speeds = [0.5, 1, 2, 4, 8] as const;

export class LawSettings {
  #kept = $state.raw<Kept>(usual);
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#kept = { ...usual, ...parsed(memory.getItem(key)) };
  }

  /** Chosen by hand; null until then. */
  get form(): LawForm | null {
    return this.#kept.form;
  }
  get axis(): LawAxis {
    return this.#kept.axis;
  }
  get order(): GroupOrder {
    return this.#kept.order;
  }
  get cells(): CellContent {
    return this.#kept.cells;
  }
  get palette(): string {
    return this.#kept.palette;
  }
  get speed(): number {
    return this.#kept.speed;
  }
  get hasProportions(): boolean {
    return this.#kept.hasProportions;
  }
  get limits(): Readonly<Record<string, Limits>> {
    return this.#kept.limits;
  }

  change(some: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...some };
    this.#memory.setItem(key, JSON.stringify(this.#kept));
  }
  /** @param limits null fits the scale to the data again */
  setLimits(kind: string, limits: Limits | null): void {
    const others = Object.entries(this.#kept.limits).filter(([one]) => one !== kind);
    this.change({ limits: Object.fromEntries(limits ? [...others, [kind, limits] as const] : others) });
  }
}

/** What was kept; nothing when it cannot be read, e.g. written by another version. */
function parsed(text: string | null): Partial<Kept> {
  if (text === null) return {};
  try {
    return JSON.parse(text) as Partial<Kept>;
  } catch {
    return {};
  }
}
