/** Moving among the cells of a square grid by keys, as WAI-ARIA's grid pattern has it. */

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * The cell that a key leads to.
 *
 * @param k cells per side
 * @returns null when the key leaves the grid (Escape); undefined when the key is not for the grid
 */
export function cellAfterKey(
  { key, ctrlKey, metaKey }: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean },
  from: Cell | null,
  k: number,
): Cell | null | undefined {
  if (k === 0) return undefined;
  const { row, column } = from ?? { row: 0, column: 0 };
  const last = k - 1;
  const isFar = ctrlKey || metaKey;
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(last, row + 1), column };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(last, column + 1) };
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 };
    case 'End':
      return { row: isFar ? last : row, column: last };
    case 'Escape':
      return null;
    default:
      return undefined;
  }
}
