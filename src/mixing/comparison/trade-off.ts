/** What a method's losses cost: points of loss against cost, and which of them no other beats on both. */
import { isBlocked } from './obstacles.ts';
import type { Comparison, ComparisonRow } from './types.ts';

export const costKinds = ['steps', 'computed-steps', 'tokens', 'flops', 'seconds'] as const;
export type CostKind = (typeof costKinds)[number];

export interface TradeOff {
  readonly row: string;
  readonly label: string;
  /** Mean over the row's runs, learning and final steps together. */
  readonly cost: number;
  readonly value: number;
  /** No other row is at least as cheap and at least as good, and one of the two strictly. */
  readonly isEfficient: boolean;
}

/** Rows with runs and a known cost; rows that cannot be compared with the baseline are left out. */
export function tradeOffs({ rows, measures }: Comparison, measure: string, kind: CostKind): TradeOff[] {
  const { metric } = measures.find(({ id }) => id === measure)!;
  const points = rows
    .filter((row) => !isBlocked(row, metric))
    .map((row) => ({ row: row.key, label: row.label, cost: costOf(row, kind), value: row.cells[measure]!.value.mean }))
    .filter(({ cost, value }) => Number.isFinite(cost) && Number.isFinite(value));
  return points.map((point) => ({ ...point, isEfficient: !points.some((other) => beats(other, point)) }));
}

/** NaN where it is not known. */
export function costOf({ cost }: ComparisonRow, kind: CostKind): number {
  if (kind === 'steps') return cost.learningSteps + cost.finalSteps;
  if (kind === 'computed-steps') return cost.computedSteps;
  return cost[kind] ?? NaN;
}

interface Point {
  readonly cost: number;
  readonly value: number;
}

function beats(a: Point, b: Point): boolean {
  return a.cost <= b.cost && a.value <= b.value && (a.cost < b.cost || a.value < b.value);
}
