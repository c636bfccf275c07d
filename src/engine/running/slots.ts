/**
 * How many trainers may work at a time, and who may have the next one: first measurements, which a person waits for,
 * then queued runs, then helpers of a run that has many trials to make.
 */

/** Work that goes before helpers. */
export interface Claimant {
  /** Whether it would take a slot now. */
  readonly waits: () => boolean;
  /** Takes what it can get. */
  readonly go: () => void;
}

export interface Slots {
  /** @returns gives the slot back, once; null when none is free */
  take(): (() => void) | null;
  /** Keeps all of them for a measurement of the machine. @returns gives them back; null while one is taken */
  takeAll(): (() => void) | null;
  /** Adds a claimant behind those that are there. */
  addClaimant(claimant: Claimant): void;
  /** Whether a claimant waits: then helpers go when they have done what they are doing. */
  isWanted(): boolean;
  /** Calls a helper's employer when a slot is free that no claimant took. @returns a function that stops */
  onFree(hire: () => void): () => void;
  /** Offers what is free, after the number of slots has changed. */
  offer(): void;
}

/** @param count how many there are, asked each time */
export function openSlots(count: () => number): Slots {
  const claimants: Claimant[] = [];
  const employers = new Set<() => void>();
  let taken = 0;
  let areKept = false;
  const free = (): number => (areKept ? 0 : count() - taken);
  const offer = (): void => {
    for (const { waits, go } of claimants) if (free() > 0 && waits()) go();
    for (const hire of employers) if (free() > 0) hire();
  };
  return {
    take: () => {
      if (free() <= 0) return null;
      taken++;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        taken--;
        offer();
      };
    },
    takeAll: () => {
      if (taken > 0 || areKept) return null;
      areKept = true;
      return () => {
        areKept = false;
        offer();
      };
    },
    addClaimant: (claimant) => void claimants.push(claimant),
    isWanted: () => taken > count() || claimants.some(({ waits }) => waits()),
    onFree: (hire) => {
      employers.add(hire);
      return () => void employers.delete(hire);
    },
    offer,
  };
}
