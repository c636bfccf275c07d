import { existsSync, readFileSync } from 'node:fs';
import { Refusal } from '#base/refusal';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';
import { findExperiment } from '../../lookup.ts';

interface NotesOptions extends CommonOptions {
  readonly set?: string;
}

export const addNotes: Register = (group, streams) => {
  withCommonOptions(group.command('notes <experiment>').description('what was noted about an experiment, as Markdown'))
    .option('--set <file>', 'note what this file holds instead')
    .action(async (named: string, options: NotesOptions) => {
      const text = options.set === undefined ? null : textIn(options.set);
      const notes = await withEngine(options, text === null ? 'read' : 'write', streams, async (engine) => {
        const { id } = await findExperiment(engine, named);
        if (text !== null) await engine.setExperimentNotes(id, text);
        return { experiment: id, notes: await engine.experimentNotes(id) };
      });
      writeResult(streams, options, notes, () => (notes.notes === '' ? 'No notes.' : notes.notes));
    });
};

function textIn(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new Refusal('file_missing', `There is no file ${file}.`, { file, remedy: 'Check the path.' });
}
