/** A difference as a sentence that can be pasted into a message or a paper, and that claims no more than the numbers do. */
import { decimalsFor, formatCount, formatNumber, formatSigned } from '#base/format';
import { decided } from '#base/practical-difference';
import { mean } from '#base/statistics';
import { chance, percent } from './analysis.ts';
import type { Analysis, Comparison, ComparisonRow, Difference, Measure } from './types.ts';

/**
 * "Over 5 seeds Aioli lowers mean test loss by 0.0210 nats per token against Stratified: 1.4312 against 1.4522 (95 % CI
 * 0.0121 to 0.0299; better in 5 of 5 seeds; p = 0.003, after Holm 0.02)." Where the interval includes zero it says that
 * there is no clear difference, where it lies inside the region of no practical difference it says that.
 *
 * @param row, measure key and id
 * @returns null where the comparison takes no difference
 */
export function differenceSentence(comparison: Comparison, row: string, measure: string): string | null {
  const own = comparison.rows.find(({ key }) => key === row);
  const other = comparison.rows.find(({ key }) => key === comparison.baselineKey)!;
  const what = comparison.measures.find(({ id }) => id === measure);
  const difference = own?.cells[measure]?.difference;
  if (!own || !what || !difference) return null;
  const decimals = Math.min(6, decimalsFor(difference.mean, difference.standardError));
  const said: Said = {
    names: [own.label, other.label],
    values: [own, other].map((one) => formatNumber(meanOver(one, what, difference.seeds), decimals)) as [
      string,
      string,
    ],
    what: measureInWords(what, comparison.analysis),
    unit: what.metric === 'loss' ? ` ${what.unit}` : '',
    decimals,
  };
  return difference.interval === null || difference.n < 2
    ? oneSeed(difference, said)
    : overSeeds({ ...difference, interval: difference.interval }, said, comparison.analysis);
}

/** `mean test loss`, `validation perplexity of law at step 120`. */
export function measureInWords(
  { metric, over, group }: Measure,
  { at, split, budgetSteps }: Pick<Analysis, 'at' | 'split' | 'budgetSteps'>,
): string {
  const number = `${split} ${{ perplexity: 'perplexity', loss: 'loss', 'bits-per-byte': 'bits per byte' }[metric]}`;
  const whole = {
    average: `${metric === 'perplexity' ? 'average' : 'mean'} ${number}`,
    'exp-of-mean': `${number} of the mean loss`,
    worst: `${number} of the worst group`,
    group: `${number} of ${group ?? ''}`,
  }[over];
  if (at === 'test' || at === 'last') return whole;
  if (at === 'best') return `${whole} at its best pass`;
  if ('step' in at) return `${whole} at step ${formatCount(at.step)}`;
  if ('share' in at) return `${whole} after ${percent(at.share)} of the run`;
  return `${whole} at ${formatCount(budgetSteps ?? 0)} steps in all`;
}

interface Said {
  readonly names: readonly [string, string];
  readonly values: readonly [string, string];
  readonly what: string;
  readonly unit: string;
  readonly decimals: number;
}

function oneSeed(difference: Difference, { names: [row, baseline], values, what, unit, decimals }: Said): string {
  const way =
    difference.mean === 0
      ? 'the same as'
      : `${formatNumber(Math.abs(difference.mean), decimals)}${unit} ${difference.mean < 0 ? 'lower than' : 'higher than'}`;
  return `With one seed ${what} of ${row} is ${way} that of ${baseline}: ${values.join(' against ')} (one seed gives no interval, so this may be luck).`;
}

function overSeeds(
  difference: Difference & { readonly interval: NonNullable<Difference['interval']> },
  { names: [row, baseline], values, what, unit, decimals }: Said,
  { level, decidedFrom }: Analysis,
): string {
  const { interval, n, verdict, region } = difference;
  const bounds = `${formatSigned(interval.low, decimals)} to ${formatSigned(interval.high, decimals)}`;
  const signed = `difference ${formatSigned(difference.mean, decimals)}${unit}, ${percent(level)} CI ${bounds}`;
  const against = values.join(' against ');
  const over = `Over ${formatCount(n)} seeds`;
  if (verdict && decided(verdict, decidedFrom) === 'equal')
    return `${over} there is no practical difference between ${row} and ${baseline} in ${what}: ${against} (${signed}; the chance that it is within ±${formatNumber(region, decimals)} is ${chance(verdict.equal)}).`;
  if (interval.low <= 0 && interval.high >= 0)
    return `${over} there is no clear difference between ${row} and ${baseline} in ${what}: ${against} (${signed}; ${evidence(difference)}).`;
  const sign = difference.mean < 0 ? -1 : 1;
  const sizes = [interval.low, interval.high].map((x) => x * sign).sort((a, b) => a - b);
  return `${over} ${row} ${sign < 0 ? 'lowers' : 'raises'} ${what} by ${formatNumber(Math.abs(difference.mean), decimals)}${unit} against ${baseline}: ${against} (${percent(level)} CI ${sizes.map((x) => formatNumber(x, decimals)).join(' to ')}; ${evidence(difference)}).`;
}

function evidence({ betterSeeds, n, p, pAdjusted }: Difference): string {
  const seeds = `better in ${formatCount(betterSeeds)} of ${formatCount(n)} seeds`;
  if (p === null) return seeds;
  return `${seeds}; p ${pInWords(p)}${pAdjusted === null || pAdjusted === p ? '' : `, after Holm ${bare(pAdjusted)}`}`;
}

/** `= 0.032`, `< 0.001`. */
export function pInWords(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${bare(p)}`;
}

function bare(p: number): string {
  return p < 0.001 ? '< 0.001' : formatNumber(p, p < 0.01 ? 3 : 2);
}

/** Over the seeds of the difference, so that the two numbers are as far apart as it says. */
function meanOver({ runs, cells }: ComparisonRow, { id }: Measure, seeds: readonly number[]): number {
  return mean(runs.flatMap(({ seed }, i) => (seeds.includes(seed) ? [cells[id]!.perRun[i]!] : [])));
}
