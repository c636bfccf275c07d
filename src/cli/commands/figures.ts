import { Option } from 'commander';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { readNumber } from '../law-files.ts';
import { findExperiment } from '../lookup.ts';

interface Options extends CommonOptions {
  readonly out: string;
  readonly format: 'svg' | 'pdf';
  readonly width: string;
  readonly baseline?: string;
}

export const figures: Register = (program, streams) => {
  withCommonOptions(
    program
      .command('figures [experiment]')
      .description('write the charts of the report as files of their own; the latest experiment unless named')
      .requiredOption('-o, --out <dir>', 'folder; files of the same names are replaced'),
  )
    .addOption(new Option('--format <id>', 'what the files are').choices(['svg', 'pdf']).default('svg'))
    .option('--width <mm>', 'of a figure, millimetres: 84 is a column of most papers', '174')
    .option('-b, --baseline <method>', 'method that differences are taken to; the first stratified one unless given')
    .action(async (named: string | undefined, options: Options) => {
      const width = readNumber(options.width, '--width', [20, 1000]);
      const written = await withEngine(options, 'read', streams, async (engine) => {
        const { id } = await findExperiment(engine, named);
        const design = options.baseline === undefined ? {} : { design: { baseline: options.baseline } };
        return await engine.writeFigures(id, options.out, {
          takesAnew: true,
          format: options.format,
          width,
          ...design,
        });
      });
      writeResult(streams, options, written, () => `Wrote ${written.files.length} figures to ${written.folder}.`);
    });
};
