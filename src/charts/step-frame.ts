/** Where a chart over steps lies in its picture, and the scale of its steps. */
import { scaleLinear, type ScaleLinear } from 'd3';

export interface StepFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** First and last step that are looked at. */
  readonly shown: readonly [number, number];
  readonly x: ScaleLinear<number, number>;
}

const top = 24;
const left = 44;

/**
 * @param range      steps that are looked at; null for all
 * @param labelWidth pixels for what stands at the right
 */
export function stepFrame(
  width: number,
  height: number,
  steps: number,
  range: readonly [number, number] | null,
  labelWidth: number,
): StepFrame {
  const shown = range ?? ([0, Math.max(1, steps)] as const);
  const right = Math.max(left + 80, width - labelWidth);
  return { width, height, left, right, top, bottom: height - 24, shown, x: scaleLinear(shown, [left, right]) };
}

export function isInView({ shown: [from, to] }: StepFrame, step: number | null): step is number {
  return step !== null && step >= from && step <= to;
}
