/** How many steps to ask of the trainer at once, so that a pause is heeded soon and calls cost little. */
export interface Slicer {
  /** Steps that take about the wanted time. */
  next(): number;
  /** @param seconds that `steps` steps took */
  learn(steps: number, seconds: number): void;
}

/** @param wantedSeconds length of a slice. The numbers of a run never depend on it. */
export function openSlicer(wantedSeconds: number): Slicer {
  let size = 1;
  return {
    next: () => size,
    learn: (steps, seconds) => {
      const fitting = seconds > 0 ? Math.round((steps * wantedSeconds) / seconds) : size * 2;
      size = Math.max(1, Math.min(fitting, size * 2)); // one quick step must not make a long slice
    },
  };
}

/** Steps at which the subject is evaluated: the start, `points` evenly along the run, the last step. */
export function evaluationSteps(steps: number, points: number): ReadonlySet<number> {
  return new Set(Array.from({ length: points + 1 }, (_, i) => Math.round((steps * i) / points)));
}
