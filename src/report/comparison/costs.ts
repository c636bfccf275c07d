/** What each method cost, and whether another was both cheaper and better. */
import { absent, formatCompact, formatCount, formatDuration } from '#base/format';
import { headlineOf, type Comparison, type ComparisonRow, type Metric } from '#mixing/comparison';
import { tradeOffs } from '#mixing/comparison/trade-off';
import { words, type Cell, type Table } from '../block.ts';

export function costTable(comparison: Comparison, metric: Metric): Table {
  const points = tradeOffs(comparison, headlineOf[metric], 'steps');
  const isKnown = comparison.rows.some(({ cost }) => cost.tokens !== undefined);
  return {
    caption: 'Cost per run',
    header: [
      'Method',
      'seeds',
      'learning steps',
      'final steps',
      'asked steps',
      'computed steps',
      'time',
      ...(isKnown ? ['tokens', 'operations'] : []),
      'trade-off',
    ],
    words: [isKnown ? 9 : 7],
    rows: comparison.rows.map((row) => [
      words(row.label),
      words(row.seeds.length > 0 ? row.seeds.join(', ') : absent),
      ...costCells(row),
      ...(isKnown ? [compactCell(row.cost.tokens), compactCell(row.cost.flops)] : []),
      words(tradeOffInWords(points.find((point) => point.row === row.key)?.isEfficient)),
    ]),
  };
}

/** `best` where no other row is at least as cheap and at least as good. */
export function tradeOffInWords(isEfficient: boolean | undefined): string {
  if (isEfficient === undefined) return absent;
  return isEfficient ? 'best' : 'beaten';
}

function costCells({ cost, seeds }: ComparisonRow): Cell[] {
  const { learningSteps, finalSteps, computedSteps, seconds } = cost;
  if (seeds.length === 0) return Array.from({ length: 5 }, () => words(absent));
  return [
    ...[learningSteps, finalSteps, learningSteps + finalSteps, computedSteps].map((steps) => ({
      text: formatCount(steps),
      number: steps,
    })),
    { text: formatDuration(seconds), number: seconds },
  ];
}

export function compactCell(n: number | undefined): Cell {
  return n === undefined || Number.isNaN(n) ? words(absent) : { text: formatCompact(n), number: n };
}
