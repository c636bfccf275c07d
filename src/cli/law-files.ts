/** Tables, matrices and mixtures that the law commands read. */
import { existsSync, readFileSync } from 'node:fs';
import { Refusal } from '#base/refusal';
import { parseDomainWeights } from '#mixing/laws/domain-weights';
import type { LawTable } from '#mixing/laws/fit';
import { parseMatrixFile, requireRows } from '#mixing/laws/matrix-file';
import { parseLawTable, parseMixtureAndLosses, parseTableCsv } from '#mixing/laws/table-file';
import type { Matrix } from '#mixing/method';
import { readJsonFile } from './files.ts';

/**
 * A table of runs.
 *
 * @param losses the second of RegMix's pair, when the losses have a file of their own
 */
export function readTable(file: string, losses?: string): LawTable {
  if (losses !== undefined) return parseMixtureAndLosses(textOf(file), textOf(losses), { mixtures: file, losses });
  return file.toLowerCase().endsWith('.csv')
    ? parseTableCsv(textOf(file), file)
    : parseLawTable(readJsonFile(file), file);
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
