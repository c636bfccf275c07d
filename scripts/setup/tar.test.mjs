import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { extractFromTgz, tarEntries } from './tar.mjs';

const longPath = `package/${'deep/'.repeat(30)}file.txt`;
const archive = Buffer.concat([
  member('package/', '', '5'),
  member('package/a.txt', 'first'),
  member('PaxHeader', pax(longPath), 'x'),
  member('cut short', 'second'),
  member('@LongLink', `${longPath}.gnu\0`, 'L'),
  member('cut short too', 'x'.repeat(1500)),
  member('b.txt', 'fourth', '0', 'package/nested'),
  Buffer.alloc(1024),
]);

test('names every file, whichever way its path is stored, however the stream is cut', async () => {
  for (const size of [7, 512, 100_000]) {
    const found = [];
    for await (const { name, content } of tarEntries(inPieces(archive, size))) {
      let text = '';
      for await (const chunk of content) text += chunk;
      found.push([name, text.length]);
    }
    expect(found).toEqual([
      ['package/a.txt', 5],
      [longPath, 6],
      [`${longPath}.gnu`, 1500],
      ['package/nested/b.txt', 6],
    ]);
  }
});

test('passes over a file whose content was not read', async () => {
  const names = [];
  for await (const { name } of tarEntries(inPieces(archive, 100))) names.push(name);
  expect(names).toHaveLength(4);
});

test('extracts one file, and says when it is not there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-tar-'));
  const file = join(folder, 'p.tgz');
  writeFileSync(file, gzipSync(archive));
  await extractFromTgz(file, 'package/a.txt', join(folder, 'a.txt'));
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('first');
  await expect(extractFromTgz(file, 'package/none', join(folder, 'none'))).rejects.toThrow(
    'does not hold package/none',
  );
});

test('says that an archive ends too early', async () => {
  const read = async () => {
    for await (const { content } of tarEntries(inPieces(archive.subarray(0, 1026), 512)))
      for await (const chunk of content) void chunk;
  };
  await expect(read()).rejects.toThrow('ends too early');
});

async function* inPieces(buffer, size) {
  for (let at = 0; at < buffer.length; at += size) yield buffer.subarray(at, at + size);
}

function member(name, content, type = '0', prefix = '') {
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100), 0);
  header.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  header.write('ustar\0', 257);
  header.write(prefix, 345);
  const data = Buffer.from(content);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

function pax(path) {
  const rest = ` path=${path}\n`;
  return `${rest.length + 3}${rest}`;
}
