/** What came out, in sentences; what limits it, in a list. */
import { formatCount } from '#base/format';
import { headlineOf } from '#mixing/comparison';
import { differenceSentence } from '#mixing/comparison/sentence';
import type { Section } from '../block.ts';
import type { ReportRecord } from '../record.ts';

export const summary: Section = {
  id: 'summary',
  title: 'Summary',
  help: 'What came out in sentences, and what limits it',
  blocks: (record) => {
    const limits = limitsOf(record);
    return [
      { kind: 'text', text: setting(record) },
      { kind: 'list', items: findings(record) },
      ...(limits.length > 0 ? [{ kind: 'text', text: 'Read with this in mind:' } as const] : []),
      ...(limits.length > 0 ? [{ kind: 'list', items: limits } as const] : []),
    ];
  },
};

function setting({ methods, groups, seeds, steps, tokenizer }: ReportRecord): string {
  const count = (n: number, what: string): string => `${formatCount(n)} ${what}${n === 1 ? '' : 's'}`;
  return `${count(methods.length, 'method')} on ${count(groups.length, 'group')} of data, ${count(seeds.length, 'seed')} each, ${formatCount(steps)} steps a run, ${tokenizer} tokenizer. Every number is of the test split, which no method has seen; lower is better.`;
}

/** Best first; each sentence claims no more than its interval allows. */
function findings({ comparison }: ReportRecord): string[] {
  const measure = headlineOf.perplexity;
  const judged = comparison.rows.flatMap((row) => {
    const difference = row.cells[measure]!.difference;
    return difference === null ? [] : [{ row, by: difference.mean }];
  });
  if (judged.length === 0) return ['No method has a finished run that shares a seed with the baseline.'];
  return judged.toSorted((a, b) => a.by - b.by).map(({ row }) => differenceSentence(comparison, row.key, measure)!);
}

function limitsOf({ seeds, runs, methods, groups, model }: ReportRecord): string[] {
  const unfinished = runs.filter((run) => run.testLosses === null);
  const costs = methods.map((_method, i) =>
    Math.max(0, ...runs.filter(({ method }) => method === i).map(({ asked }) => asked.learningSteps)),
  );
  const unlicensed = groups.filter(({ licence }) => licence.trim() === '').map(({ name }) => name);
  const parameters = model.find(([name]) => name === 'Parameters')?.[1];
  return [
    ...(seeds.length < 3
      ? [`${seeds.length === 1 ? 'One seed' : 'Two seeds'}: differences of this size may be luck.`]
      : []),
    ...(unfinished.length > 0
      ? [
          `${formatCount(unfinished.length)} of ${formatCount(runs.length)} runs are not in the means; they are listed with their reasons.`,
        ]
      : []),
    ...(Math.max(...costs) > Math.min(...costs)
      ? ['The methods spend different numbers of steps on learning proportions; costs are listed.']
      : []),
    ...(methods.length > 2
      ? [
          'Several methods are compared with one baseline: p values are corrected for that, intervals and chances are not.',
        ]
      : []),
    ...(parameters === undefined
      ? []
      : [`A model of ${parameters} parameters; larger models may rank mixtures differently.`]),
    ...(unlicensed.length > 0 ? [`No licence is noted for ${unlicensed.join(', ')}.`] : []),
  ];
}
