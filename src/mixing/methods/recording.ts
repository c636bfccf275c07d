/** Methods that update at every step keep notes of some of them: enough for a chart, not one per step. */
import { mean } from '#base/statistics';

/** Steps (the first is 1) at which a helper's state is noted: evenly spread, the last one among them. */
export function isNoted(step: number, steps: number, notes = 50): boolean {
  return step === steps || step % Math.max(1, Math.ceil(steps / notes)) === 0;
}

/** Column means of the last `count` rows. @param rows at least one */
export function meanOfLast(rows: readonly (readonly number[])[], count: number): number[] {
  const last = rows.slice(-count);
  return last[0]!.map((_value, j) => mean(last.map((row) => row[j]!)));
}
