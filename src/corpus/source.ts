/** Where a group's text comes from, and its files in an order that is the same on every machine. */

/** Text of one group: files and folders, and how to read them. */
export interface TextSource {
  /** Files or folders, absolute or relative to the root that is given with them. */
  readonly paths: readonly string[];
  /** Glob patterns inside folders; empty means what the reader takes by default. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Reader id, or 'auto' to choose by file name. */
  readonly reader: string;
  /** JSONL: dotted path of the text field; empty to guess. */
  readonly textField: string;
}
