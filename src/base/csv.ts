/** Lines of comma-separated values, for whatever reads tables. */

/** Cells as one line, quoted where they must be. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** Cells as one line between tabs; tabs and line breaks inside a cell become spaces. */
export function tsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => guarded(cell).replaceAll(/[\t\r\n]+/g, ' ')).join('\t')}\n`;
}

function quoted(cell: string): string {
  const safe = guarded(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell that begins like a formula is marked as text by a leading apostrophe; group names are the user's. */
function guarded(cell: string): string {
  return /^[=@\t\r]/.test(cell) || /^[+-](?![\d.])/.test(cell) ? `'${cell}` : cell;
}
