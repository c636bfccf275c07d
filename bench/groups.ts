/**
 * How long it takes to look into large files and to compare groups: `node bench/groups.ts [megabytes]` (1000 unless told
 * otherwise, of JSON Lines and of CSV; a twentieth of it is compared).
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { randomFor } from '#base/random';
import { openEngine } from '#engine/engine';

const megabytes = Number(process.argv[2] ?? 1000);
const place = mkdtempSync(join(tmpdir(), 'aioli-groups-'));
const random = randomFor(0, 'groups');
const words = Array.from({ length: 20_000 }, (_, i) => `word${i}`);
const text = (): string =>
  Array.from({ length: 20 + random.below(300) }, () => words[random.below(words.length)]!).join(' ');

/** @returns rows written */
function write(file: string, bytes: number, header: string, row: (i: number) => string): number {
  const out = openSync(file, 'w');
  let written = writeSync(out, header);
  let rows = 0;
  while (written < bytes) {
    const block = Array.from({ length: 500 }, () => row(rows++)).join('');
    written += writeSync(out, block);
  }
  closeSync(out);
  return rows;
}

async function timed<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  const milliseconds = Math.round(performance.now() - start);
  process.stdout.write(`${label}: ${milliseconds} ms, ${Math.round(process.memoryUsage().rss / 1e6)} MB of memory\n`);
  return result;
}

const files = {
  jsonl: { header: '', row: (i: number) => `${JSON.stringify({ id: i, text: text() })}\n` },
  csv: { header: 'id,text\n', row: (i: number) => `${i},"${text()}"\n` },
};
const engine = await openEngine({ folder: join(place, 'workspace') });
try {
  for (const [ending, { header, row }] of Object.entries(files)) {
    const file = join(place, `large.${ending}`);
    const rows = write(file, megabytes * 1e6, header, row);
    const look = (label: string, from: number) =>
      timed(`${ending}, ${label}`, () => engine.previewSource({ source: { paths: [file] } }, from, 50));
    await look('first rows', 0);
    await look('rows of the middle, for the first time', rows >> 1);
    await look('rows of the middle, again', rows >> 1);
    await look('last rows', rows - 50);
  }
  for (const name of ['a', 'b']) {
    const file = join(place, `${name}.jsonl`);
    write(file, megabytes * 25_000, '', files.jsonl.row);
    await timed(`reading ${megabytes / 40} MB`, () => engine.addGroup({ name, source: { paths: [file] } }));
  }
  await timed(`comparing two groups of ${megabytes / 40} MB`, () => engine.checkOverlap());
} finally {
  await engine.close();
  rmSync(place, { recursive: true });
}
