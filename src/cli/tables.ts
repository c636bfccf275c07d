/** Lines with columns for a terminal: the first to the left, numbers to the right. */

export function columns(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_name, i) => Math.max(...lines.map((cells) => Array.from(cells[i] ?? '').length)));
  const isNumeric = header.map(
    (_name, i) => rows.length > 0 && rows.every((cells) => /^[−+–\d]/.test(cells[i] ?? '–')),
  );
  return lines
    .map((cells) =>
      widths
        .map((width, i) => {
          const cell = cells[i] ?? '';
          const room = ' '.repeat(width - Array.from(cell).length);
          return isNumeric[i] ? room + cell : cell + room;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Facts one below the other. */
export function facts(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
