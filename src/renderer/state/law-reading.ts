/** What the cells of a panel say in words. */
import { readCell, type LawUnit } from '#charts/laws';
import type { FoldedEstimate } from '#mixing/laws/folded-law';
import type { Matrix } from '#mixing/method';
import { whenOf, type LawPanel } from './law-panel.ts';

export interface CellReading {
  readonly panel: LawPanel;
  readonly round: FoldedEstimate;
  readonly row: number;
  readonly column: number;
  readonly unit: LawUnit;
  /** What was taken away, when the panel shows a difference. */
  readonly minus?: string | undefined;
}

/**
 * "At step 1 500 training on code lowers law's loss by 0.0041 nats per step, ± 0.0003; the sign is the same in 5 of 5
 * seeds."
 */
export function sentenceOf({ panel, round, row, column, unit, minus }: CellReading): string {
  const [trainedOn, lossOf] = [panel.groups[column] ?? '', panel.groups[row] ?? ''];
  const value = round.matrix[row]?.[column] ?? NaN;
  const error = round.errors?.[row]?.[column] ?? null;
  const agreement =
    unit.kind === 'share' && minus === undefined ? null : { same: round.agreeing[row]?.[column] ?? 0, of: round.seeds };
  return readCell({
    where: whenOf(panel, round),
    trainedOn,
    lossOf,
    value,
    unit,
    ...(minus !== undefined && { minus }),
    ...(error !== null && Number.isFinite(error) && { error }),
    ...(round.seeds > 1 && agreement && { agreement }),
  });
}

/** Whether seeds disagree on the sign of an entry. */
export function isUnsureAt({ agreeing, seeds, matrix }: FoldedEstimate, row: number, column: number): boolean {
  return seeds > 1 && (agreeing[row]?.[column] ?? 0) < seeds && !Number.isNaN(matrix[row]?.[column]);
}

/** The cell with the strongest effect of one group on another, or on itself without one; null when all is zero. */
export function strongest(of: Matrix): { readonly row: number; readonly column: number } | null {
  return strongestOf(of, (row, column) => row !== column) ?? strongestOf(of, () => true);
}

/** Without an object per cell: it is asked for every frame of a large matrix. */
function strongestOf(
  of: Matrix,
  isMeant: (row: number, column: number) => boolean,
): { readonly row: number; readonly column: number } | null {
  let [row, column, most] = [-1, -1, 0];
  for (let i = 0; i < of.length; i++)
    for (let j = 0; j < of[i]!.length; j++) {
      const size = Math.abs(of[i]![j]!);
      if (size > most && isMeant(i, j)) [row, column, most] = [i, j, size];
    }
  return row < 0 ? null : { row, column };
}
