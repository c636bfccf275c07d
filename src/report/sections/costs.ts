/** What the methods asked for and what was really computed. */
import { formatCount, formatDuration } from '#base/format';
import { mean } from '#base/statistics';
import { headlineOf } from '#mixing/comparison';
import { tradeOffs } from '#mixing/comparison/trade-off';
import { words, type Cell, type Section, type Table } from '../block.ts';
import { compactCell, tradeOffInWords } from '../comparison/costs.ts';
import { anchorOfMethod, type RecordedRun, type ReportRecord } from '../record.ts';

export const costs: Section = {
  id: 'costs',
  title: 'Costs',
  help: 'Steps asked for and computed, and time',
  blocks: (record) => [
    { kind: 'table', table: costTable(record) },
    {
      kind: 'list',
      items: [
        'Learning steps come before or beside the final run (references, proxies, trials); measuring steps are part of the final run.',
        'Computed is what was trained: what runs share, such as equal trials, is computed once. Means over finished runs.',
        'Tokens and operations are those of learning and final steps, without evaluations. Trade-off: best where no other method is at least as cheap in steps and at least as good in average perplexity.',
      ],
    },
  ],
};

function costTable({ methods, runs, comparison }: ReportRecord): Table {
  const points = tradeOffs(comparison, headlineOf.perplexity, 'steps');
  return {
    caption: 'Cost per run in steps, and time',
    header: [
      'Method',
      'runs',
      'asked: learning',
      'asked: measuring',
      'asked: final',
      'learning',
      'computed',
      'time a run',
      'time in all',
      'tokens a run',
      'operations a run',
      'trade-off',
    ],
    words: [11],
    rows: methods.map(({ label }, i) => {
      const own = runs.filter(({ method }) => method === i);
      const finished = own.filter(({ testLosses }) => testLosses !== null);
      const target = anchorOfMethod(i);
      const steps = (of: (run: RecordedRun) => number, over: readonly RecordedRun[]): Cell => {
        const number = mean(over.map(of));
        return { text: formatCount(number), number, target };
      };
      const row = comparison.rows.find((one) => one.label === label);
      const seconds = own.reduce((sum, run) => sum + run.seconds, 0);
      return [
        { text: label, target },
        { text: `${formatCount(finished.length)} of ${formatCount(own.length)}`, number: finished.length, target },
        steps(({ asked }) => asked.learningSteps, own),
        steps(({ asked }) => asked.measuringSteps, own),
        steps(({ asked }) => asked.finalSteps, own),
        steps((run) => run.learningSteps, finished),
        steps((run) => run.computedSteps, finished),
        {
          text: formatDuration(mean(finished.map((run) => run.seconds))),
          number: mean(finished.map((run) => run.seconds)),
          target,
        },
        { text: formatDuration(seconds), number: seconds, target },
        compactCell(row?.cost.tokens),
        compactCell(row?.cost.flops),
        words(tradeOffInWords(points.find((point) => point.row === row?.key)?.isEfficient)),
      ];
    }),
  };
}
