/** What a cell shows: a value, or values folded, with digits that their uncertainty justifies. */
import {
  absent,
  decimalsFor,
  formatCount,
  formatDuration,
  formatNumber,
  formatShare,
  formatSigned,
} from '../format.ts';
import type { Folded } from '../statistics.ts';
import { isKnown, type ColumnKind, type Value } from './values.ts';

/** A column of a table, without its cells. */
export interface TableColumn {
  readonly id: string;
  readonly title: string;
  /** Heading under which it is chosen. */
  readonly section: string;
  /** A sentence for whoever points at the header; with the unit. */
  readonly hint: string;
  readonly kind: ColumnKind;
  readonly isLowerBetter: boolean;
  /** Pixels, before a person changes it. */
  readonly width: number;
  readonly isHidden?: boolean;
  readonly isEditable?: boolean;
  /** Can be read at any step of a run. */
  readonly hasSteps?: boolean;
  /** Stands to the left although it sorts as a number. */
  readonly isLeft?: boolean;
  /** A setting, which "only what differs" may leave out. */
  readonly isSetting?: boolean;
}

export interface Cell {
  readonly text: string;
  /** Standard error as text; `–` for one seed, empty where there is none to speak of. */
  readonly error: string;
  /** The value in full, as it is copied. */
  readonly full: string;
  readonly number: number | null;
  /** For differences. */
  readonly tone: 'better' | 'worse' | '';
  /** More words for whoever points at it. */
  readonly hint: string;
}

export const emptyCell: Cell = { text: '', error: '', full: '', number: null, tone: '', hint: '' };
const absentCell: Cell = { ...emptyCell, text: absent };

/** Whether its cells stand to the right, under each other by digits. */
export function isRight({ kind, isLeft }: Pick<TableColumn, 'kind' | 'isLeft'>): boolean {
  return isLeft !== true && kind !== 'text' && kind !== 'time';
}

/** Pixels for a kind of value under a title. */
export function usualWidth(kind: ColumnKind, title: string): number {
  const least = { text: 120, time: 140, number: 96, share: 72, count: 72, difference: 112, percent: 84, duration: 84 };
  return Math.min(180, Math.max(least[kind], Math.round(title.length * 7.2) + 34));
}

/** @param decimals digits after the point of a measured number; its own when absent */
export function cellOf(value: Value, kind: ColumnKind, decimals?: number): Cell {
  if (!isKnown(value)) return absentCell;
  if (typeof value === 'string') return { ...emptyCell, text: value, full: value };
  return {
    ...emptyCell,
    text: textOf(value, kind, decimals),
    full: fullOf(value, kind),
    number: value,
    tone: toneOf(value, kind, decimals),
  };
}

/** A number over several runs. */
export function foldedCell(folded: Folded | null, kind: ColumnKind, decimals: number): Cell {
  if (folded === null || folded.n === 0) return absentCell;
  const { mean, standardError, n } = folded;
  const isMeasured = kind === 'number' || kind === 'difference' || kind === 'percent';
  const error = standardError === null ? absent : formatNumber(scaled(standardError, kind), decimals);
  const cell = cellOf(mean, kind, decimals);
  return {
    ...cell,
    error: isMeasured ? error : '',
    hint: n === 1 ? 'one seed, no standard error' : `mean over ${formatCount(n)}`,
  };
}

/** One number of digits for a column, so that it lines up: what its most certain entry justifies, four at most. */
export function decimalsOf(folded: readonly (Folded | null)[], kind: ColumnKind = 'number'): number {
  const wanted = folded.flatMap((one) =>
    one === null || one.n === 0
      ? []
      : [decimalsFor(scaled(one.mean, kind), one.standardError === null ? null : scaled(one.standardError, kind))],
  );
  return Math.min(4, Math.max(0, ...wanted));
}

function textOf(value: number, kind: ColumnKind, decimals: number | undefined): string {
  switch (kind) {
    case 'count':
      return formatCount(value);
    case 'share':
      return formatShare(value, decimals ?? 1);
    case 'duration':
      return formatDuration(value);
    case 'difference':
      return formatSigned(value, decimals ?? decimalsFor(value, null));
    case 'percent':
      return formatSigned(value * 100, decimals ?? 2);
    case 'number':
    case 'text':
    case 'time':
      return decimals === undefined ? plainNumber(value) : formatNumber(value, decimals);
  }
}

/** A number that was set, not measured: as it was written. */
function plainNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return formatCount(value);
  const magnitude = Math.abs(value);
  return magnitude >= 1e-3 && magnitude < 1e9
    ? String(Number(value.toPrecision(6))).replace('-', '−')
    : value.toPrecision(3);
}

function fullOf(value: number, kind: ColumnKind): string {
  return String(kind === 'share' || kind === 'percent' ? value * 100 : value);
}

function toneOf(value: number, kind: ColumnKind, decimals: number | undefined): Cell['tone'] {
  if (kind !== 'difference' && kind !== 'percent') return '';
  const rounded = Number(scaled(value, kind).toFixed(decimals ?? 6));
  return rounded < 0 ? 'better' : rounded > 0 ? 'worse' : '';
}

/** Percent are shown a hundred times as large as they are kept. */
function scaled(value: number, kind: ColumnKind): number {
  return kind === 'percent' || kind === 'share' ? value * 100 : value;
}
