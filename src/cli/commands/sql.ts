import { Option } from 'commander';
import { csvLine } from '#base/csv';
import type { SqlAnswer } from '#contract/api';
import { withCommonOptions, withEngine, type CommonOptions, type Register } from '../command.ts';
import { readNumber } from '../law-files.ts';
import { columns } from '../tables.ts';

interface Options extends CommonOptions {
  readonly format: 'text' | 'csv' | 'json';
  readonly rows: string;
  readonly seconds: string;
}

/** A question to the store that changes nothing; docs/store.md describes the tables. */
export const sql: Register = (program, streams) => {
  withCommonOptions(program.command('sql <query>').description('ask the store in SQL; read only'))
    .addOption(
      new Option('-f, --format <id>', 'how the rows are written').choices(['text', 'csv', 'json']).default('text'),
    )
    .option('--rows <n>', 'rows at most', '1000')
    .option('--seconds <n>', 'seconds at most', '10')
    .action(async (query: string, options: Options) => {
      const limits = {
        rows: readNumber(options.rows, '--rows', [1, 100_000]),
        seconds: readNumber(options.seconds, '--seconds', [0.1, 3600]),
      };
      const answer = await withEngine(options, 'read', streams, (engine) => engine.sql(query, limits));
      streams.stdout.write(textOf(answer, options.json ? 'json' : options.format));
      if (answer.isCut) streams.stderr.write(`Only the first ${answer.rows.length} rows; ask for more with --rows.\n`);
    });
};

function textOf({ columns: header, rows }: SqlAnswer, format: Options['format']): string {
  if (format === 'json') {
    const objects = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
    return `${JSON.stringify(objects, null, 2)}\n`;
  }
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  return format === 'csv' ? [header, ...cells].map((row) => csvLine(row)).join('') : `${columns(header, cells)}\n`;
}
