/** A law as one panel of the screen: of one method over its seeds, of one seed, or from a file. */
import { formatCount } from '#base/format';
import { mean } from '#base/statistics';
import type { LawSeries, RunId, RunSummary } from '#contract/api';
import { resolveChoice } from '#mixing/knobs';
import { foldLaws, mapped, withoutUnestimated, type FoldedEstimate, type LawEstimate } from '#mixing/laws/folded-law';
import { lawUnitOf } from '#mixing/laws/law-measure';
import type { LawOrigin } from '#mixing/laws/law-origin';
import type { Matrix, MethodChoice } from '#mixing/method';
import { normalised } from '#mixing/methods/aioli-law';

/** As estimated, or as an update of the proportions uses it: no entry below zero, all together 1. */
export type LawForm = 'raw' | 'normalised';

export interface PanelSeed {
  readonly run: RunId | null;
  readonly seed: number;
  readonly estimates: readonly LawEstimate[];
}

export interface LawPanel extends LawOrigin {
  /** Steady over time: a method, one of its variants, or a file. */
  readonly id: string;
  readonly method: string;
  readonly title: string;
  /** "Mean of 5 seeds", "Seed 3", "From a file". */
  readonly lead: string;
  readonly groups: readonly string[];
  /** Folded over the seeds shown. NaN where the method estimates nothing. */
  readonly rounds: readonly FoldedEstimate[];
  /** The seeds that are folded. */
  readonly seeds: readonly PanelSeed[];
  /** Panels of the same kind can be compared entry by entry. */
  readonly kind: string;
  /** What an entry measures, where it is not nats per step. */
  readonly measure: string;
  /** Rounds stand at steps of the run, were learned before it and only have numbers, or there is one for all time. */
  readonly axis: 'step' | 'round' | 'still';
  /** Length of the run in steps. */
  readonly steps: number;
}

/** What the screen knows of a method's runs. */
export interface PanelSource {
  /** Steady over time; the method's own where it has one variant. */
  readonly id?: string;
  readonly method: string;
  readonly label: string;
  readonly series: readonly LawSeries[];
}

/** One that stands beside others of its method. */
export type NamedSource = PanelSource & Required<Pick<PanelSource, 'id'>>;

/** Panels of the same kind can be compared entry by entry. */
export function kindOf(
  { method, series }: PanelSource,
  form: LawForm,
  runOf: (id: RunId) => RunSummary | undefined,
): string {
  if (form === 'normalised') return 'share';
  const run = series.map((one) => runOf(one.run)).find((one) => one !== undefined);
  return run === undefined || stretchOf(run.choice) === null ? method : 'nats per step';
}

/**
 * @param seed the one that is shown; null folds all of them
 * @param runOf facts of a run, for its length and its knobs
 */
export function methodPanel(
  { id, method, label, series }: PanelSource,
  form: LawForm,
  seed: number | null,
  runOf: (id: RunId) => RunSummary | undefined,
): LawPanel {
  const shown = seed === null ? series : series.filter((one) => one.seed === seed);
  const known = shown.length > 0 ? shown : series;
  const run = known.map((one) => runOf(one.run)).find((one) => one !== undefined);
  const stretch = run ? stretchOf(run.choice) : null;
  const seeds = known.map((one): PanelSeed => ({
    run: one.run,
    seed: one.seed,
    estimates: withoutUnestimated(one.rounds.map(({ round, step, raw }) => ({ round, step, matrix: raw }))).map(
      (estimate, n) => ({ ...estimate, matrix: inForm(estimate.matrix, one.rounds[n]!.normalised, form, stretch) }),
    ),
  }));
  const rounds = foldLaws(seeds.map(({ estimates }) => estimates));
  return {
    id: id ?? method,
    method,
    title: label,
    provenance: known[0]?.provenance ?? null,
    subsetError: meanOf(known.map((one) => one.subsetError)),
    lead: leadOf(known.map((one) => one.seed)),
    groups: known[0]?.groups ?? [],
    rounds,
    seeds,
    kind: kindOf({ method, label, series }, form, runOf),
    measure: lawUnitOf(method) ?? "the method's own measure",
    axis: rounds.every(({ step }, n) => n === 0 || step > rounds[n - 1]!.step) ? 'step' : 'round',
    steps: Math.max(run?.steps ?? 0, rounds.at(-1)?.step ?? 0, 1),
  };
}

