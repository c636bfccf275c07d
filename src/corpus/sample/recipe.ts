/** What a recipe of the sample is: how text is taken out of one npm package. */

/** One group of the sample, as it is listed. */
export interface SampleGroup {
  readonly name: string;
  /** npm package, exact version and sha512 (base64) of its tarball. */
  readonly package: string;
  readonly version: string;
  readonly sha512: string;
  /** What the text may be used for, in a sentence or two. */
  readonly licence: string;
  readonly description: string;
}

export interface SampleRecipe extends SampleGroup {
  /** File of the package that holds the licence text, and how to take it out; the whole file when not said. */
  readonly notice: string;
  readonly noticeIn?: (file: string) => string;
  /** Whether a file of the package holds text. @param path without the leading `package/` */
  readonly holdsText: (path: string) => boolean;
  /** Documents of one such file, in its order. */
  readonly documents: (file: string) => Iterable<string>;
}
