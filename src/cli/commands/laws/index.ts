/** `aioli laws ...`: mixing laws fitted, measured, compared. */
import type { Command } from 'commander';
import { laws as all } from '#mixing/laws/index';
import { withCommonOptions, writeResult, type CommonOptions, type Register, type Streams } from '../../command.ts';
import { columns } from '../../tables.ts';
import { registerFit } from './fit.ts';
import { registerImport } from './import.ts';
import { registerMeasure, registerMeasurements } from './measure.ts';
import { registerSimilarity } from './similarity.ts';
import { registerSummary } from './summary.ts';

export const laws: Register = (program, streams) => {
  const command = program.command('laws').description('fit mixing laws, measure them on runs, compare their matrices');
  registerList(command, streams);
  registerFit(command, streams);
  registerMeasure(command, streams);
  registerMeasurements(command, streams);
  registerSummary(command, streams);
  registerSimilarity(command, streams);
  registerImport(command, streams);
};

function registerList(command: Command, streams: Streams): void {
  withCommonOptions(command.command('list').description('the laws there are')).action((options: CommonOptions) => {
    const list = all.map(({ id, title, kind, equation }) => ({ id, title, kind, equation }));
    writeResult(streams, options, list, () =>
      columns(
        ['id', 'law', 'kind', 'equation'],
        list.map(({ id, title, kind, equation }) => [id, title, kind, equation]),
      ),
    );
  });
}
