/** Laws beside what the texts of their groups share. */
import type { OverlapReport } from '#contract/api';
import { overlapCorrelation } from '#mixing/laws/overlap';
import type { Matrix } from '#mixing/method';
import { overlapId, type LawPanel } from './law-panel.ts';
import { roundAt, type Timeline } from './law-view.ts';

/** `[i][j]`: share of group i's word sequences that also stand in group j; null when a group was not compared. */
export function sharedTextOf(report: OverlapReport | null, groups: readonly string[]): Matrix | null {
  const places = groups.map((name) => report?.groups.findIndex((group) => group.name === name) ?? -1);
  if (!report || places.length === 0 || places.some((place) => place < 0)) return null;
  return places.map((i) => places.map((j) => report.cells[i]![j]!.shared));
}

/** Rank correlation of each law at a place with the overlap, off the diagonal; empty while the overlap is not shown. */
export function mirrorsOf(
  panels: readonly LawPanel[],
  timeline: Timeline,
  place: number,
): readonly { readonly title: string; readonly correlation: number | null }[] {
  const overlap = panels.find(({ id }) => id === overlapId)?.rounds[0]?.matrix;
  if (!overlap) return [];
  return panels
    .filter(({ id }) => id !== overlapId)
    .map((panel) => ({
      title: panel.title,
      correlation: overlapCorrelation(roundAt(timeline, panel, place)?.matrix ?? [], overlap),
    }));
}
