/** What runs learned together, and how much of what was asked for was computed, in words. */
import { formatCount } from '#base/format';
import type { Sharing } from '../method.ts';
import type { ComparisonRow } from './types.ts';

/** Follows "proportions": `learned from common sweeps of 40 steps a run, once, with seed 0`. */
export function sharingInWords({ sweepSteps, learningSeed }: Sharing): string {
  const sweeps = sweepSteps === undefined ? '' : ` from common sweeps of ${formatCount(sweepSteps)} steps a run,`;
  return `learned${sweeps} ${learningSeed === undefined ? 'for each seed' : `once, with seed ${String(learningSeed)}`}`;
}

/** Sentences that stand below numbers; none where every step that was asked for was computed by the run itself. */
export function sharingNotes(rows: readonly ComparisonRow[]): string[] {
  const found = rows.flatMap(({ runs }) => runs.flatMap(({ circumstances }) => circumstances?.sharing ?? []));
  const isShared = ({ sweepSteps, learningSeed }: Sharing): boolean => (sweepSteps ?? learningSeed) !== undefined;
  const words = new Set(found.filter(isShared).map(sharingInWords));
  const isOnce = found.some(({ learningSeed }) => learningSeed !== undefined);
  return [
    ...computedNote(rows),
    ...[...words].map((one) => `Proportions were ${one}.`),
    ...(isOnce
      ? ['The spread over seeds is that of the final run alone: it does not show how much learning varies.']
      : []),
  ];
}

/** Nothing where all of it was. */
function computedNote(rows: readonly ComparisonRow[]): string[] {
  const total = (read: (cost: ComparisonRow['cost']) => number): number =>
    rows.reduce((sum, { cost, runs }) => sum + (runs.length > 0 ? runs.length * read(cost) : 0), 0);
  const asked = Math.round(total(({ learningSteps, finalSteps }) => learningSteps + finalSteps));
  const computed = Math.round(total(({ computedSteps }) => computedSteps));
  if (computed >= asked) return [];
  return [
    `${((100 * computed) / asked).toFixed(1)} % of the steps asked for were computed, ${formatCount(computed)} of ` +
      `${formatCount(asked)}: trials and beginnings that runs have in common are trained once and count for the run that trained them.`,
  ];
}
