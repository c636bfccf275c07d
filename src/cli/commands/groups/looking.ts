/** `aioli groups preview | versions`. */
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { formatBytes, formatCount } from '#base/format';
import type { GroupVersion, SourcePreview } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { columns } from '../../tables.ts';
import { wholeNumber } from '../../whole-number.ts';
import { groupNamed } from './lookup.ts';

interface PreviewOptions extends CommonOptions {
  readonly from: number;
  readonly limit: number;
  readonly file?: string;
  readonly textField: string;
  readonly reader: string;
}

const cellCharacters = 60;

export function registerLooking(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('preview <source>').description('rows of a file as they stand there; SOURCE is a path, or a group'),
  )
    .option('--from <row>', 'first row, counted from 0', rowNumber, 0)
    .option('--limit <n>', 'rows', wholeNumber, 10)
    .option('--file <file>', 'one of several files; the first unless given')
    .option('--text-field <path>', 'records: name or dotted path of the text; guessed unless given', '')
    .option('--reader <id>', 'text, source, jsonl, csv or parquet; by file name unless given', 'auto')
    .action(async (source: string, options: PreviewOptions) => {
      const { from, limit, file, textField, reader } = options;
      const preview = await withEngine(options, 'read', streams, async (engine) => {
        const group = (await engine.listGroups()).find(({ id, name }) => name === source || id === source);
        const place = group ? { group: group.id } : { source: { paths: [resolve(source)], textField, reader } };
        return engine.previewSource(place, from, limit, file === undefined ? undefined : resolve(file));
      });
      writeResult(streams, options, preview, () => previewText(preview));
    });

  withCommonOptions(
    command.command('versions <name>').description('every text that a group has had, and which experiments used it'),
  ).action(async (name: string, options: CommonOptions) => {
    const versions = await withEngine(options, 'read', streams, async (engine) =>
      engine.groupVersions((await groupNamed(engine, name)).id),
    );
    writeResult(streams, options, versions, () => versionsText(versions));
  });
}

function previewText({ file, reader, problem, fields, textField, rows, total, estimatedTotal }: SourcePreview): string {
  if (problem !== null) return `${file} ${problem}`;
  const length = total === null ? `about ${formatCount(estimatedTotal)}` : formatCount(total);
  const names = fields.map(({ name }) => (name === textField ? `${name} (text)` : name));
  const table = columns(
    ['row', ...(names.length > 0 ? names : ['text']), 'problem'],
    rows.map((row) => [
      String(row.index),
      ...(names.length > 0 ? row.cells.map(short) : [short(row.text)]),
      row.problem ?? '',
    ]),
  );
  return `${file}: ${reader}, ${length} rows\n\n${table}`;
}

function short(text: string | null): string {
  const line = (text ?? '').replace(/\s+/g, ' ');
  return line.length > cellCharacters ? `${line.slice(0, cellCharacters - 1)}…` : line;
}

function versionsText(versions: readonly GroupVersion[]): string {
  return columns(
    ['version', 'read', 'documents', 'bytes', 'experiments'],
    versions.map(({ version, readAt, isCurrent, documents, bytes, experiments }) => [
      version.slice(0, 12) + (isCurrent ? ' (now)' : ''),
      readAt,
      formatCount(documents),
      formatBytes(bytes),
      experiments.map(({ name, runs }) => `${name} (${runs} ${runs === 1 ? 'run' : 'runs'})`).join(', '),
    ]),
  );
}

function rowNumber(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0) throw new InvalidArgumentError('A whole number of at least 0 is needed.');
  return n;
}
