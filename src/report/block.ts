/** What a document is made of, before any format: the writers of all formats read these, so all say the same digits. */
import type { Matrix } from '#mixing/method';
import type { Fact, RecordedGroup, ReportRecord } from './record.ts';
import type { Node } from './markdown.ts';

export interface Cell {
  readonly text: string;
  /** What a column is sorted by; the text when absent. */
  readonly number?: number;
  readonly emphasis?: 'best' | 'second';
  /** Anchor of the runs that the number comes from. */
  readonly target?: string;
}

export interface Table {
  readonly caption: string;
  /** The first column holds names. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Anchors of each row, for links to it. */
  readonly anchors?: readonly (readonly string[])[];
  /** Columns of words beside the first; the others hold numbers. */
  readonly words?: readonly number[];
}

/** A picture; where none can be drawn its table stands instead. */
export type Chart =
  | { readonly chart: 'losses'; readonly group: number | null }
  | { readonly chart: 'trajectory'; readonly run: string }
  | { readonly chart: 'differences' }
  | { readonly chart: 'mixtures' }
  | { readonly chart: 'law'; readonly run: string; readonly matrices: readonly LawRound[] };

export interface LawRound {
  /** Counted from 1. */
  readonly round: number;
  readonly step: number;
  readonly matrix: Matrix;
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'notes'; readonly nodes: readonly Node[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'charts';
      readonly charts: readonly Chart[];
      readonly caption: string;
      readonly instead: readonly Table[];
    };

/** A part of a report that a person can leave out or move. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What stands in it, for whoever chooses. */
  readonly help: string;
  /** Empty when the record has nothing to say here. */
  readonly blocks: (record: ReportRecord) => readonly Block[];
}

/** A section that has something to say. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type GroupLooks = readonly Pick<RecordedGroup, 'name' | 'colour'>[];

/** A cell of words. */
export function words(text: string): Cell {
  return { text };
}
