/** What groups share, as far as it has been looked for, and the looking. */
import type { LeakCell, OverlapReport } from '#contract/api';
import type { Matrix } from '#mixing/method';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** What the map shows of a pair of groups. */
export type OverlapMeasure = 'shared' | 'exact' | 'near';

export class Overlap {
  readonly report: Loaded<OverlapReport | null>;
  #isChecking = $state(false);
  readonly #engine: Engine;
  readonly #notices: Notices;

  constructor(engine: Engine, notices: Notices) {
    this.#engine = engine;
    this.#notices = notices;
    this.report = new Loaded<OverlapReport | null>(() => engine.call.knownOverlap(), null);
  }

  get isChecking(): boolean {
    return this.#isChecking;
  }

  /** Compares all groups that are on; what is known already is not computed again. */
  async check(): Promise<void> {
    this.#isChecking = true;
    await this.#notices.attempt(async () => this.report.set(await this.#engine.call.checkOverlap()));
    this.#isChecking = false;
  }
}

/** The map in percent of the row's group; the diagonal has no number where it says nothing. */
export function overlapMatrix({ cells, groups }: OverlapReport, measure: OverlapMeasure): Matrix {
  return cells.map((row, i) =>
    row.map((cell, j) => {
      if (i === j && measure !== 'near') return Number.NaN;
      if (measure === 'shared') return 100 * cell.shared;
      return (100 * cell[measure]) / Math.max(1, groups[i]!.documents);
    }),
  );
}

/** A cell in a sentence. */
export function overlapInWords(report: OverlapReport, row: number, column: number): string {
  const cell = report.cells[row]?.[column];
  const [own, other] = [report.groups[row]?.name ?? '', report.groups[column]?.name ?? ''];
  if (!cell) return '';
  if (row === column) return `Within ${own}: ${countInWords(cell.near)} nearly the same as another one.`;
  return (
    `${own} in ${other}: ${percentInWords(cell.shared)} of its sequences of ${String(report.settings.sequenceWords)} words ` +
    `also occur there; ${countInWords(cell.exact)} the same, ${countInWords(cell.near)} nearly the same.`
  );
}

/** Leaks first, then what leaks a little; clean ones are left out. */
export function leaksFound(report: OverlapReport): readonly LeakCell[] {
  const order = { leaks: 0, some: 1, clean: 2 };
  return report.leaks
    .filter(({ verdict }) => verdict !== 'clean')
    .toSorted((a, b) => order[a.verdict] - order[b.verdict] || leakedShare(b) - leakedShare(a));
}

/** Share of the held-out documents that training text gives away. */
export function leakedShare({ exact, near, documents }: LeakCell): number {
  return documents === 0 ? 0 : (exact + near) / documents;
}

function countInWords(documents: number): string {
  return documents === 1 ? 'one document is' : `${documents === 0 ? 'no' : String(documents)} documents are`;
}
function percentInWords(share: number): string {
  const percent = 100 * share;
  if (percent === 0) return 'none';
  return percent < 0.1 ? 'under 0.1 %' : `${percent.toFixed(1)} %`;
}
