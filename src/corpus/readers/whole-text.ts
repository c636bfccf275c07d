/** A file as one text: checked to be text first, so that nothing of a file is used that is later found to be binary. */
import { readFile, stat } from 'node:fs/promises';
import { cutStream } from '../cut.ts';
import { bytesOf, isPacked } from './bytes.ts';
import { refusePickle } from './pickle.ts';
import { UnreadableFile, type Document, type ReadingOptions } from './reader.ts';

/** Up to here a file is read at once; beyond, it is read twice in a stream. */
const atOnceBytes = 1 << 20;
/** Larger shares of control characters mean that a file is not text. */
const controlShare = 0.01;

/** The file as one document, or as parts where it is long (cut.ts). */
export async function* wholeText(file: string, { onBytes }: Pick<ReadingOptions, 'onBytes'>): AsyncGenerator<Document> {
  let part = 0;
  for await (const text of cutStream(await checkedText(file, onBytes)))
    yield { text, origin: part++ === 0 ? file : `${file}#${part}` };
}

async function checkedText(file: string, onBytes: (bytes: number) => void): Promise<AsyncIterable<string>> {
  if (isPacked(file) || (await sizeOf(file)) > atOnceBytes) {
    await check(bytesOf(file));
    return decoded(bytesOf(file, onBytes));
  }
  const bytes = await readFile(file).catch((error: unknown) => refuseFile(error));
  onBytes(bytes.length);
  await check(asStream(bytes));
  return decoded(asStream(bytes));
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch((error: unknown) => refuseFile(error))).size;
}

function refuseFile(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) throw error;
  throw new UnreadableFile(`cannot be read (${code})`, 'unreadable', { cause: error });
}

/** @throws UnreadableFile for what is empty, binary or not UTF-8 */
async function check(chunks: AsyncIterable<Buffer>): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let controls = 0;
  let isBlank = true;
  for await (const chunk of chunks) {
    if (bytes === 0) refusePickle(chunk);
    if (bytes === 0 && isUtf16(chunk)) throw new UnreadableFile('is UTF-16; save it as UTF-8');
    if (chunk.includes(0)) throw new UnreadableFile('is binary: it holds NUL bytes');
    controls += countControls(chunk);
    const text = decode(decoder, chunk);
    isBlank &&= text.trim() === '';
    bytes += chunk.length;
  }
  decode(decoder); // a character may lack its end
  if (isBlank) throw new UnreadableFile(bytes === 0 ? 'is empty' : 'holds nothing but blanks', 'empty');
  if (controls > controlShare * bytes)
    throw new UnreadableFile(`is binary: ${((100 * controls) / bytes).toFixed(0)} % of it are control characters`);
}

async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
}

function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (error) {
    throw new UnreadableFile('is not valid UTF-8', 'unreadable', { cause: error });
  }
}

function isUtf16(start: Buffer): boolean {
  return (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
}

/** Control characters that text does not use; tabs, line and page ends and escapes are not counted. */
function countControls(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if ((byte < 32 && (byte < 8 || byte > 13) && byte !== 27) || byte === 127) count += 1;
  return count;
}

// eslint-disable-next-line @typescript-eslint/require-await -- the shape of a stream, of bytes that are there already
async function* asStream(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}
