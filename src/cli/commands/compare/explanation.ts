/** Where a number of the comparison comes from, for a terminal. */
import { absent, formatCount, formatNumber } from '#base/format';
import { Refusal } from '#base/refusal';
import { headlineOf, type Comparison, type Metric } from '#mixing/comparison';
import type { CellAddress, CellExplanation } from '#mixing/comparison/explain';
import { columns } from '../../tables.ts';

/**
 * @param named a row by key, label or method, with `:MEASURE` behind for another measure than the metric's headline
 * @throws Refusal `option_invalid` for a row that there is not
 */
export function cellNamed(named: string, metric: Metric, { rows, measures }: Comparison): CellAddress {
  const measure = measures.find(({ id }) => named.endsWith(`:${id}`))?.id ?? headlineOf[metric];
  const name = named.endsWith(`:${measure}`) ? named.slice(0, -measure.length - 1) : named;
  const row = rows.find(({ key, label, method }) => [key, label, method].includes(name));
  if (row) return { row: row.key, measure };
  throw new Refusal('option_invalid', `There is no row "${name}".`, {
    field: 'explain',
    remedy: `Choose one of ${rows.map(({ label }) => `"${label}"`).join(', ')}; a measure behind a colon is one of ${measures.map(({ id }) => id).join(', ')}.`,
  });
}

export function explanationText({ label, measure, groups, steps, runs, leftOut, sentence }: CellExplanation): string {
  const title = measure.group === null ? measure.title : `${measure.metric} of ${measure.group}`;
  const table = columns(
    ['run', 'seed', 'step', ...groups, 'value', 'baseline run', 'its value', 'difference'],
    runs.map(({ run, seed, step, losses, value, baseline }) => [
      run,
      String(seed),
      formatCount(step),
      ...losses.map((loss) => formatNumber(loss, 6)),
      formatNumber(value, 6),
      baseline?.run ?? absent,
      baseline === null ? absent : formatNumber(baseline.value, 6),
      baseline === null ? absent : formatNumber(value - baseline.value, 6),
    ]),
  );
  return [
    `${label}: ${title}, ${measure.unit}`,
    steps.map((step, i) => `${String(i + 1)}. ${step}`).join('\n'),
    ...(runs.length > 0 ? [table] : []),
    ...(leftOut.length > 0
      ? [
          leftOut
            .map(({ run, seed, why }) => `Left out: seed ${String(seed)}${run === null ? '' : ` (${run})`}, ${why}.`)
            .join('\n'),
        ]
      : []),
    ...(sentence === null ? [] : [sentence]),
  ].join('\n\n');
}
