/** How a comparison is made, with every default filled in and said in words. */
import { formatCount, formatNumber, formatShare } from '#base/format';
import { Refusal } from '#base/refusal';
import type { Alternative, Analysis, AnalysisChoice, FinishedRun, IntervalKind, TestId, ValueAt } from './types.ts';
import { leastTotal } from './value-at.ts';

const defaults = {
  at: 'test',
  test: 't',
  alternative: 'two-sided',
  interval: 't',
  level: 0.95,
  region: 0.005,
} as const;
const decidedFrom = 0.95;

export const tests: Readonly<Record<TestId, string>> = {
  t: 'Student’s paired t test',
  'signed-rank': 'Wilcoxon’s signed-rank test, exact up to 50 pairs',
  'sign-flip': 'the permutation test of paired signs, exact up to 16 pairs',
};

export const alternatives: Readonly<Record<Alternative, string>> = {
  'two-sided': 'two-sided',
  less: 'one-sided, for the row being better',
};

export const intervalKinds: Readonly<Record<IntervalKind, string>> = {
  t: 'Student’s t',
  percentile: 'bootstrap percentiles',
  bca: 'bootstrap, bias-corrected and accelerated (BCa)',
};

/** @throws Refusal `option_invalid` for a number that cannot be */
export function analysisOf(choice: AnalysisChoice, runs: readonly FinishedRun[]): Analysis {
  const chosen = { ...defaults, ...withoutUndefined(choice) };
  requireRange('level', chosen.level, chosen.level > 0 && chosen.level < 1, 'between 0 and 1, such as 0.95');
  requireRange('region', chosen.region, chosen.region >= 0 && chosen.region < 1, 'of nats from 0 to 1, such as 0.005');
  requireKnown('test', chosen.test, Object.keys(tests));
  requireKnown('alternative', chosen.alternative, Object.keys(alternatives));
  requireKnown('interval', chosen.interval, Object.keys(intervalKinds));
  requirePlace(chosen.at);
  const split = chosen.at === 'test' ? 'test' : 'validation';
  const budgetSteps = budgetOf(chosen.at, runs);
  const analysis = { ...chosen, split, budgetSteps, decidedFrom } as const;
  return { ...analysis, words: wordsOf(analysis) };
}

function budgetOf(at: ValueAt, runs: readonly FinishedRun[]): number | null {
  if (typeof at !== 'object' || !('totalSteps' in at)) return null;
  return at.totalSteps === 'least' ? (leastTotal(runs) ?? 0) : at.totalSteps;
}

/** `95 %` */
export function percent(share: number): string {
  return `${formatShare(share, Number.isInteger(Math.round(share * 1e6) / 1e4) ? 0 : 1)} %`;
}

/** A chance that never claims to be certain: `over 99 %`, `62 %`. */
export function chance(share: number): string {
  if (share > 0.99) return 'over 99 %';
  return share < 0.01 ? 'under 1 %' : `${formatShare(share, 0)} %`;
}

/** Where values are taken, as the beginning of a sentence. */
export function placeInWords({ at, budgetSteps }: Pick<Analysis, 'at' | 'budgetSteps'>): string {
  if (at === 'test') return 'Test losses of the finished model';
  if (at === 'last') return 'Validation losses of the last pass';
  if (at === 'best') return 'Validation losses of the pass with the lowest mean, which flatters every method a little';
  if ('step' in at) return `Validation losses at step ${formatCount(at.step)}`;
  if ('share' in at) return `Validation losses after ${percent(at.share)} of the run`;
  return `Validation losses when learning and final steps together reach ${formatCount(budgetSteps ?? 0)}`;
}

function wordsOf(analysis: Omit<Analysis, 'words'>): string[] {
  const { at, test, alternative, interval, level, region } = analysis;
  const isBetween = typeof at === 'object';
  const isBudget = isBetween && 'totalSteps' in at;
  return [
    `${placeInWords(analysis)}.${isBetween ? ' Between two passes the value is on the straight line that joins them.' : ''}`,
    ...(isBudget
      ? ['The learning rate was scheduled for whole runs, so values before their ends are a little high.']
      : []),
    `Intervals: ${percent(level)}, ${intervalKinds[interval]}${interval === 't' ? '' : '; with few seeds they are too narrow'}.`,
    `Differences are paired by seed. P values: ${tests[test]}, ${alternatives[alternative]}, corrected after Holm for the rows tested with each measure.`,
    `No practical difference: within ±${formatNumber(region, decimalsOf(region))} nats of mean loss, ${percent(region)} of perplexity. Chances are those of Student’s t around the mean, for each row by itself; from ${percent(decidedFrom)} on a verdict is given.`,
  ];
}

/** Digits that show a small number whole. */
function decimalsOf(x: number): number {
  return /\.(\d+)/.exec(String(x))?.[1]?.length ?? 0;
}

function withoutUndefined(choice: AnalysisChoice): AnalysisChoice {
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
}

function requirePlace(at: ValueAt): void {
  if (typeof at === 'string') requireKnown('at', at, ['test', 'last', 'best']);
  else if ('step' in at) requireRange('at', at.step, at.step >= 0, 'of steps, 0 or more');
  else if ('share' in at) requireRange('at', at.share, at.share >= 0 && at.share <= 1, 'from 0 to 100 %');
  else if (at.totalSteps !== 'least') requireRange('budget', at.totalSteps, at.totalSteps >= 0, 'of steps, 0 or more');
}

function requireRange(field: string, given: number, isGood: boolean, wanted: string): void {
  if (isGood) return;
  throw new Refusal('option_invalid', `${field} cannot be ${given}.`, { field, remedy: `Give a number ${wanted}.` });
}

function requireKnown(field: string, given: string, known: readonly string[]): void {
  if (known.includes(given)) return;
  throw new Refusal('option_invalid', `There is no ${field} "${given}".`, {
    field,
    remedy: `Choose one of ${known.join(', ')}.`,
  });
}
