import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { placeBelow, withZip } from './zip.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aioli-zip-'));

test('reads packed and stored entries, their modes and links', async () => {
  const file = archive('plain', [
    { name: 'a/', content: '' },
    { name: 'a/text.txt', content: 'mix '.repeat(5000), packed: true },
    { name: 'run', content: '#!', mode: 0o100755 },
    { name: 'link', content: 'run', mode: 0o120777 },
  ]);
  const seen = await withZip(file, async ({ entries, read, extract }) => {
    await extract(entries[2], join(folder, 'out', 'run'));
    return { names: entries.map(({ name, isLink }) => [name, isLink]), text: (await read(entries[1])).toString() };
  });
  expect(seen.names).toEqual([
    ['a/', false],
    ['a/text.txt', false],
    ['run', false],
    ['link', true],
  ]);
  expect(seen.text).toBe('mix '.repeat(5000));
  expect(statSync(join(folder, 'out', 'run')).mode & 0o777).toBe(0o755);
});

test('reads sizes and offsets that are stored in the zip64 way', async () => {
  const file = archive('wide', [{ name: 'big', content: 'law '.repeat(300), packed: true }], { isWide: true });
  const text = await withZip(file, async ({ entries, read }) => (await read(entries[0])).toString());
  expect(text).toBe('law '.repeat(300));
});

test('finds the directory behind a comment', async () => {
  const file = archive('comment', [{ name: 'x', content: '1' }], { comment: 'written for a test' });
  expect(await withZip(file, ({ entries }) => Promise.resolve(entries.length))).toBe(1);
});

test('says that an entry is damaged', async () => {
  const file = archive('damaged', [{ name: 'x', content: 'abcdef' }]);
  const bytes = readFileSync(file);
  bytes[bytes.indexOf('abcdef')] ^= 1;
  writeFileSync(file, bytes);
  await expect(withZip(file, ({ entries, read }) => read(entries[0]))).rejects.toThrow('"x" is damaged');
});

test('says that a file is no archive', async () => {
  const file = join(folder, 'none.zip');
  writeFileSync(file, 'not a zip at all, but long enough to hold an end record');
  await expect(withZip(file, () => Promise.resolve())).rejects.toThrow('not a complete zip archive');
});

test('refuses names that leave the folder', () => {
  expect(() => placeBelow('/cache', '../evil')).toThrow('outside its folder');
  expect(() => placeBelow('/cache', 'a/../../evil')).toThrow('outside its folder');
  expect(() => placeBelow('/cache', '/etc/evil')).toThrow('outside its folder');
  expect(placeBelow('/cache', 'a/b')).toBe(join('/cache', 'a', 'b'));
  expect(existsSync('/cache')).toBe(false);
});

/** Writes a zip by hand, so that the zip64 fields can be forced on a small file. */
function archive(name, entries, { isWide = false, comment = '' } = {}) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const { name: path, content, packed = false, mode = 0o100644 } of entries) {
    const plain = Buffer.from(content);
    const data = packed ? deflateRawSync(plain) : plain;
    const method = packed ? 8 : 0;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(path.length, 26);
    locals.push(local, Buffer.from(path), data);

    const extra = isWide ? wideExtra([plain.length, data.length, offset]) : Buffer.alloc(0);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc32(plain), 16);
    entry.writeUInt32LE(isWide ? 0xffffffff : data.length, 20);
    entry.writeUInt32LE(isWide ? 0xffffffff : plain.length, 24);
    entry.writeUInt16LE(path.length, 28);
    entry.writeUInt16LE(extra.length, 30);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(isWide ? 0xffffffff : offset, 42);
    directory.push(entry, Buffer.from(path), extra);
    offset += 30 + path.length + data.length;
  }
  const listing = Buffer.concat(directory);
  const wide = isWide ? wideEnd(entries.length, listing.length, offset) : Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(isWide ? 0xffff : entries.length, 10);
  end.writeUInt32LE(isWide ? 0xffffffff : listing.length, 12);
  end.writeUInt32LE(isWide ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  const file = join(folder, `${name}.zip`);
  writeFileSync(file, Buffer.concat([...locals, listing, wide, end, Buffer.from(comment)]));
  return file;
}

function wideExtra(values) {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}

function wideEnd(count, bytes, offset) {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(bytes), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + bytes), 64);
  return end;
}
