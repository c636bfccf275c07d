/** What a reader must be told of an experiment, and what is still open. */
import { formatCount } from '#base/format';
import { percent, tests } from '#mixing/comparison/analysis';
import { words, type Section } from '../block.ts';
import { baselineRow } from '../comparison/values.ts';
import type { ReportRecord } from '../record.ts';

export const checklist: Section = {
  id: 'checklist',
  title: 'Checklist',
  help: 'What reports of experiments must state, and what is open',
  blocks: (record) => [
    {
      kind: 'table',
      table: {
        caption: 'Stated in this report',
        header: ['Question', 'answer', 'state'],
        words: [1, 2],
        rows: questions(record).map(([question, answer, isDone]) => [
          words(question),
          words(answer),
          words(isDone ? 'done' : 'open'),
        ]),
      },
    },
  ],
};

type Question = readonly [question: string, answer: string, isDone: boolean];

function questions({ seeds, runs, groups, comparison, author, methods }: ReportRecord): Question[] {
  const unfinished = runs.filter(({ testLosses }) => testLosses === null).length;
  const open = groups.filter(({ licence }) => licence.trim() === '').length;
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  return [
    ['How many repetitions?', `${formatCount(seeds.length)} seed${seeds.length === 1 ? '' : 's'}`, seeds.length >= 3],
    ['What do the error bars mean?', 'standard error over seeds', seeds.length >= 2],
    ['Against what, and how paired?', `${baselineRow(comparison).label}, by seed`, methods.length > 1],
    ['Which test, and is it corrected?', `${tests[comparison.analysis.test]}, corrected after Holm`, seeds.length >= 2],
    [
      'What counts as no difference?',
      `less than ${percent(comparison.analysis.region)} of perplexity`,
      comparison.analysis.region > 0,
    ],
    ['Is any run left out?', unfinished === 0 ? 'none' : `${formatCount(unfinished)}, listed`, unfinished === 0],
    ['Which data exactly?', 'content hashes', true],
    ['Under which licences?', open === 0 ? 'noted for every group' : `missing for ${formatCount(open)}`, open === 0],
    ['How much computing?', `${formatCount(runs.reduce((sum, run) => sum + run.computedSteps, 0))} steps`, seconds > 0],
    ['Can it be repeated?', 'experiment file and command', true],
    ['Who answers for it?', author.trim() || 'no author named', author.trim() !== ''],
  ];
}
