/** Calls that design, freeze and write reports. */
import type { ExperimentId } from './experiments.ts';

export type DocumentFormatId = 'html' | 'md' | 'tex' | 'csv' | 'json';

/** What a person decides of a report; kept with its experiment. */
export interface ReportDesign {
  readonly title: string;
  readonly author: string;
  /** Markdown. */
  readonly notes: string;
  readonly paper: 'a4' | 'letter';
  /** Every section in order, also those that are left out. */
  readonly sections: readonly { readonly id: string; readonly isOn: boolean }[];
  /** Method that differences are taken to; as on Compare when absent. */
  readonly baseline?: string;
}

export interface ReportState {
  readonly experiment: ExperimentId;
  readonly design: ReportDesign;
  /** In the design's order, in words. */
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly help: string;
    readonly isOn: boolean;
    /** Nothing in this experiment belongs here. */
    readonly isEmpty: boolean;
  }[];
  /** When its numbers were taken, ISO. */
  readonly frozenAt: string;
  /** What has changed in the workspace since, as sentences; empty when the numbers are those of now. */
  readonly changes: readonly string[];
}

export interface ReportOptions {
  readonly design?: Partial<ReportDesign>;
  readonly takesAnew?: true;
}

export interface ReportCalls {
  /** The report of an experiment as it was left; its numbers are frozen when it is first asked for. */
  report(experiment: ExperimentId): Promise<ReportState>;
  saveReport(experiment: ExperimentId, design: ReportDesign): Promise<ReportState>;
  /** Takes the report's numbers anew. */
  freezeReport(experiment: ExperimentId): Promise<ReportState>;
  /**
   * The report as text.
   *
   * @param options.design    replaces what is kept, for this once
   * @param options.takesAnew the numbers of now instead of the frozen ones
   */
  reportDocument(experiment: ExperimentId, format: DocumentFormatId, options?: ReportOptions): Promise<string>;
  /** Writes the report in the format that the file's extension names, PDF among them; a whole file or none. */
  writeReport(
    experiment: ExperimentId,
    file: string,
    options?: ReportOptions,
  ): Promise<{ readonly file: string; readonly bytes: number }>;
  /**
   * Writes the charts of the report's chosen sections as files of their own, `NAME.svg` or `NAME.pdf`, each whole or not
   * there. Files of the same names are replaced.
   *
   * @param options.width millimetres, 20 to 1000; 174 (the text of an A4 page) when absent
   */
  writeFigures(
    experiment: ExperimentId,
    folder: string,
    options?: ReportOptions & { readonly format?: 'svg' | 'pdf'; readonly width?: number },
  ): Promise<{ readonly folder: string; readonly files: readonly string[] }>;
}
