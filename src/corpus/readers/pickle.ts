/** Python's pickles are never read: doing so runs the code that they hold. */
import { UnreadableFile, type Reader } from './reader.ts';

export const pickleReason =
  'is a Python pickle: reading one runs whatever code it holds, so it is never read. Write it as JSON Lines, Parquet or CSV';

/** Takes the place of a reader, so that the reason is told as for any other file. */
export const pickle: Reader = {
  id: 'pickle',
  title: 'Python pickles, which are refused',
  takes: () => false,
  // eslint-disable-next-line @typescript-eslint/require-await -- the shape of a stream that never begins
  async *documents() {
    throw new UnreadableFile(pickleReason);
  },
};

export function isPickleName(name: string): boolean {
  return /\.(pkl|pickle|joblib)$/.test(name); // not .pt, which is also how Portuguese text is named
}

/** A pickle of protocol 2 or newer begins with its protocol; no UTF-8 text does. */
export function refusePickle(start: Uint8Array): void {
  if (start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5) throw new UnreadableFile(pickleReason);
}
