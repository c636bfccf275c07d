import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { formatBytes } from '#base/format';
import { Refusal } from '#base/refusal';
import type { ReportDesign } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { findExperiment } from '../lookup.ts';

interface Options extends CommonOptions {
  readonly out: string;
  readonly title?: string;
  readonly author?: string;
  readonly notes?: string;
  readonly sections?: string;
  readonly paper?: ReportDesign['paper'];
  readonly baseline?: string;
}

export const report: Register = (program, streams) => {
  withCommonOptions(
    program
      .command('report [experiment]')
      .description('write an experiment as a document; the latest unless named')
      .requiredOption('-o, --out <file>', 'ends in .html, .pdf, .md, .tex, .csv or .json'),
  )
    .option('--title <text>', "the experiment's name unless given")
    .option('--author <text>', 'who answers for it')
    .option('--notes <file>', 'Markdown that stands under "Notes"')
    .option('--sections <list>', 'which ones in which order, by comma; all unless given')
    .addOption(new Option('--paper <size>', 'of the PDF').choices(['a4', 'letter']))
    .option('-b, --baseline <method>', 'method that differences are taken to; the first stratified one unless given')
    .action(async (named: string | undefined, options: Options) => {
      const written = await withEngine(options, 'read', streams, async (engine) => {
        const { id } = await findExperiment(engine, named);
        return await engine.writeReport(id, options.out, { takesAnew: true, design: designOf(options) });
      });
      writeResult(streams, options, written, () => `Wrote ${written.file} (${formatBytes(written.bytes)}).`);
    });
};

/** What was given; the rest is as the window left it. */
function designOf({ title, author, notes, sections, paper, baseline }: Options): Partial<ReportDesign> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
    ...(notes === undefined ? {} : { notes: readNotes(notes) }),
    ...(paper === undefined ? {} : { paper }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(sections === undefined ? {} : { sections: sections.split(',').map((id) => ({ id: id.trim(), isOn: true })) }),
  };
}

function readNotes(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    throw new Refusal(
      'file_missing',
      `There is no file ${file} that can be read.`,
      { file, remedy: 'Check the path.' },
      { cause },
    );
  }
}
