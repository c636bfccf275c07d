/** What is said about rows of a comparison. */
import { formatCount, formatNumber } from '#base/format';
import { mean } from '#base/statistics';
import type { Comparison, ComparisonRow } from '#mixing/comparison';

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

/** Why a row cannot be compared, or only with care, and what would help. */
export function obstacleWords({ obstacles }: Pick<ComparisonRow, 'obstacles'>): string {
  return obstacles
    .map(
      ({ severity, sentence, remedy }) =>
        `${severity === 'blocks' ? 'Cannot be compared' : 'Compare with care'}: ${sentence} ${remedy}`,
    )
    .join('\n');
}

/** What a model without context would reach; null where it is not known. */
export function unigramWords({ groups, unigramBitsPerByte }: Comparison): string | null {
  const known = unigramBitsPerByte.flatMap((bits, i) => (bits === null ? [] : [{ group: groups[i]!, bits }]));
  if (known.length === 0) return null;
  const each = known.map(({ group, bits }) => `${group} ${formatNumber(bits, 2)}`).join(', ');
  return `Byte frequencies alone would reach ${formatNumber(mean(known.map(({ bits }) => bits)), 2)} bits per byte: ${each}.`;
}
