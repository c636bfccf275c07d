/** In which order the groups of all laws stand; the same in every panel and over all time. */
import { orderByLikeness } from '#base/seriation';
import type { GroupSummary } from '#contract/api';
import type { LawPanel } from './law-panel.ts';

export type GroupOrder = 'experiment' | 'name' | 'size' | 'likeness';

export const groupOrders: readonly { readonly id: GroupOrder; readonly title: string; readonly hint: string }[] = [
  { id: 'experiment', title: 'as in the experiment', hint: 'The order of the experiment' },
  { id: 'name', title: 'by name', hint: 'A to Z' },
  { id: 'size', title: 'by size', hint: 'Largest group first' },
  { id: 'likeness', title: 'by likeness', hint: 'Groups whose data helps one another stand side by side' },
];

/**
 * Places of the groups in their new order.
 *
 * @param panels in the order of the experiment; likeness is judged by the last round of each, mean of both directions
 */
export function orderOf(
  order: GroupOrder,
  panels: readonly LawPanel[],
  groups: readonly GroupSummary[],
): readonly number[] {
  const names = panels[0]?.groups ?? [];
  const places = names.map((_name, i) => i);
  if (order === 'name') return places.sort((a, b) => names[a]!.localeCompare(names[b]!, 'en', { numeric: true }));
  if (order === 'size') {
    const bytes = new Map(groups.map((group) => [group.name, group.bytes]));
    return places.sort((a, b) => (bytes.get(names[b]!) ?? 0) - (bytes.get(names[a]!) ?? 0) || a - b);
  }
  return order === 'likeness' ? orderByLikeness(likeness(panels, names.length)) : places;
}

function likeness(panels: readonly LawPanel[], k: number): number[][] {
  const last = panels.flatMap(({ rounds }) => (rounds.length > 0 ? [rounds.at(-1)!.matrix] : []));
  const scaled = last.map((matrix) => {
    const largest = Math.max(...matrix.flat().map((entry) => Math.abs(entry) || 0), Number.MIN_VALUE);
    return matrix.map((row) => row.map((entry) => (entry || 0) / largest));
  });
  return Array.from({ length: k }, (_row, i) =>
    Array.from({ length: k }, (_entry, j) => scaled.reduce((sum, A) => sum + A[i]![j]! + A[j]![i]!, 0)),
  );
}
