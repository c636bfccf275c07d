/**
 * Speed of reading and tokenising text: `node bench/tokenise.ts [file.jsonl ...]`, by default on the sample's text, repeated to
 * AIOLI_BENCH_MEGABYTES (100). Beside it in the same run: the disk's speed at the same bytes (dd, past the page cache), and
 * Hugging Face's tokenizers and tiktoken where AIOLI_BENCH_PYTHON (or python3) has them, with the same GPT-2 tokens and without
 * reading or writing anything. Every cell is a process of its own; cells take turns for AIOLI_BENCH_ROUNDS (3) rounds. On a
 * busy machine, processor time says more than time on the wall.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { ingest } from '#corpus/ingest';
import { buildSampleText, sampleGroups } from '#corpus/sample/index';
import { tokenize } from '#corpus/tokenize';
import { openTokenizer } from '#corpus/tokenizers/index';
import { gpt2File } from '../src/corpus/tokenizers/testing/gpt2-file.ts';

/** What one process found. */
interface Cell {
  readonly seconds: number;
  /** Of all threads. */
  readonly processorSeconds: number;
  readonly bytes: number;
  readonly tokens: number;
}

interface Row {
  readonly title: string;
  readonly measure: () => Cell;
  readonly found: Cell[];
}

const rounds = Number(process.env['AIOLI_BENCH_ROUNDS'] ?? 3);
const megabytes = Number(process.env['AIOLI_BENCH_MEGABYTES'] ?? 100);
const python = process.env['AIOLI_BENCH_PYTHON'] ?? 'python3';
const source = { paths: ['text.jsonl'], include: [], exclude: [], reader: 'auto', textField: 'text' };

const words = process.argv.slice(2);
if (words[0] === '--ingest') console.log(JSON.stringify(await ingestCell(words[1]!)));
else if (words[0] === '--tokenise')
  console.log(JSON.stringify(await tokeniseCell(words[1]!, words[2]!, Number(words[3]))));
else await compare(words.map((file) => resolve(file)));

