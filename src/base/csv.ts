/** Lines of comma-separated values, for whatever reads tables. */

/** Cells as one line, quoted where they must be. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** A cell that begins like a formula is quoted as text by a leading apostrophe; group names are the user's. */
function quoted(cell: string): string {
  const safe = /^[=@\t\r]/.test(cell) || /^[+-](?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
