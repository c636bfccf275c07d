import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSafetensors, writeSafetensors } from './safetensors.ts';
import { freshFolder, refusalOf } from './testing/small-trainer.ts';

async function written(): Promise<string> {
  const file = join(freshFolder(), 'some.safetensors');
  await writeSafetensors(
    file,
    [
      { name: 'a', shape: [2, 2], type: 'F32', data: () => Float32Array.of(1, -0, 1e-40, NaN) },
      { name: 'b', shape: [3], type: 'I32', data: () => Int32Array.of(7, -7, 2 ** 31 - 1) },
    ],
    { format: 'test' },
  );
  return file;
}

test('what was written comes back bit for bit, with shapes and metadata', async () => {
  const file = openSafetensors(await written());
  expect([file.names, file.metadata, file.shape('a')]).toEqual([['a', 'b'], { format: 'test' }, [2, 2]]);
  expect(file.floats('a')).toEqual(Float32Array.of(1, -0, 1e-40, NaN));
  expect(file.integers('b')).toEqual(Int32Array.of(7, -7, 2 ** 31 - 1));
  file.close();
});

test('the header is aligned JSON with its length before it, as other readers expect', async () => {
  const bytes = readFileSync(await written());
  const length = Number(bytes.readBigUInt64LE());
  expect(length % 8).toBe(0);
  expect(JSON.parse(bytes.subarray(8, 8 + length).toString())).toEqual({
    __metadata__: { format: 'test' },
    a: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
    b: { dtype: 'I32', shape: [3], data_offsets: [16, 28] },
  });
  expect(bytes.length).toBe(8 + length + 28);
});

test('numbers of half precision are widened', () => {
  const file = join(freshFolder(), 'half.safetensors');
  const header = JSON.stringify({
    h: { dtype: 'F16', shape: [3], data_offsets: [0, 6] },
    b: { dtype: 'BF16', shape: [2], data_offsets: [6, 10] },
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const data = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x3f80, 0xc040);
  writeFileSync(file, Buffer.concat([length, Buffer.from(header), Buffer.from(data.buffer)]));
  const open = openSafetensors(file);
  expect([...open.floats('h'), ...open.floats('b')]).toEqual([1, -2, 2 ** -24, 1, -3]);
  open.close();
});

test('a file that is cut off is refused with its name', async () => {
  const file = await written();
  truncateSync(file, readFileSync(file).length - 1);
  expect(refusalOf(() => openSafetensors(file, 'checkpoint_unreadable'))).toMatchObject({
    code: 'checkpoint_unreadable',
    details: { file },
  });
});

test('a file that is not safetensors is refused', () => {
  const file = join(freshFolder(), 'text');
  writeFileSync(file, 'hello, this is a text and no tensor');
  expect(() => openSafetensors(file)).toThrow(expect.objectContaining({ code: 'model_invalid' }));
  expect(() => openSafetensors(join(file, 'beyond'))).toThrow(expect.objectContaining({ code: 'file_missing' }));
});

test('a write that fails leaves the old file and nothing beside it', async () => {
  const file = await written();
  const before = readFileSync(file);
  const failing = { name: 'c', shape: [1], type: 'F32' as const, data: () => expectNever() };
  await expect(writeSafetensors(file, [failing])).rejects.toThrow('gone');
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(join(file, '..'))).toEqual(['some.safetensors']);
});

function expectNever(): Float32Array {
  throw new Error('gone');
}
