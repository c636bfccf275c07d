/** Where a number of a comparison comes from: its runs, the formula, the raw values, and what was left out. */
import { formatNumber, formatSigned } from '#base/format';
import { Refusal } from '#base/refusal';
import { alternatives, chance, intervalKinds, percent, placeInWords, tests } from './analysis.ts';
import { differenceSentence } from './sentence.ts';
import type { Comparison, Measure } from './types.ts';

/** A cell of a comparison. */
export interface CellAddress {
  /** Key of the row. */
  readonly row: string;
  /** Id of the measure. */
  readonly measure: string;
}

export interface ExplainedRun {
  readonly run: string;
  readonly seed: number;
  /** Steps of the final run at which its losses were taken. */
  readonly step: number;
  /** In the comparison's order of groups, nats per token. */
  readonly losses: readonly number[];
  /** What the formula makes of them. */
  readonly value: number;
  /** The run of the same seed that it is paired with. */
  readonly baseline: null | { readonly run: string; readonly value: number };
}

export interface CellExplanation {
  readonly label: string;
  readonly measure: Measure;
  readonly groups: readonly string[];
  /** Which losses were taken, how they become one number, how the seeds are folded, how the difference is judged. */
  readonly steps: readonly string[];
  /** The difference in words that can be copied; null where none is taken. */
  readonly sentence: string | null;
  readonly runs: readonly ExplainedRun[];
  /** Runs that do not count, or not for the difference, and why. */
  readonly leftOut: readonly { readonly run: string | null; readonly seed: number; readonly why: string }[];
}

/** @throws Refusal `option_invalid` for a row or a measure that there is not */
export function explain(comparison: Comparison, { row: key, measure: id }: CellAddress): CellExplanation {
  const { rows, measures, groups, analysis, baselineKey } = comparison;
  const row =
    rows.find((one) => one.key === key) ??
    refuse(
      'row',
      key,
      rows.map((one) => one.key),
    );
  const measure =
    measures.find((one) => one.id === id) ??
    refuse(
      'measure',
      id,
      measures.map((one) => one.id),
    );
  const baseline = rows.find((one) => one.key === baselineKey)!;
  const { perRun, value, difference } = row.cells[id]!;
  const paired = (seed: number): ExplainedRun['baseline'] => {
    const place = difference?.seeds.includes(seed) ? baseline.runs.findIndex((run) => run.seed === seed) : -1;
    return place < 0 ? null : { run: baseline.runs[place]!.run, value: baseline.cells[id]!.perRun[place]! };
  };
  return {
    label: row.label,
    measure,
    groups,
    steps: [
      `${placeInWords(analysis)}, nats per token.`,
      measure.formula,
      ...(value.n > 0
        ? [`The mean over ${seeds(value.n)}: ${full(value.mean)}.`]
        : ['No run counts, so there is no mean.']),
      ...(value.standardError === null
        ? []
        : [
            `Standard error: sample deviation ${full(value.sd!)} / √${String(value.n)} = ${full(value.standardError)}.`,
            `Interval: ${percent(analysis.level)}, ${intervalKinds[analysis.interval]}, ${full(value.interval!.low)} to ${full(value.interval!.high)}.`,
          ]),
      ...(difference === null
        ? withoutDifference(
            row.key === baselineKey,
            row.obstacles.map(({ sentence }) => sentence),
          )
        : [
            `Difference to ${baseline.label}: run minus run of the same seed, mean over ${seeds(difference.n)}: ${full(difference.mean, formatSigned)}.`,
            ...(difference.p === null
              ? []
              : [
                  `P value: ${tests[analysis.test]}, ${alternatives[analysis.alternative]}: ${full(difference.p)}; corrected after Holm ${full(difference.pAdjusted ?? NaN)}.`,
                ]),
            ...(difference.verdict === null
              ? []
              : [
                  `Chances by Student’s t with ${String(difference.n - 1)} degrees of freedom around that mean: better ${chance(difference.verdict.better)}, within ±${full(difference.region)} of zero ${chance(difference.verdict.equal)}, worse ${chance(difference.verdict.worse)}.`,
                ]),
          ]),
    ],
    sentence: differenceSentence(comparison, key, id),
    runs: row.runs.map(({ run, seed, step, losses }, i) => ({
      run,
      seed,
      step,
      losses,
      value: perRun[i]!,
      baseline: paired(seed),
    })),
    leftOut: [
      ...row.missing.map(({ run, seed, state }) => ({ run: run ?? null, seed, why: state })),
      ...(difference?.unpaired ?? []).map(({ seed, has }) => ({
        run: (has === 'row' ? row : baseline).runs.find((one) => one.seed === seed)!.run,
        seed,
        why: `not in the difference: only ${has === 'row' ? row.label : baseline.label} has this seed`,
      })),
    ],
  };
}

function withoutDifference(isBaseline: boolean, obstacles: readonly string[]): string[] {
  if (isBaseline) return ['It is the baseline: others are measured against it.'];
  return obstacles.length > 0
    ? ['No difference is taken:', ...obstacles]
    : ['No difference is taken: it shares no seed with the baseline.'];
}

function seeds(n: number): string {
  return `${String(n)} seed${n === 1 ? '' : 's'}`;
}

/** Six significant digits: enough to check by hand. */
function full(x: number, format = formatNumber): string {
  const leading = x === 0 || !Number.isFinite(x) ? 0 : Math.floor(Math.log10(Math.abs(x)));
  return format(x, Math.min(12, Math.max(0, 5 - leading)));
}

function refuse(field: string, given: string, known: readonly string[]): never {
  throw new Refusal('option_invalid', `There is no ${field} "${given}".`, {
    field,
    remedy: `Choose one of ${known.join(', ')}.`,
  });
}
