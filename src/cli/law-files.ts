/** Tables, matrices and mixtures that the law commands read. */
import { existsSync, readFileSync } from 'node:fs';
import { Refusal } from '#base/refusal';
import { parseDomainWeights } from '#mixing/laws/domain-weights';
import type { LawTable } from '#mixing/laws/fit';
import { parseMatrixFile, requireRows } from '#mixing/laws/matrix-file';
import { parseLawTable, parseMixtureAndLosses, parseTableCsv, requireTable } from '#mixing/laws/table-file';
import type { Matrix } from '#mixing/method';
import { readJsonFile } from './files.ts';

/** How a table is written; `auto` goes by the file's name and whether the losses have a file of their own. */
export const tableFormats = ['auto', 'json', 'csv', 'regmix', 'npy'] as const;
export type TableFormat = (typeof tableFormats)[number];

export interface TableOptions {
  readonly format?: TableFormat;
  /** File of the losses, for RegMix's pair and NPY. */
  readonly losses?: string;
  /** Names of columns, for NPY, between commas. */
  readonly groups?: string;
}

/** A table of runs. @throws Refusal `option_invalid` when the format needs another option, or what is wrong with the file */
export function readTable(file: string, { format = 'auto', losses, groups }: TableOptions = {}): LawTable {
  const kind = format === 'auto' ? formatOf(file, losses) : format;
  if (kind === 'json') return parseLawTable(readJsonFile(file), file);
  if (kind === 'csv') return parseTableCsv(textOf(file), file);
  if (losses === undefined)
    throw new Refusal('option_invalid', `${file} holds mixtures only.`, {
      file,
      field: '--losses',
      remedy: 'Name the file of the losses with --losses.',
    });
  return kind === 'npy'
    ? npyTable(file, losses, groups)
    : parseMixtureAndLosses(textOf(file), textOf(losses), { mixtures: file, losses });
}

function formatOf(file: string, losses: string | undefined): Exclude<TableFormat, 'auto'> {
  const name = file.toLowerCase();
  if (name.endsWith('.npy')) return 'npy';
  if (losses !== undefined) return 'regmix';
  return name.endsWith('.csv') ? 'csv' : 'json';
}

/** Two arrays, one row a run: runs x groups and runs x targets. Columns have no names of their own. */
function npyTable(file: string, losses: string, groups: string | undefined): LawTable {
  const proportions = readMatrix(file, 'evaluated');
  const values = readMatrix(losses, 'evaluated');
  const given = groups?.split(',').map((name) => name.trim());
  const names = given ?? proportions[0]!.map((_share, j) => `group ${j + 1}`);
  const targets = values[0]!.length === names.length ? names : values[0]!.map((_loss, i) => `target ${i + 1}`);
  return requireTable({ groups: names, targets, proportions, losses: values }, file);
}

/** @param rows what the file's rows are, `evaluated` or `trained`, when it does not say so itself */
export function readMatrix(file: string, rows: string): Matrix {
  return parseMatrixFile(bytesOf(file), file, requireRows(rows));
}

/** Numbers between commas, one per group; for `--prior` also a JSON file of names and weights. */
export function readShares(value: string, option: string, groups: readonly string[]): number[] {
  if (existsSync(value)) return sharesByName(value, option, groups);
  const numbers = value.split(',').map((cell) => (cell.trim() === '' ? NaN : Number(cell)));
  if (numbers.length === groups.length && numbers.every((x) => Number.isFinite(x) && x >= 0)) return numbers;
  throw new Refusal('option_invalid', `${option} "${value}" is not ${groups.length} numbers of 0 or more.`, {
    field: option,
    remedy: `Give one per group, separated by commas, in the order ${groups.join(', ')}.`,
  });
}

/** @throws Refusal `option_invalid` unless the value is a number within the range */
export function readNumber(value: string, option: string, [low, high]: readonly [number, number]): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= low && number <= high) return number;
  throw new Refusal('option_invalid', `${option} "${value}" is not a number from ${low} to ${high}.`, {
    field: option,
    remedy: 'Correct the option, or leave it out for its default.',
  });
}

function sharesByName(file: string, option: string, groups: readonly string[]): number[] {
  const found = parseDomainWeights(readJsonFile(file), file);
  const strange = found.groups.find((name) => !groups.includes(name));
  if (strange !== undefined)
    throw new Refusal('option_invalid', `${file} weighs "${strange}", which is none of the groups.`, {
      file,
      field: option,
      remedy: `Name the groups as the table does: ${groups.join(', ')}.`,
    });
  return groups.map((name) => found.proportions[found.groups.indexOf(name)] ?? 0);
}

function textOf(file: string): string {
  return new TextDecoder().decode(bytesOf(file));
}

function bytesOf(file: string): Uint8Array {
  if (!existsSync(file))
    throw new Refusal('file_missing', `There is no file ${file}.`, { file, remedy: 'Check the path.' });
  return readFileSync(file);
}
