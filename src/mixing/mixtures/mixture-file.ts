/**
 * Mixtures as files: DoReMi's domain weights (JSON), RegMix's configurations (YAML) and tables (CSV), and the workbench's own JSON.
 * Weights come out as they are written; `matchMixtures` brings them to the groups of a workspace.
 */
import { Refusal } from '#base/refusal';
import { parseCsv } from '../laws/csv.ts';
import type { Proportions } from '../method.ts';
import { parseFlatYaml, yamlKey } from './flat-yaml.ts';

export const mixtureFormats = ['aioli', 'doremi', 'regmix-yaml', 'regmix-csv'] as const;
export type MixtureFormat = (typeof mixtureFormats)[number];

export interface MixtureFile {
  readonly format: MixtureFormat;
  /** Names as written. */
  readonly names: readonly string[];
  readonly mixtures: readonly WrittenMixture[];
}

export interface WrittenMixture {
  /** Index of the row in a table; empty elsewhere. */
  readonly label: string;
  /** One per name, as written: 0 or more, finite, not all 0. */
  readonly weights: readonly number[];
}

/** The format that a file's ending stands for; JSON is our own. @throws Refusal `option_invalid` */
export function mixtureFormatOf(file: string): MixtureFormat {
  const name = file.toLowerCase();
  if (/\.ya?ml$/.test(name)) return 'regmix-yaml';
  if (name.endsWith('.csv')) return 'regmix-csv';
  if (name.endsWith('.json')) return 'aioli';
  throw new Refusal('option_invalid', `The ending of ${file} says no format.`, {
    file,
    remedy: 'End the name with .json, .yaml or .csv, or name the format.',
  });
}

/**
 * Reads a mixture file, by its ending and what is in it.
 *
 * @throws Refusal `option_invalid` (unknown ending), `file_malformed`, `table_invalid`, `proportions_invalid`
 */
export function parseMixtureFile(text: string, file: string): MixtureFile {
  const kind = mixtureFormatOf(file);
  const parsed =
    kind === 'regmix-yaml' ? fromYaml(text, file) : kind === 'regmix-csv' ? fromCsv(text, file) : fromJson(text, file);
  for (const mixture of parsed.mixtures) requireWeights(parsed.names, mixture, file);
  return parsed;
}

/** The text of a mixture file; numbers are written so that reading gives them back to the last digit. */
export function writeMixtureFile(groups: readonly string[], proportions: Proportions, format: MixtureFormat): string {
  const shares = Object.fromEntries(groups.map((name, j) => [name, proportions[j]!]));
  switch (format) {
    case 'aioli':
      return `${JSON.stringify({ format: 'aioli-mixture', version: 1, proportions: shares }, null, 2)}\n`;
    case 'doremi':
      return `${JSON.stringify({ train_domain_weights: shares, eval_domain_weights: shares }, null, 2)}\n`;
    case 'regmix-yaml': {
      const section = (title: string, value: (j: number) => number) =>
        [`${title}:`, ...groups.map((name, j) => `  ${yamlKey(`${title}_${name}`)}: ${decimal(value(j))}`)].join('\n');
      return `${section('train', (j) => proportions[j]!)}\n${section('valid', () => 1)}\n`;
    }
    case 'regmix-csv':
      return `${['index', ...groups.map((name) => csvCell(`train_${name}`))].join(',')}\n${[0, ...proportions].join(',')}\n`;
  }
}

function fromJson(text: string, file: string): MixtureFile {
  const content = jsonIn(text, file);
  const isOurs = 'proportions' in content;
  const weights = isOurs
    ? content.proportions
    : 'train_domain_weights' in content
      ? content.train_domain_weights
      : content;
  const entries = isObject(weights) ? Object.entries(weights) : [];
  return {
    format: isOurs ? 'aioli' : 'doremi',
    names: entries.map(([name]) => name),
    mixtures: [{ label: '', weights: entries.map(([, value]) => (typeof value === 'number' ? value : NaN)) }],
  };
}

function jsonIn(text: string, file: string): object {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Refusal(
      'file_malformed',
      `${file} is not JSON: ${(error as Error).message}.`,
      { file, remedy: 'Correct the file; a mixture is {"group": share, ...}.' },
      { cause: error },
    );
  }
  if (isObject(content)) return content;
  throw new Refusal('file_malformed', `${file} holds no JSON object.`, {
    file,
    remedy: 'A mixture is {"train_domain_weights": {"group": share, ...}} or {"group": share, ...}.',
  });
}

/** `train:` with its entries; a file without sections is one mixture. */
function fromYaml(text: string, file: string): MixtureFile {
  const content = parseFlatYaml(text, file);
  const train = content.get('train');
  const flat = [...content].filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const entries = train instanceof Map ? [...(train as ReadonlyMap<string, string>)] : flat;
  return {
    format: 'regmix-yaml',
    names: entries.map(([name]) => name),
    mixtures: [{ label: '', weights: entries.map(([, value]) => numberOf(value)) }],
  };
}

/** Columns `train_<group>` or `p_<group>` where there are any, else all but the first; one mixture a row. */
function fromCsv(text: string, file: string): MixtureFile {
  const { header, rows } = parseCsv(text, file);
  const prefixed = header.flatMap((name, j) => (/^(train|p)_/.test(name) ? [j] : []));
  const columns = prefixed.length > 0 ? prefixed : header.flatMap((_name, j) => (j > 0 ? [j] : []));
  return {
    format: 'regmix-csv',
    names: columns.map((j) => header[j]!.replace(/^p_/, '')),
    mixtures: rows.map((cells) => ({ label: cells[0]!, weights: columns.map((j) => numberOf(cells[j] ?? '')) })),
  };
}

function requireWeights(names: readonly string[], { label, weights }: WrittenMixture, file: string): void {
  const place = label === '' ? '' : `Mixture ${label}: `;
  const refuse = (complaint: string, field: string): never => {
    throw new Refusal('proportions_invalid', `${place}${complaint}`, {
      file,
      field,
      remedy: 'Give every name one weight of 0 or more, not all of them 0.',
    });
  };
  if (names.length === 0) refuse('There are no weights.', 'train');
  const twice = names.find((name, j) => names.indexOf(name) !== j);
  if (twice !== undefined) refuse(`"${twice}" is named twice.`, twice);
  const wrong = weights.findIndex((weight) => !Number.isFinite(weight) || weight < 0);
  if (wrong >= 0) refuse(`"${names[wrong]!}" has no weight of 0 or more.`, names[wrong]!);
  if (weights.every((weight) => weight === 0)) refuse('All weights are 0.', 'train');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

/** With a point, as YAML readers of RegMix expect a float. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function csvCell(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
