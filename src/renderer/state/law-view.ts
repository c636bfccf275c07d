/** Laws as they are shown: units, scales, and one axis of steps for all runs side by side. */
import { formatCount } from '#base/format';
import type { LawSeries, RunSummary } from '#contract/api';
import { heatScaleOver, holding, type HeatScale, type LawUnit } from '#charts/laws';
import { resolveChoice } from '#mixing/knobs';
import type { Matrix, Method, MethodChoice } from '#mixing/method';
import { normalised } from '#mixing/methods/aioli-law';
import { methods } from '#mixing/methods/index';

export type LawForm = 'raw' | 'normalised';
export type LawRound = LawSeries['rounds'][number];

/** One run's law with what its numbers mean. */
export interface ShownLaw {
  readonly series: LawSeries;
  readonly label: string;
  /** Steps that each measurement trained: entries divided by it are nats per step. null for another kind of measure. */
  readonly stretch: number | null;
  /** Whether rounds stand at steps of the run; a law learned before it started has rounds only. */
  readonly axis: 'step' | 'round';
}

export function shownLaw(series: LawSeries, run: RunSummary | undefined): ShownLaw {
  const isInRun = series.rounds.every((round, index) => index === 0 || round.step > series.rounds[index - 1]!.step);
  const rounds = isInRun ? series.rounds : series.rounds.map((round) => ({ ...round, step: round.round }));
  return {
    series: { ...series, rounds },
    label: `${run?.label ?? series.method}, seed ${series.seed}`,
    stretch: run ? stretchOf(run.choice) : null,
    axis: isInRun ? 'step' : 'round',
  };
}

/** Steps per measurement of a method that has such a knob. */
export function stretchOf(choice: MethodChoice): number | null {
  const value = resolveChoice(choice).knobs['lpSteps'];
  return typeof value === 'number' && value > 0 ? value : null;
}

/** "At step 1 500", "In round 3". */
export function whenOf(law: ShownLaw, round: LawRound): string {
  return law.axis === 'step' ? `At step ${formatCount(round.step)}` : `In round ${formatCount(round.round)}`;
}

/** How laws of one kind are drawn: the same unit, and one scale over all rounds of all of them. */
export interface LawDrawing {
  readonly unit: LawUnit;
  readonly scale: HeatScale;
  /** Digits after the point in cells. */
  readonly decimals: number;
  /** The matrix of one round in the unit of the cells. */
  matrix(law: ShownLaw, round: LawRound): Matrix;
}

/** Drawings by kind; measures of different kinds share no scale. */
export function drawingsOf(laws: readonly ShownLaw[], form: LawForm): ReadonlyMap<string, LawDrawing> {
  const kinds = Map.groupBy(laws, (law) => kindOf(law, form));
  return new Map([...kinds].map(([kind, of]) => [kind, drawingOf(of, form)]));
}

/** Laws of the same kind can be compared entry by entry. */
export function kindOf(law: ShownLaw, form: LawForm): string {
  if (form === 'normalised') return 'share';
  return law.stretch === null ? law.series.method : 'nats per step';
}

/** @param laws of one kind */
export function drawingOf(laws: readonly ShownLaw[], form: LawForm): LawDrawing {
  const all = laws.flatMap((law) => law.series.rounds.map((round) => entries(law, round, form)));
  const unit = unitFor(
    heatScaleOver(all).limit,
    form,
    laws.every((law) => law.stretch !== null),
    unitOf(laws[0]?.series.method ?? ''),
  );
  const times = (matrix: Matrix) => matrix.map((row) => row.map((value) => value * unit.factor));
  const scale = heatScaleOver(all.map(times));
  const decimals = scale.limit > 0 ? Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(scale.limit)))) : 2;
  return { unit, scale, decimals, matrix: (law, round) => times(entries(law, round, form)) };
}

function entries(law: ShownLaw, round: LawRound, form: LawForm): Matrix {
  if (form === 'normalised') return isShares(round.normalised) ? round.normalised : normalised(round.raw);
  const { stretch } = law;
  return stretch === null ? round.raw : round.raw.map((row) => row.map((value) => value / stretch));
}

/** Methods that use their law as measured note no normalised one. */
function isShares(matrix: Matrix): boolean {
  const all = matrix.flat();
  return all.every((value) => value >= 0) && Math.abs(all.reduce((a, b) => a + b, 0) - 1) < 1e-6;
}

function unitFor(limit: number, form: LawForm, isPerStep: boolean, ownUnit: string): LawUnit {
  if (form === 'normalised') return { factor: 100, cells: 'percent of all effects', kind: 'share' };
  const [factor, size] =
    limit >= 0.1 || limit === 0 ? [1, ''] : limit >= 1e-4 ? [1e3, 'thousandths'] : [1e6, 'millionths'];
  if (!isPerStep) return { factor, cells: size ? `${size}, ${ownUnit}` : ownUnit, kind: 'own', measure: ownUnit };
  return { factor, cells: size ? `${size} of a nat per step` : 'nats per step', kind: 'nats per step' };
}

/** What entries of a method's matrix measure, where they are not losses over known steps. */
function unitOf(method: string): string {
  const id = method.split('+')[0];
  return (methods as readonly Method[]).find((one) => one.id === id)?.lawUnit ?? "the method's own measure";
}

/** Steps at which any of the laws has a round, in order: the places of the slider. */
export function roundSteps(laws: readonly ShownLaw[]): readonly number[] {
  const steps = new Set(laws.flatMap((law) => law.series.rounds.map((round) => round.step)));
  return [...steps].sort((a, b) => a - b);
}

/** The round of a law that held at a step; the first one before that. */
export function roundAt(law: ShownLaw, step: number): LawRound | undefined {
  return holding(law.series.rounds, step);
}
