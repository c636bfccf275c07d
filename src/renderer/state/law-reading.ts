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

/** The cell with the strongest effect of one group on another; null when there is none. */
export function strongest(of: Matrix): { readonly row: number; readonly column: number } | null {
  let found: { row: number; column: number } | null = null;
  let most = 0;
  of.forEach((row, i) =>
    row.forEach((value, j) => {
      if ((i === j && of.length > 1) || !(Math.abs(value) > most)) return;
      most = Math.abs(value);
      found = { row: i, column: j };
    }),
  );
  return found;
}
