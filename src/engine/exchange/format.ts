/** What a foreign format can do. A new one is a file here and a line in `index.ts`. */
import type { ExchangeFormatId, LoggedRun } from '#contract/api';

export interface ExchangeFormat {
  readonly id: ExchangeFormatId;
  readonly title: string;
  /** Whether a file or folder is of this format, told from names and first bytes. */
  recognises(place: string): boolean;
  /** @throws Refusal `file_malformed` naming the file */
  read(place: string): readonly LoggedRun[];
  /** Writes into `draft`, which is not there yet: a file or a folder. @param name of the experiment */
  write(draft: string, name: string, runs: readonly LoggedRun[]): void;
  /** @param place where it was written */
  howToOpen(place: string): string;
}
