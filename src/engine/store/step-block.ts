/** Steps of a run packed into columns of numbers, and back, to the last digit. Computers that this runs on are little-endian. */
import type { StepRecord } from '#contract/trainer';

/** A block holds at most so many steps, and none crosses a multiple of it. */
export const blockSteps = 1024;

/** Steps one after the other; lists of groups stand group by group. */
export interface StepBlock {
  readonly first: number;
  readonly steps: number;
  readonly groups: number;
  readonly loss: Float64Array;
  /** NaN where the batch held none of the group. */
  readonly groupLosses: Float64Array;
  readonly gradientNorm: Float64Array;
  readonly learningRate: Float64Array;
  readonly counts: Counts;
}

type Counts = Uint8Array | Uint16Array | Uint32Array;

/** Steps in order, cut where a block ends: at multiples of its length, and where a step is missing. */
export function inBlocks(steps: readonly StepRecord[]): readonly (readonly StepRecord[])[] {
  const starts = steps.flatMap(({ step }, i) => (i === 0 || !goesOn(steps[i - 1]!.step, step) ? [i] : []));
  return starts.map((start, i) => steps.slice(start, starts[i + 1]));
}

/** Its last step. */
export function lastOf({ first, steps }: StepBlock): number {
  return first + steps - 1;
}

/** Whether a block goes on where another one ends, so that they may be one. */
export function follows(block: StepBlock, next: StepBlock): boolean {
  return goesOn(lastOf(block), next.first);
}

/** @param parts each follows the one before it */
export function joined(parts: readonly StepBlock[]): StepBlock {
  const groups = parts[0]!.groups;
  const steps = parts.reduce((sum, part) => sum + part.steps, 0);
  const width = Math.max(...parts.map(({ counts }) => counts.BYTES_PER_ELEMENT)) as 1 | 2 | 4;
  const ofSteps = (of: (part: StepBlock) => Float64Array) => filled(new Float64Array(steps), parts, 1, of);
  return {
    first: parts[0]!.first,
    steps,
    groups,
    loss: ofSteps(({ loss }) => loss),
    groupLosses: filled(new Float64Array(steps * groups), parts, groups, ({ groupLosses }) => groupLosses),
    gradientNorm: ofSteps(({ gradientNorm }) => gradientNorm),
    learningRate: ofSteps(({ learningRate }) => learningRate),
    counts: filled(countsOfWidth(width, steps * groups), parts, groups, ({ counts }) => counts),
  };
}

/** @param steps one after the other, at least one */
export function pack(steps: readonly StepRecord[]): StepBlock {
  const groups = steps[0]!.counts.length;
  const column = (of: (step: StepRecord) => number) => Float64Array.from(steps, of);
  const groupLosses = new Float64Array(steps.length * groups);
  const counts = countsOfWidth(widthOf(steps), steps.length * groups);
  steps.forEach((step, i) => {
    for (let group = 0; group < groups; group++) {
      groupLosses[group * steps.length + i] = step.groupLosses[group] ?? NaN;
      counts[group * steps.length + i] = step.counts[group]!;
    }
  });
  return {
    first: steps[0]!.step,
    steps: steps.length,
    groups,
    loss: column(({ loss }) => loss),
    groupLosses,
    gradientNorm: column(({ gradientNorm }) => gradientNorm),
    learningRate: column(({ learningRate }) => learningRate),
    counts,
  };
}

export function unpack(block: StepBlock): StepRecord[] {
  const { first, steps, groups } = block;
  return Array.from({ length: steps }, (_, i) => ({
    step: first + i,
    loss: block.loss[i]!,
    gradientNorm: block.gradientNorm[i]!,
    learningRate: block.learningRate[i]!,
    counts: Array.from({ length: groups }, (_group, group) => block.counts[group * steps + i]!),
    groupLosses: Array.from({ length: groups }, (_group, group) => {
      const loss = block.groupLosses[group * steps + i]!;
      return Number.isNaN(loss) ? null : loss;
    }),
  }));
}

export function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

export function numbersIn(bytes: Buffer): Float64Array {
  return new Float64Array(aligned(bytes));
}

/** @param length how many they are */
export function countsIn(bytes: Buffer, length: number): Counts {
  const buffer = aligned(bytes);
  const width = bytes.byteLength / length;
  return width === 1 ? new Uint8Array(buffer) : width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}

/** Bytes of their own, because a view on numbers must begin at a multiple of their size. */
function aligned({ buffer, byteOffset, byteLength }: Buffer): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

function goesOn(last: number, step: number): boolean {
  return step === last + 1 && last % blockSteps !== 0;
}

/** Columns of parts one after the other, for each group. */
function filled<C extends Counts | Float64Array>(
  whole: C,
  parts: readonly StepBlock[],
  groups: number,
  of: (part: StepBlock) => Counts | Float64Array,
): C {
  let at = 0;
  for (let group = 0; group < groups; group++)
    for (const part of parts) {
      whole.set(of(part).subarray(group * part.steps, (group + 1) * part.steps), at);
      at += part.steps;
    }
  return whole;
}

function widthOf(steps: readonly StepRecord[]): 1 | 2 | 4 {
  const largest = steps.reduce((most, { counts }) => Math.max(most, ...counts), 0);
  return largest < 2 ** 8 ? 1 : largest < 2 ** 16 ? 2 : 4;
}

function countsOfWidth(width: 1 | 2 | 4, length: number): Counts {
  return width === 1 ? new Uint8Array(length) : width === 2 ? new Uint16Array(length) : new Uint32Array(length);
}
