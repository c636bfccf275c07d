/** Training at one p outside the run's own course: trials, the way back to a point of a run, children from there. */
import type { Proportions, TrainAsk } from '#mixing/method';
import { Diverged } from './control.ts';
import type { Hand } from './crew.ts';

export interface SegmentOrder extends Pick<TrainAsk, 'splitter' | 'lossWeights'> {
  readonly model: number;
  readonly proportions: Proportions;
  readonly steps: number;
  /** Steps of the segment that were taken before. */
  readonly done?: number;
}

export interface SegmentTools {
  readonly isWantedToRest: () => boolean;
  readonly onSteps: (steps: number) => void;
  /** For the message when it diverges: 'a trial'. */
  readonly what: string;
}

/**
 * Trains in slices.
 *
 * @returns false when it ended early in order to rest
 * @throws  Diverged
 */
export async function trainSegment(
  { trainer, slice, timed }: Hand,
  { done = 0, steps, ...order }: SegmentOrder,
  { isWantedToRest, onSteps, what }: SegmentTools,
): Promise<boolean> {
  for (let taken = done; taken < steps;) {
    if (isWantedToRest()) return false;
    const result = await timed(trainer.train({ ...order, steps: slice(steps - taken), continues: taken > 0 }));
    taken += result.steps.length;
    onSteps(result.steps.length);
    if (result.diverged) throw new Diverged(`The ${result.diverged.what} of ${what}`, result.diverged.step);
  }
  return true;
}
