/**
 * A law over time as a file: NPY (time, to, from), CSV in long form, JSON with everything. In each of them `to` is the
 * group whose loss moves and `from` the group trained on, and a missing entry is NaN, an empty cell, null.
 */
import { csvLine } from '#base/csv';
import { Refusal } from '#base/refusal';
import type { Matrix, Proportions } from '../method.ts';
import { parseCsv, numberIn } from './csv.ts';
import type { LawEstimate } from './folded-law.ts';
import { unitWithOrigin, type LawOrigin } from './law-origin.ts';
import { parseMatrixFile, type Rows } from './matrix-file.ts';
import { isNpy, parseNpyMatrices, writeNpy } from './npy.ts';

/** What is written of one law. */
export interface LawRecord {
  /** What the law is of: a method, and which seeds. */
  readonly label: string;
  readonly method: string;
  readonly seeds: readonly number[];
  readonly runs: readonly string[];
  readonly groups: readonly string[];
  /** What an entry measures. */
  readonly unit: string;
  /** Where it comes from, and how far the choice of sequences moves it; null where that is not known. */
  readonly provenance?: LawOrigin['provenance'];
  readonly subsetError?: LawOrigin['subsetError'];
  readonly rounds: readonly (LawEstimate & {
    /** Standard errors over seeds. */
    readonly errors?: Matrix | null;
    /** Of the run after this round. */
    readonly proportions?: Proportions;
  })[];
}

export const lawFormats = ['npy', 'csv', 'json'] as const;
export type LawFormat = (typeof lawFormats)[number];

/** @returns bytes: text is UTF-8 */
export function writeLaw(law: LawRecord, format: LawFormat): Uint8Array {
  if (format === 'npy') return npyOf(law);
  return new TextEncoder().encode(format === 'csv' ? csvOf(law) : jsonOf(law));
}

/** What every such file begins with; older ones have no more. */
const csvHeader = ['method', 'seeds', 'round', 'step', 'to', 'from', 'value', 'se', 'unit'] as const;

function npyOf({ groups, rounds }: LawRecord): Uint8Array {
  return writeNpy({
    shape: [rounds.length, groups.length, groups.length],
    data: Float64Array.from(rounds.flatMap(({ matrix }) => matrix.flat())),
  });
}

function csvOf({ method, seeds, groups, unit, provenance, subsetError, rounds }: LawRecord): string {
  const measure = unitWithOrigin(unit, provenance ?? null);
  const number = (value: number | null | undefined) => (value == null || Number.isNaN(value) ? '' : String(value));
  const lines = rounds.flatMap(({ round, step, matrix, errors }) =>
    matrix.flatMap((row, i) =>
      row.map((value, j) => [
        method,
        seeds.join(' '),
        String(round),
        String(step),
        groups[i]!,
        groups[j]!,
        number(value),
        number(errors?.[i]?.[j]),
        measure,
        number(subsetError),
      ]),
    ),
  );
  return [[...csvHeader, 'subset_error'], ...lines].map(csvLine).join('');
}

function jsonOf(law: LawRecord): string {
  return `${JSON.stringify({ format: 1, rows: 'evaluated', ...law }, null, 1)}\n`;
}

/** A law that was read: matrices in order of time, and the names of the groups where the file has them. */
export interface LawRead {
  readonly groups: readonly string[] | null;
  readonly estimates: readonly LawEstimate[];
}

/**
 * Reads one matrix or several over time: an NPY array of two or three dimensions, what `writeLaw` writes, or any file of a
 * single matrix that `parseMatrixFile` takes.
 *
 * @param rows what the rows of each matrix are, when the file does not say so itself
 * @throws     Refusal `matrix_invalid`, `table_invalid`
 */
export function readLaw(bytes: Uint8Array, file: string, rows: Rows = 'evaluated'): LawRead {
  if (isNpy(bytes)) {
    const matrices = parseNpyMatrices(bytes, file);
    return unnamed(matrices.map((matrix) => squared(rows === 'trained' ? turned(matrix) : matrix, file)));
  }
  const text = new TextDecoder().decode(bytes);
  if (text.replace(/^\ufeff/, '').startsWith(csvHeader.join(','))) return longCsv(text, file);
  const json = /^\ufeff?\s*\{/.test(text) ? jsonLaw(text) : null;
  return json ?? unnamed([squared(parseMatrixFile(bytes, file, rows), file)]);
}

function unnamed(matrices: readonly Matrix[]): LawRead {
  return { groups: null, estimates: matrices.map((matrix, round) => ({ round, step: round, matrix })) };
}

/** What `writeLaw` wrote as JSON; null for another file. */
function jsonLaw(text: string): LawRead | null {
  const content = parsed(text);
  if (typeof content !== 'object' || content === null || !('rounds' in content) || !('groups' in content)) return null;
  const law = content as { groups: string[]; rounds: { round: number; step: number; matrix: (number | null)[][] }[] };
  return {
    groups: law.groups,
    estimates: law.rounds.map(({ round, step, matrix }) => ({
      round,
      step,
      matrix: matrix.map((row) => row.map((entry) => entry ?? NaN)),
    })),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the reader of single matrices says what is wrong with it
  }
}

function longCsv(text: string, file: string): LawRead {
  const { rows } = parseCsv(text, file);
  const groups = [...new Set(rows.map((cells) => cells[4]!))];
  const place = new Map(groups.map((group, i) => [group, i]));
  const rounds = new Map<number, LawEstimate & { matrix: number[][] }>();
  rows.forEach((cells, n) => {
    const where = (column: string) => `${column} in row ${String(n + 2)}`;
    const round = numberIn(cells[2], where('round'), file);
    const step = numberIn(cells[3], where('step'), file);
    const [to, from] = [place.get(cells[4]!), place.get(cells[5]!)];
    if (to === undefined || from === undefined)
      throw new Refusal('table_invalid', `"${cells[5]!}" is trained on and never evaluated.`, {
        file,
        field: where('from'),
        remedy: 'Give every group a row for each group, itself included; leave a value empty where there is none.',
      });
    const estimate = rounds.get(round) ?? { round, step, matrix: groups.map(() => groups.map(() => NaN)) };
    estimate.matrix[to]![from] = cells[6] === '' ? NaN : numberIn(cells[6], where('value'), file);
    rounds.set(round, estimate);
  });
  return { groups, estimates: [...rounds.values()] };
}

function turned(matrix: Matrix): number[][] {
  return (matrix[0] ?? []).map((_entry, j) => matrix.map((row) => row[j]!));
}

function squared(matrix: Matrix, file: string): Matrix {
  if (matrix.length > 0 && matrix.every((row) => row.length === matrix.length)) return matrix;
  throw new Refusal(
    'matrix_invalid',
    `${file} has ${matrix.length} rows and ${matrix[0]?.length ?? 0} columns; a law has a row and a column per group.`,
    { file, remedy: 'Save a square matrix, or an array (time, to, from) whose last two sizes are equal.' },
  );
}
