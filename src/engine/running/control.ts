/** What a person wants of a run that is training; heeded between slices. */
export interface RunControl {
  wish: 'go' | 'pause' | 'stop';
}

/** Ends the conversation with a method because someone asked for it; the run has a checkpoint. */
export class Interrupted extends Error {
  readonly how: 'pause' | 'stop';
  constructor(how: 'pause' | 'stop') {
    super(`the run was asked to ${how}`);
    this.name = 'Interrupted';
    this.how = how;
  }
}

/** A loss or gradient that is not finite. */
export class Diverged extends Error {
  readonly step: number;
  constructor(what: string, step: number) {
    super(`${what} stopped being a finite number at step ${step}.`);
    this.name = 'Diverged';
    this.step = step;
  }
}
