/** Where a number of the comparison comes from, as the window tells it. */
import { formatCount } from '#base/format';
import { cellOf, type TableColumn } from '#base/table/cells';
import { foldValues } from '#base/table/group';
import type { ReadAt } from '#contract/api';
import type { CellExplanation } from '#mixing/comparison/explain';
import type { RunCells } from './run-cells.svelte.ts';

export interface Origin {
  readonly title: string;
  /** The number itself, in full. */
  readonly value: string;
  /** What it says against the baseline; null where it says nothing. */
  readonly sentence: string | null;
  /** How it is made, in order. */
  readonly steps: readonly string[];
  readonly runs: readonly OriginRun[];
  readonly hasSteps: boolean;
  readonly hasBaseline: boolean;
  readonly leftOut: readonly string[];
}

interface OriginRun {
  readonly id: string;
  readonly label: string;
  readonly step: number | null;
  readonly value: string;
  readonly baseline: string | null;
}

/** Of a cell of methods, as the engine explains it. */
export function originOfMethod({ label, measure, steps, runs, leftOut, sentence }: CellExplanation): Origin {
  return {
    title: `${label}: ${measure.title}`,
    value: `In ${measure.unit}. Where this number comes from:`,
    sentence,
    steps,
    runs: runs.map(({ run, seed, step, value, baseline }) => ({
      id: run,
      label: `seed ${String(seed)}`,
      step,
      value: String(value),
      baseline: baseline === null ? null : String(baseline.value),
    })),
    hasSteps: true,
    hasBaseline: runs.some(({ baseline }) => baseline !== null),
    leftOut: leftOut.map(({ seed, why }) => `Seed ${String(seed)}: ${why}`),
  };
}

/** Of a cell over one run or several. @param members positions of the runs in the table */
export function originOfRuns(
  title: string,
  column: TableColumn,
  members: readonly number[],
  at: ReadAt,
  cells: RunCells,
): Origin {
  const values = members.map((index) => cells.valuesOf(column.id, at)?.[index] ?? null);
  const labels = cells.valuesOf('label');
  const seeds = cells.valuesOf('seed');
  const { folded } = foldValues(values);
  const nameOf = (index: number): string => `${String(labels?.[index] ?? '')}, seed ${String(seeds?.[index] ?? '')}`;
  const missing = members.filter((_, i) => cellOf(values[i]!, column.kind).full === '');
  return {
    title: `${title}: ${column.title}`,
    sentence: null,
    value: folded ? `${String(folded.mean)} over ${formatCount(folded.n)}` : '',
    steps: [
      `${column.hint}.`,
      ...(column.hasSteps ? [readInWords(at)] : []),
      ...(folded && members.length > 1
        ? [
            `Mean over the ${formatCount(folded.n)} runs of this group that the filters leave.`,
            ...(folded.standardError === null ? [] : [`Standard error: ${String(folded.standardError)}.`]),
          ]
        : []),
    ],
    runs: members.map((index, i) => ({
      id: cells.table.runs[index]!,
      label: nameOf(index),
      step: cells.stepOf(column.id, at, index),
      value: String(values[i] ?? '–'),
      baseline: null,
    })),
    hasSteps: column.hasSteps ?? false,
    hasBaseline: false,
    leftOut: members.length > 1 ? missing.map((index) => `${nameOf(index)}: has no value here`) : [],
  };
}

/** "Read at the last evaluation of the run." */
export function readInWords(at: ReadAt): string {
  if (at === 'last') return 'Read at the last evaluation of each run.';
  if (at === 'best')
    return 'Read at the evaluation with the lowest value of each run, which flatters every run a little.';
  return `Read at the last evaluation not after step ${formatCount(at)}.`;
}
