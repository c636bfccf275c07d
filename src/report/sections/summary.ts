/** What came out, in sentences; what limits it, in a list. */
import { decimalsFor, formatCount, formatNumber } from '#base/format';
import { mean } from '#base/statistics';
import { studentQuantile } from '#base/student';
import { averagePerplexity, type ComparisonRow, type Summary } from '#mixing/comparison';
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

function findings({ comparison }: ReportRecord): string[] {
  const baseline = comparison.rows.find((row) => row.method === comparison.baseline);
  const judged = comparison.rows.filter((row) => row.difference !== null && row.difference.averagePerplexity.n > 0);
  const sorted = judged.toSorted((a, b) => differenceIn(a) - differenceIn(b));
  if (baseline === undefined || sorted.length === 0)
    return ['No method has a finished run that shares a seed with the baseline.'];
  return sorted.map((row) => sentence(row, baseline));
}

function differenceIn(row: ComparisonRow): number {
  return row.difference!.averagePerplexity.mean;
}

function sentence(row: ComparisonRow, baseline: ComparisonRow): string {
  const difference = row.difference!.averagePerplexity;
  const decimals = Math.min(4, decimalsFor(difference.mean, difference.standardError));
  const verb = difference.mean < 0 ? 'lowers' : difference.mean > 0 ? 'raises' : 'leaves unchanged the';
  const by = difference.mean === 0 ? '' : ` by ${formatNumber(Math.abs(difference.mean), decimals)}`;
  const over = difference.n === 1 ? 'with one seed' : `over ${formatCount(difference.n)} seeds`;
  const shared = row.seeds.filter((seed) => baseline.seeds.includes(seed));
  const values = [row, baseline].map((one) => formatNumber(meanOver(one, shared), decimals)).join(' against ');
  return `${row.label} ${verb} average test perplexity${by} against ${baseline.label} ${over}: ${values} (${interval(difference, decimals)}).`;
}

/** Over the seeds of the difference, so that the two numbers are as far apart as it says. */
function meanOver({ runs }: ComparisonRow, seeds: readonly number[]): number {
  return mean(runs.filter(({ seed }) => seeds.includes(seed)).map(({ testLosses }) => averagePerplexity(testLosses)));
}

function interval({ mean: centre, standardError, n }: Summary, decimals: number): string {
  if (standardError === null || n < 2) return 'one seed gives no interval';
  const half = studentQuantile(0.95, n - 1) * standardError;
  const bounds = `${formatNumber(centre - half, decimals)} to ${formatNumber(centre + half, decimals)}`;
  return `difference ${bounds} with 95 % confidence, paired by seed${Math.abs(centre) <= half ? ', which includes none' : ''}`;
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
      ? ['Several methods are compared with one baseline; the intervals are not corrected for that.']
      : []),
    ...(parameters === undefined
      ? []
      : [`A model of ${parameters} parameters; larger models may rank mixtures differently.`]),
    ...(unlicensed.length > 0 ? [`No licence is noted for ${unlicensed.join(', ')}.`] : []),
  ];
}
