/** Comma-separated tables of numbers, with or without a header row. */
import { Refusal } from '#base/refusal';

export interface CsvTable {
  /** Empty when the first line holds numbers only. */
  readonly header: readonly string[];
  /** Cells as written, without surrounding blanks and quotes. */
  readonly rows: readonly (readonly string[])[];
}

/** @throws Refusal `table_invalid` when a row has more or fewer cells than the first */
export function parseCsv(text: string, file?: string): CsvTable {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(cellsOf);
  const [first = [], ...rest] = lines;
  const ragged = lines.findIndex((cells) => cells.length !== first.length);
  if (ragged >= 0)
    throw new Refusal(
      'table_invalid',
      `Line ${ragged + 1} has ${lines[ragged]!.length} cells, the first has ${first.length}.`,
      {
        ...(file !== undefined && { file }),
        field: `line ${ragged + 1}`,
        remedy: 'Give every line the same number of cells, separated by commas.',
      },
    );
  return first.every(isNumber) ? { header: [], rows: lines } : { header: first, rows: rest };
}

/** The number in one cell. @param place what to call the cell in a refusal @throws Refusal `table_invalid` */
export function numberIn(cell: string | undefined, place: string, file?: string): number {
  const value = cell === undefined || cell === '' ? NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  throw new Refusal('table_invalid', `${place} holds "${cell ?? ''}", which is not a finite number.`, {
    ...(file !== undefined && { file }),
    field: place,
    remedy: 'Write a number there, or leave the whole row out.',
  });
}

/** One line; quotes may enclose commas, and a doubled quote stands for one. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === ',' && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else if (char !== '"') cell += char;
    else if (isQuoted && line[at + 1] === '"') cell += line[++at]!;
    else isQuoted = !isQuoted;
  }
  return [...cells, cell.trim()];
}

function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}
