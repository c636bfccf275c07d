/** Published results in the workbench's own form: mixtures, tables of runs, matrices. */
import { Option, type Command } from 'commander';
import { formatNumber } from '#base/format';
import { parseDomainWeights } from '#mixing/laws/domain-weights';
import type { LawTable } from '#mixing/laws/fit';
import type { Matrix } from '#mixing/method';
import { withCommonOptions, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { readJsonFile } from '../../files.ts';
import { readMatrix, readTable, tableFormats, type TableFormat } from '../../law-files.ts';
import { columns } from '../../tables.ts';

interface ImportOptions extends CommonOptions {
  readonly as: 'weights' | 'table' | 'matrix';
  readonly format: TableFormat;
  readonly losses?: string;
  readonly groups?: string;
  readonly rows: string;
}

export function registerImport(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('import <file>').description('read published weights, runs or a matrix, and write them as JSON'),
  )
    .addOption(
      new Option('--as <what>', 'what FILE holds').choices(['weights', 'table', 'matrix']).makeOptionMandatory(),
    )
    .addOption(
      new Option('--format <id>', 'of a table; by its name and --losses unless given')
        .choices(tableFormats)
        .default('auto'),
    )
    .option('--losses <file>', 'losses of a table whose FILE holds mixtures only (RegMix, NPY)')
    .option('--groups <list>', 'names of the columns of an NPY table, separated by commas')
    .option('--rows <what>', 'rows of a matrix: evaluated or trained', 'evaluated')
    .action((file: string, options: ImportOptions) => {
      if (options.as === 'weights') importWeights(file, options, streams);
      else if (options.as === 'table') {
        const table = readTable(file, options);
        writeResult(streams, options, table, () => tableText(table));
      } else {
        const matrix = readMatrix(file, options.rows);
        writeResult(streams, options, { rows: 'evaluated', matrix }, () => matrixText(matrix));
      }
    });
}

function importWeights(file: string, options: ImportOptions, streams: Streams): void {
  const found = parseDomainWeights(readJsonFile(file), file);
  if (found.isRenormalised)
    streams.stderr.write(`The weights sum to ${formatNumber(found.sum, 6)}; they are divided by their sum.\n`);
  writeResult(streams, options, found, () =>
    columns(
      ['group', 'share'],
      found.groups.map((name, j) => [name, formatNumber(found.proportions[j]!, 6)]),
    ),
  );
}

function tableText({ groups, targets, proportions, losses }: LawTable): string {
  return columns(
    ['run', ...groups.map((name) => `p ${name}`), ...targets.map((name) => `loss ${name}`)],
    proportions.map((row, n) => [
      String(n + 1),
      ...row.map((share) => formatNumber(share, 4)),
      ...losses[n]!.map((loss) => formatNumber(loss, 4)),
    ]),
  );
}

function matrixText(matrix: Matrix): string {
  return columns(
    ['evaluated \\ trained on', ...matrix[0]!.map((_entry, j) => String(j + 1))],
    matrix.map((row, i) => [String(i + 1), ...row.map((entry) => formatNumber(entry, 5))]),
  );
}
