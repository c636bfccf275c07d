import type { ReportRecord } from '../record.ts';

export const papers = ['a4', 'letter'] as const;
export type Paper = (typeof papers)[number];

/** How a document looks, beside what it says. */
export interface Appearance {
  /** Ids of sections, in order; all when absent. */
  readonly sections?: readonly string[];
  readonly paper?: Paper;
  /** Font that HTML carries along, as a data address; the system's own when absent. */
  readonly font?: string;
}

/** One way to write a report down. The id is the extension of its files. */
export interface DocumentFormat {
  readonly id: string;
  readonly title: string;
  readonly write: (record: ReportRecord, appearance: Appearance) => Promise<string>;
}
