/** A comparison in sentences that can be pasted into a message or a paper. */
import { formatCount, formatNumber } from '#base/format';
import type { ComparisonRow, Summary } from '#mixing/comparison';
import { studentQuantile } from '#base/student';

/**
 * "Over 5 seeds Aioli lowers average test perplexity by 0.21 against Stratified (95 % CI 0.12 to 0.30; better in 5 of
 * 5 seeds)."
 *
 * @param what         what is measured, e.g. "average test perplexity"
 * @param difference   paired by seed; below zero is better
 * @param perSeed      the same difference seed by seed
 * @param decimals     digits, as the table has them
 */
export function differenceSentence(
  row: Pick<ComparisonRow, 'label'>,
  baseline: Pick<ComparisonRow, 'label'>,
  what: string,
  difference: Summary,
  perSeed: readonly number[],
  decimals: number,
): string {
  const { mean, n } = difference;
  const verb = mean < 0 ? 'lowers' : mean > 0 ? 'raises' : 'does not change';
  const by = mean === 0 ? '' : ` by ${formatNumber(Math.abs(mean), decimals)}`;
  const over = n === 1 ? 'With one seed' : `Over ${formatCount(n)} seeds`;
  const better = perSeed.filter((one) => one < 0).length;
  const seeds = `better in ${formatCount(better)} of ${formatCount(n)} seed${n === 1 ? '' : 's'}`;
  return `${over} ${row.label} ${verb} ${what}${by} against ${baseline.label} (${interval(difference, decimals)}${seeds}).`;
}

/** The interval of the change in its own direction: of a fall, from the smaller to the larger fall. */
function interval({ mean, standardError, n }: Summary, decimals: number): string {
  if (standardError === null || n < 2) return 'no interval from one seed; ';
  const half = studentQuantile(0.95, n - 1) * standardError;
  const size = Math.abs(mean);
  const includesNone = size <= half ? ', which includes no change' : '';
  return `95 % CI ${formatNumber(size - half, decimals)} to ${formatNumber(size + half, decimals)}${includesNone}; `;
}

/** "2 of 3 seeds; seed 2 diverged" */
export function missingWords(row: Pick<ComparisonRow, 'seeds' | 'missing'>): string {
  const all = row.seeds.length + row.missing.length;
  const named = row.missing.map(({ seed, state }) => `seed ${String(seed)} ${state}`);
  return [`${formatCount(row.seeds.length)} of ${formatCount(all)} seeds`, ...named].join('; ');
}

/** Whether a run is missing for a reason that waiting does not mend. */
export function isBroken(row: Pick<ComparisonRow, 'missing'>): boolean {
  return row.missing.some(({ state }) => !['queued', 'running', 'paused'].includes(state));
}
