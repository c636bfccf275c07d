/** Losses stopped being finite numbers and the method cannot go on; a run that ends so is `diverged`. */
export class Diverged extends Error {
  /** Round of the method, the first is 1. */
  readonly round: number;

  constructor(message: string, round: number) {
    super(message);
    this.name = 'Diverged';
    this.round = round;
  }
}
