/**
 * A mixture while a person edits it: exact shares, which of them are locked, and the edits. Shares that an edit pushes to
 * 0 come back in their old proportions when the same edit goes back, because it starts from where it began.
 */
import {
  equalShares,
  roomFor,
  sharesOf,
  shownPercents,
  weightsOf,
  withBorderMoved,
  withinLocks,
  withShare,
  type ExactShares,
  type Locks,
} from '#base/exact-shares';
import { plus, type Fraction } from '#base/fraction';

export class Mixture {
  #shares = $state.raw<ExactShares>([]);
  #locks = $state.raw<Locks>([]);
  /** What is being edited, and the shares from which that began. */
  #edit: { readonly what: string; readonly from: ExactShares } | null = null;
  #told: readonly number[] = [];
  readonly #onchange: (weights: readonly number[]) => void;

  /** @param onchange hears the smallest whole numbers in the new proportions */
  constructor(weights: readonly number[], onchange: (weights: readonly number[]) => void) {
    this.#onchange = onchange;
    this.take(weights);
  }

  get shares(): ExactShares {
    return this.#shares;
  }
  get locks(): Locks {
    return this.#locks;
  }
  get weights(): readonly number[] {
    return weightsOf(this.#shares);
  }
  /** Percent per group, as text; they sum to exactly 100. */
  shown(decimals: number): readonly string[] {
    return shownPercents(this.#shares, decimals);
  }

  /** Takes weights that changed elsewhere, e.g. by undo; those just told are its own. */
  take(weights: readonly number[]): void {
    if (weights.length === this.#told.length && weights.every((weight, index) => weight === this.#told[index])) return;
    this.#told = [...weights];
    this.#edit = null;
    this.#shares = readable(weights);
    if (this.#locks.length !== weights.length) this.#locks = weights.map(() => false);
  }

  /** Sets one share. @returns whether it is the one asked for: locks may leave less room */
  set(index: number, share: Fraction): boolean {
    const from = this.#from(`share ${String(index)}`);
    const next = withShare(from, index, share, this.#locks);
    this.#put(next);
    return next[index] === share || equal(next[index], share);
  }
  /** Moves one share by a step. */
  step(index: number, by: Fraction): void {
    this.set(index, plus(this.#shares[index]!, by));
  }
  /** Moves the border after a group, counted from `from`: where a drag began, or where the border is. */
  moveBorder(index: number, by: Fraction, from: ExactShares = this.#shares): void {
    this.#edit = null;
    this.#put(withBorderMoved(from, index, by, this.#locks));
  }
  /** Takes other shares as far as locks allow. */
  adopt(wanted: ExactShares): void {
    this.#edit = null;
    this.#put(withinLocks(this.#shares, wanted, this.#locks));
  }
  /** What a group can have at most beside the locked ones. */
  roomFor(index: number): Fraction {
    return roomFor(this.#shares, index, this.#locks);
  }
  toggleLock(index: number): void {
    this.#edit = null;
    this.#locks = this.#locks.with(index, !this.#locks[index]);
  }

  #from(what: string): ExactShares {
    if (this.#edit?.what !== what) this.#edit = { what, from: this.#shares };
    return this.#edit.from;
  }
  #put(shares: ExactShares): void {
    if (shares.every((share, index) => equal(share, this.#shares[index]))) return;
    this.#shares = shares;
    this.#told = weightsOf(shares);
    this.#onchange(this.#told);
  }
}

/** Weights that a file or a half-typed form holds may be no mixture; the editor then begins with equal shares. */
function readable(weights: readonly number[]): ExactShares {
  const isMixture = weights.every((weight) => Number.isFinite(weight) && weight >= 0) && weights.some((w) => w > 0);
  return isMixture ? sharesOf(weights) : equalShares(weights.length);
}

function equal(a: Fraction | undefined, b: Fraction | undefined): boolean {
  return a?.numerator === b?.numerator && a?.denominator === b?.denominator;
}
