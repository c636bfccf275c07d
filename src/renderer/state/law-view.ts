/** Laws as they are shown: units, scales, and one axis of time for all panels side by side. */
import { formatCompact, formatCount, formatNumber } from '#base/format';
import { heatScale, roundUp, type HeatScale, type LawUnit } from '#charts/laws';
import { mapped, type FoldedEstimate } from '#mixing/laws/folded-law';
import type { Matrix } from '#mixing/method';
import type { LawForm, LawPanel } from './law-panel.ts';

/** How laws of one kind are drawn: the same unit, and one scale over all rounds of all of them. */
export interface LawDrawing {
  readonly unit: LawUnit;
  readonly scale: HeatScale;
  /** Digits after the point in cells. */
  readonly decimals: number;
  /** Whether the scale was fitted to the data, not set by hand. */
  readonly isFitted: boolean;
  /** A matrix in the unit of the cells. */
  inUnit(matrix: Matrix): Matrix;
}

/** Limits chosen by hand, in the unit of the cells. */
export interface Limits {
  readonly centre: number;
  readonly limit: number;
}

/** Drawings by kind; measures of different kinds share no scale. */
export function drawingsOf(
  panels: readonly LawPanel[],
  form: LawForm,
  limits: Readonly<Record<string, Limits>> = {},
): ReadonlyMap<string, LawDrawing> {
  const kinds = Map.groupBy(panels, ({ kind }) => kind);
  return new Map([...kinds].map(([kind, of]) => [kind, drawingOf(of, form, limits[kind])]));
}

/** @param panels of one kind */
export function drawingOf(panels: readonly LawPanel[], form: LawForm, limits?: Limits): LawDrawing {
  const { least, largest } = extentOf(panels);
  const magnitude = Math.max(Math.abs(least), Math.abs(largest));
  const unit = unitFor(roundUp(magnitude), form, panels[0]);
  const fitted = heatScale(roundUp(magnitude * unit.factor), least >= 0);
  const scale = limits ? heatScale(limits.limit, fitted.isOneSided && limits.centre === 0, limits.centre) : fitted;
  return {
    unit,
    scale,
    decimals: scale.limit > 0 ? Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(scale.limit)))) : 2,
    isFitted: limits === undefined,
    inUnit: (matrix) => (unit.factor === 1 ? matrix : mapped(matrix, (value) => value * unit.factor)),
  };
}

function extentOf(panels: readonly LawPanel[]): { readonly least: number; readonly largest: number } {
  let [least, largest] = [0, 0];
  for (const { rounds } of panels)
    for (const { matrix } of rounds)
      for (const row of matrix)
        for (const value of row) {
          if (value < least) least = value;
          if (value > largest) largest = value;
        }
  return { least, largest };
}

function unitFor(limit: number, form: LawForm, panel: LawPanel | undefined): LawUnit {
  if (form === 'normalised') return { factor: 100, cells: 'percent of all effects', kind: 'share' };
  const [factor, size] =
    limit >= 0.1 || limit === 0 ? [1, ''] : limit >= 1e-4 ? [1e3, 'thousandths'] : [1e6, 'millionths'];
  if (panel === undefined || panel.kind.startsWith('nats per step'))
    return { factor, cells: size ? `${size} of a nat per step` : 'nats per step', kind: 'nats per step' };
  const { measure } = panel;
  return { factor, cells: size ? `${size}, ${measure}` : measure, kind: 'own', measure };
}

/** How the time axis counts, so that methods line up. */
export type LawAxis = 'step' | 'tokens' | 'share';

/** One axis of time for several panels. */
export interface Timeline {
  readonly axis: LawAxis;
  /** Length of one step on an axis of steps or tokens. */
  readonly perStep: number;
  /** Every place at which some panel has a round, in order. */
  readonly places: readonly number[];
  /** Where the rounds of a panel stand. Those that were learned before the run are spread over its length. */
  placesOf(panel: LawPanel): readonly number[];
  /** Length of the axis. */
  readonly end: number;
}

/** @param tokensPerStep that a run of this experiment sees */
export function timelineOf(panels: readonly LawPanel[], axis: LawAxis, tokensPerStep: number): Timeline {
  const placesOf = (panel: LawPanel): readonly number[] => {
    const perStep = axis === 'share' ? 1 / panel.steps : axis === 'tokens' ? tokensPerStep : 1;
    const last = Math.max(1, panel.rounds.length - 1);
    return panel.rounds.map(({ step }, n) =>
      rounded((panel.axis === 'step' ? step : (panel.steps * n) / last) * perStep),
    );
  };
  const scale = axis === 'tokens' ? tokensPerStep : 1;
  const ofPanel = new Map(panels.map((panel) => [panel, placesOf(panel)]));
  const all = new Set([...ofPanel.values()].flat());
  return {
    axis,
    perStep: scale,
    places: [...all].sort((a, b) => a - b),
    placesOf: (panel) => ofPanel.get(panel) ?? placesOf(panel),
    end: axis === 'share' ? 1 : Math.max(1, ...panels.map(({ steps }) => steps)) * scale,
  };
}

/** Places that differ by rounding only are one. */
function rounded(place: number): number {
  return Number(place.toPrecision(12));
}

/** "step 1 500", "1.20 M tokens", "37 % of the run". */
export function placeInWords(axis: LawAxis, place: number): string {
  if (axis === 'share') return `${formatNumber(place * 100, 0)} % of the run`;
  return axis === 'tokens' ? `${formatCompact(place)} tokens` : `step ${formatCount(place)}`;
}

/** Index of the last of the places at or before `place`; the first one before that. @param places in order */
export function indexAt(places: readonly number[], place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The round of a panel that held at a place. */
export function roundAt(timeline: Timeline, panel: LawPanel, place: number): FoldedEstimate | undefined {
  return panel.rounds[indexAt(timeline.placesOf(panel), place)];
}