async function compare(files: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-bench-'));
  try {
    await writeText(folder, files.length > 0 ? files : await sampleFiles(folder));
    await ingest(source, { root: folder, textsFolder: join(folder, 'texts') });
    writeFileSync(join(folder, 'gpt2.json'), gpt2File());
    const rows = rowsFor(folder);
    const load = loadavg()[0]!.toFixed(1);
    for (let round = 0; round < rounds; round++) for (const row of rows) row.found.push(row.measure());
    const size = (statSync(join(folder, 'text.jsonl')).size / 1e6).toFixed(0);
    console.log(
      `${size} MB of JSON Lines, ${availableParallelism()} cores, ${rounds} processes each, load ${load} at the start`,
    );
    for (const { title, found } of rows) console.log(`  ${title}: ${summary(found)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsFor(folder: string): readonly Row[] {
  const text = join(folder, 'texts', readdirSync(join(folder, 'texts'))[0]!);
  const threads = [...new Set([1, 2, availableParallelism() >> 1, availableParallelism()])].filter(
    (count) => count > 0,
  );
  const ours = (title: string, ...args: readonly string[]): Row => ({
    title,
    measure: () => inOwnProcess(args),
    found: [],
  });
  const others = (['tokenizers', 'tiktoken'] as const).filter(pythonHas).flatMap((library) =>
    threads.map((count): Row => ({
      title: `${library} in Python, gpt2, ${threadsOf(count)}`,
      measure: () => inPython(library, join(folder, 'text.jsonl'), join(folder, 'gpt2.json'), count),
      found: [],
    })),
  );
  return [
    { title: 'the disk', measure: () => readByDd(join(text, 'train.txt')), found: [] },
    ours('ingest', '--ingest', folder),
    ours('byte', '--tokenise', text, 'byte', '1'),
    ...['gpt2', join(folder, 'gpt2.json')].flatMap((tokenizer) =>
      threads.map((count) =>
        ours(
          `${tokenizer === 'gpt2' ? 'gpt2' : 'a tokenizer.json'}, ${threadsOf(count)}`,
          '--tokenise',
          text,
          tokenizer,
          String(count),
        ),
      ),
    ),
    ...others,
  ];
}

async function sampleFiles(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const { name } of sampleGroups)
    files.push((await buildSampleText(name, { destination: join(folder, 'sample') })).file);
  return files;
}

/** Documents of all files in turn, over and over, each with the number of its round, so that none is a duplicate. */
async function writeText(folder: string, files: readonly string[]): Promise<void> {
  const output = openSync(join(folder, 'text.jsonl'), 'w');
  for (let round = 0, bytes = 0; bytes < megabytes * 1e6; round++) {
    let open = files.map((file) => createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]());
    while (open.length > 0 && bytes < megabytes * 1e6) {
      const lines = await Promise.all(open.map((file) => file.next()));
      open = open.filter((_, i) => !lines[i]!.done);
      for (const { value } of lines.filter(({ done }) => !done)) {
        const { text } = JSON.parse(value as string) as { readonly text: string };
        bytes += writeSync(output, JSON.stringify({ text: `${round} ${text}` }) + '\n');
      }
    }
  }
  closeSync(output);
}

async function ingestCell(folder: string): Promise<Cell> {
  const textsFolder = mkdtempSync(join(folder, 'ingested-'));
  const timed = stopwatch();
  await ingest(source, { root: folder, textsFolder });
  const times = timed();
  rmSync(textsFolder, { recursive: true });
  return { ...times, bytes: statSync(join(folder, 'text.jsonl')).size, tokens: 0 };
}

/** Opening the tokenizer and writing the shards count. */
async function tokeniseCell(textFolder: string, tokenizer: string, threads: number): Promise<Cell> {
  const shardsFolder = mkdtempSync(join(textFolder, 'shards-'));
  const timed = stopwatch();
  const { meta } = await tokenize({ textFolder, tokenizer: await openTokenizer(tokenizer), shardsFolder, threads });
  const times = timed();
  rmSync(shardsFolder, { recursive: true });
  const all = Object.values(meta.splits);
  const sum = (of: 'bytes' | 'tokens') => all.reduce((total, split) => total + split[of], 0);
  return { ...times, bytes: sum('bytes'), tokens: sum('tokens') };
}

function stopwatch(): () => Pick<Cell, 'seconds' | 'processorSeconds'> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - start) / 1000, processorSeconds: (user + system) / 1e6 };
  };
}

function inOwnProcess(args: readonly string[]): Cell {
  return JSON.parse(execFileSync(process.execPath, [import.meta.filename, ...args], { encoding: 'utf8' })) as Cell;
}

function inPython(library: string, text: string, tokenizer: string, threads: number): Cell {
  const args = [join(import.meta.dirname, 'tokenise_others.py'), library, text, tokenizer, String(threads)];
  const env = { ...process.env, RAYON_NUM_THREADS: String(threads) };
  return JSON.parse(execFileSync(python, args, { encoding: 'utf8', env })) as Cell;
}

/** Past the page cache, where the file system can. */
function readByDd(file: string): Cell {
  const timed = stopwatch();
  const { status } = spawnSync('dd', [`if=${file}`, 'of=/dev/null', 'bs=4M', 'iflag=direct'], { stdio: 'ignore' });
  if (status !== 0) return { seconds: NaN, processorSeconds: NaN, bytes: 0, tokens: 0 };
  return { ...timed(), processorSeconds: NaN, bytes: statSync(file).size, tokens: 0 };
}

function pythonHas(library: string): boolean {
  if (spawnSync(python, ['-c', `import ${library}`], { stdio: 'ignore' }).status === 0) return true;
  console.log(`${python} has no ${library}, so it does not take part (AIOLI_BENCH_PYTHON names another one).`);
  return false;
}

function threadsOf(count: number): string {
  return count === 1 ? '1 thread' : `${count} threads`;
}

function summary(cells: readonly Cell[]): string {
  const speeds = cells.map(({ bytes, seconds }) => bytes / 1e6 / seconds).toSorted((a, b) => a - b);
  const { bytes, tokens } = cells[0]!;
  const typical = bytes / 1e6 / median(speeds);
  const processor = median(cells.map(({ processorSeconds }) => processorSeconds));
  return [
    `${median(speeds).toFixed(1)} MB/s (${speeds[0]!.toFixed(1)} to ${speeds.at(-1)!.toFixed(1)})`,
    ...(tokens > 0 ? [`${(tokens / 1e6 / typical).toFixed(2)} million tokens/s`] : []),
    ...(Number.isNaN(processor) ? [] : [`${(bytes / 1e6 / processor).toFixed(1)} MB a second of processor`]),
  ].join(', ');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
