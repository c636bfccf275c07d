/** Laws as they are shown: one unit, one scale, one axis of steps for all runs side by side. */
import type { LawSeries, RunSummary } from '#contract/api';
import { heatScaleOver, holding, type HeatScale, type LawUnit } from '#charts/laws';
import { resolveChoice } from '#mixing/knobs';
import type { Matrix, MethodChoice } from '#mixing/method';

export type LawForm = 'raw' | 'normalised';
export type LawRound = LawSeries['rounds'][number];

/** One run's law with what its numbers mean. */
export interface ShownLaw {
  readonly series: LawSeries;
  readonly label: string;
  /** Steps that each measurement trained: entries divided by it are per step. null when the method does not say. */
  readonly stretch: number | null;
}

export function shownLaw(series: LawSeries, run: RunSummary | undefined): ShownLaw {
  return {
    series,
    label: `${run?.label ?? series.method}, seed ${series.seed}`,
    stretch: run ? stretchOf(run.choice) : null,
  };
}

/** Steps per measurement of a method that has such a knob. */
export function stretchOf(choice: MethodChoice): number | null {
  const value = resolveChoice(choice).knobs['lpSteps'];
  return typeof value === 'number' && value > 0 ? value : null;
}

/** The entries in nats, per step where the method says how many steps a measurement took. */
export function entries(round: LawRound, form: LawForm, stretch: number | null): Matrix {
  if (form === 'normalised') return round.normalised;
  const divisor = stretch ?? 1;
  return round.raw.map((row) => row.map((value) => value / divisor));
}

/** How a set of laws is drawn. */
export interface LawDrawing {
  readonly unit: LawUnit;
  /** Over all rounds of all laws, in the unit of the cells. */
  readonly scale: HeatScale;
  readonly decimals: number;
  /** The matrix of one round in the unit of the cells. */
  matrix(law: ShownLaw, round: LawRound): Matrix;
}

export function drawingOf(laws: readonly ShownLaw[], form: LawForm): LawDrawing {
  const isPerStep = laws.every((law) => law.stretch !== null);
  const plain = (law: ShownLaw, round: LawRound) => entries(round, form, isPerStep ? law.stretch : null);
  const all = laws.flatMap((law) => law.series.rounds.map((round) => plain(law, round)));
  const unit = unitFor(heatScaleOver(all).limit, form, isPerStep);
  const times = (matrix: Matrix) => matrix.map((row) => row.map((value) => value * unit.factor));
  const scale = heatScaleOver(all.map(times));
  const decimals = scale.limit > 0 ? Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(scale.limit)))) : 2;
  return { unit, scale, decimals, matrix: (law, round) => times(plain(law, round)) };
}

function unitFor(limit: number, form: LawForm, isPerStep: boolean): LawUnit {
  if (form === 'normalised') return { factor: 100, cells: 'percent of all effects', sentence: null };
  const per = isPerStep ? 'per step' : 'per measurement';
  const sentence = `nats ${per}`;
  if (limit >= 0.1 || limit === 0) return { factor: 1, cells: sentence, sentence };
  return limit >= 1e-4
    ? { factor: 1e3, cells: `thousandths of a nat ${per}`, sentence }
    : { factor: 1e6, cells: `millionths of a nat ${per}`, sentence };
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
