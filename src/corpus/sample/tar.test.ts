import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOf } from './tar.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tar-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One entry: header and content, filled up to whole blocks. */
function entry(name: string, content: string, { type = '0', prefix = '' } = {}): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(Buffer.byteLength(content).toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write('ustar', 257);
  header.write(prefix, 345);
  const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

test('wanted files come with their whole content, under long names too', async () => {
  const archive = join(folder, 'a.tgz');
  const large = 'x'.repeat(300_000);
  const entries = [
    entry('package/', '', { type: '5' }),
    entry('package/skipped.bin', large),
    entry('package/a.txt', large),
    entry('deep/b.txt', 'b', { prefix: 'package/very' }),
    entry('pax', '28 path=package/long/c.txt\n17 comment=words\n', { type: 'x' }),
    entry('package/c.txt', 'c'),
    entry('package/empty.txt', ''),
    Buffer.alloc(1024),
  ];
  writeFileSync(archive, gzipSync(Buffer.concat(entries)));
  const found: [string, string][] = [];
  for await (const { path, bytes } of filesOf(archive, (path) => path.endsWith('.txt')))
    found.push([path, bytes.toString('utf8')]);
  expect(found).toEqual([
    ['package/a.txt', large],
    ['package/very/deep/b.txt', 'b'],
    ['package/long/c.txt', 'c'],
    ['package/empty.txt', ''],
  ]);
});
