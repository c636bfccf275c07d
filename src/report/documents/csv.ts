/** One line per run, numbers in full, with what identifies it: id, seed, versions of the data, folder of its model. */
import { averagePerplexity, perplexityOfMean } from '#mixing/comparison';
import { mean } from '#base/statistics';
import { csvLine } from '#base/csv';
import type { RecordedRun, ReportRecord } from '../record.ts';
import type { DocumentFormat } from './document.ts';

export const csv: DocumentFormat = {
  id: 'csv',
  title: 'CSV',
  write: (record) => {
    const columns = columnsOf(record);
    const lines = [
      columns.map(([name]) => name),
      ...record.runs.map((run) => columns.map(([, of]) => toText(of(run)))),
    ];
    return Promise.resolve(lines.map(csvLine).join(''));
  },
};

type Value = string | number | null | undefined;
type Column = readonly [name: string, of: (run: RecordedRun) => Value];

function columnsOf({ methods, groups, tokenizer, experiment }: ReportRecord): Column[] {
  const perGroup = (what: string, of: (run: RecordedRun, group: number) => Value): Column[] =>
    groups.map(({ name }, i) => [`${what} ${name}`, (run) => of(run, i)]);
  return [
    ['experiment', () => experiment.id],
    ['run', ({ id }) => id],
    ['method', ({ method }) => methods[method]!.id],
    ['label', ({ method }) => methods[method]!.label],
    ['seed', ({ seed }) => seed],
    ['state', ({ state }) => state],
    ['problem', ({ problem }) => problem],
    ...perGroup('test loss', ({ testLosses }, i) => testLosses?.[i]),
    ['mean loss', ({ testLosses }) => testLosses && mean(testLosses)],
    ['average perplexity', ({ testLosses }) => testLosses && averagePerplexity(testLosses)],
    ['perplexity of mean loss', ({ testLosses }) => testLosses && perplexityOfMean(testLosses)],
    ...perGroup('final proportion', ({ trajectory }, i) => trajectory.at(-1)?.proportions[i]),
    ['asked learning steps', ({ asked }) => asked.learningSteps],
    ['asked measuring steps', ({ asked }) => asked.measuringSteps],
    ['asked final steps', ({ asked }) => asked.finalSteps],
    ['step', ({ step }) => step],
    ['learning steps', ({ learningSteps }) => learningSteps],
    ['computed steps', ({ computedSteps }) => computedSteps],
    ['seconds', ({ seconds }) => seconds],
    ['backend', ({ backend }) => backend],
    ['resumes', ({ resumes }) => resumes],
    ['started', ({ startedAt }) => startedAt],
    ['ended', ({ endedAt }) => endedAt],
    ['tokenizer', () => tokenizer],
    ...groups.map(({ name, version }): Column => [`data ${name}`, () => version]),
    ['model', ({ model }) => model],
  ];
}

function toText(value: Value): string {
  return value === null || value === undefined || Number.isNaN(value) ? '' : String(value);
}