/** @param groups names for the rows and columns, in the file's order */
export function filePanel(
  id: string,
  name: string,
  groups: readonly string[],
  estimates: readonly LawEstimate[],
  form: LawForm,
): LawPanel {
  const shown = estimates.map((estimate) => ({
    ...estimate,
    matrix: inForm(estimate.matrix, [], form, null),
  }));
  const seeds = [{ run: null, seed: 0, estimates: shown }];
  const isStepped = estimates.some(({ step }, n) => step !== n);
  return {
    id,
    method: id,
    title: name,
    provenance: null,
    subsetError: null,
    lead: estimates.length > 1 ? `From a file, ${formatCount(estimates.length)} matrices` : 'From a file',
    groups,
    rounds: foldLaws([shown]),
    seeds,
    kind: form === 'normalised' ? 'share' : id,
    measure: "the file's own measure",
    axis: estimates.length === 1 ? 'still' : isStepped ? 'step' : 'round',
    steps: Math.max(1, estimates.at(-1)?.step ?? 0),
  };
}

export const overlapId = 'overlap of texts';

/**
 * What the groups' texts share, as a panel beside laws; the diagonal, where a text stands in itself, is left out.
 *
 * @param shared `shared[i][j]`: share of group i's word sequences that also stand in group j
 */
export function overlapPanel(groups: readonly string[], shared: Matrix, form: LawForm): LawPanel {
  const matrix = mapped(shared, (entry, i, j) => (i === j ? NaN : entry));
  return {
    ...filePanel(overlapId, 'Overlap of texts', groups, [{ round: 0, step: 0, matrix }], form),
    lead: 'Eight-word sequences of the row that also stand in the column',
    measure: 'share of the word sequences of the row that also stand in the column',
  };
}

/** The same panel with its groups in another order. @param order places of the groups now, in the order they get */
export function reordered(panel: LawPanel, order: readonly number[]): LawPanel {
  if (order.every((from, to) => from === to)) return panel;
  const matrix = (A: Matrix) => order.map((i) => order.map((j) => A[i]![j]!));
  const estimate = <E extends LawEstimate>(one: E): E => ({ ...one, matrix: matrix(one.matrix) });
  return {
    ...panel,
    groups: order.map((i) => panel.groups[i]!),
    rounds: panel.rounds.map((one) => ({
      ...estimate(one),
      agreeing: matrix(one.agreeing),
      errors: one.errors && matrix(one.errors),
    })),
    seeds: panel.seeds.map((one) => ({ ...one, estimates: one.estimates.map(estimate) })),
  };
}

/** Steps per measurement of a method that has such a knob: entries divided by it are nats per step. */
export function stretchOf(choice: MethodChoice): number | null {
  const value = resolveChoice(choice).knobs['lpSteps'];
  return typeof value === 'number' && value > 0 ? value : null;
}

/** "At step 1 500", "In round 3 before the run". */
export function whenOf({ axis }: Pick<LawPanel, 'axis'>, { step, round }: { step: number; round: number }): string {
  if (axis === 'still') return 'In this file';
  return axis === 'step' ? `At step ${formatCount(step)}` : `In round ${formatCount(round)} before the run`;
}

function meanOf(errors: readonly (number | null)[]): number | null {
  const known = errors.filter((error) => error !== null);
  return known.length > 0 ? mean(known) : null;
}

function leadOf(seeds: readonly number[]): string {
  return seeds.length > 1 ? `Mean of ${formatCount(seeds.length)} seeds` : `Seed ${String(seeds[0] ?? 0)}`;
}

function inForm(raw: Matrix, noted: Matrix, form: LawForm, stretch: number | null): Matrix {
  if (form === 'raw') return stretch === null ? raw : mapped(raw, (entry) => entry / stretch);
  const hasGaps = raw.some((row) => row.some(Number.isNaN));
  const known = hasGaps ? mapped(raw, (entry) => (Number.isNaN(entry) ? 0 : entry)) : raw;
  const shares = isShares(noted) ? noted : normalised(known);
  if (!hasGaps) return shares;
  return mapped(raw, (entry, i, j) => (Number.isNaN(entry) ? NaN : shares[i]![j]!));
}

/** Methods that use their law as measured note no normalised one. */
function isShares(matrix: Matrix): boolean {
  if (matrix.length === 0 || matrix.some((row) => row.some((value) => !(value >= 0)))) return false;
  return Math.abs(matrix.reduce((sum, row) => row.reduce((a, b) => a + b, sum), 0) - 1) < 1e-6;
}
