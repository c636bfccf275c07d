import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { previewDocuments } from './preview.ts';
import { openShards } from './shards.ts';
import { splits } from './split.ts';
import { documentsOf, asLines, newScene, type Scene } from './testing.ts';
import { shardsKey, tokenize } from './tokenize.ts';
import { openTokenizer } from './tokenizers/index.ts';

let scene: Scene;
beforeEach(() => {
  scene = newScene();
});
afterEach(() => scene.remove());

async function ingestSome() {
  scene.write('a.jsonl', asLines([...documentsOf('a', 200), 'Grüße, 世界 🦔']));
  return await scene.ingest({ paths: ['a.jsonl'] });
}

test.each(['byte', 'gpt2'])('shards of %s give back every document, each ended by its token', async (id) => {
  const { version, splits: sizes } = await ingestSome();
  const tokenizer = await openTokenizer(id);
  const shardsFolder = join(scene.folder, 'shards');
  const { folder, meta } = await tokenize({ textFolder: scene.textFolder(version), tokenizer, shardsFolder });
  expect(meta).toMatchObject({ tokenizer: id, textVersion: version, dtype: 'uint16', endsDocuments: true });
  expect(folder).toBe(join(shardsFolder, shardsKey({ textVersion: version, tokenizer: id })));
  const { documents } = previewDocuments(scene.textFolder(version), 0, 1000, 1000);
  const shards = openShards(folder, 'a');
  for (const split of splits) {
    const ids = [...shards.read(split, 0, shards.tokens(split))];
    const texts: string[] = [];
    for (let start = 0; start < ids.length;) {
      const end = ids.indexOf(tokenizer.endOfDocument, start);
      texts.push(tokenizer.decode(ids.slice(start, end)));
      start = end + 1;
    }
    expect(texts).toEqual(documents.filter((document) => document.split === split).map(({ text }) => text));
    expect(meta.splits[split]).toEqual({ ...sizes[split], tokens: ids.length });
  }
  shards.close();
});

test('without ends of documents the tokens are those of the text alone', async () => {
  const { version, splits: sizes } = await ingestSome();
  const { meta } = await tokenize({
    textFolder: scene.textFolder(version),
    tokenizer: await openTokenizer('byte'),
    shardsFolder: join(scene.folder, 'shards'),
    endsDocuments: false,
  });
  expect(meta.splits.train.tokens).toBe(sizes.train.bytes);
});

test('shards that are there are not built again', async () => {
  const { version } = await ingestSome();
  const options = {
    textFolder: scene.textFolder(version),
    tokenizer: await openTokenizer('byte'),
    shardsFolder: join(scene.folder, 'shards'),
  };
  const first = await tokenize(options);
  const built = statSync(join(first.folder, 'train.bin')).mtimeMs;
  expect(await tokenize(options)).toEqual(first);
  expect(statSync(join(first.folder, 'train.bin')).mtimeMs).toBe(built);
});

test.each([
  ['cut short', (folder: string) => truncateSync(join(folder, 'train.bin'), 10)],
  ['without one file', (folder: string) => rmSync(join(folder, 'val.bin'))],
  ['without a description', (folder: string) => rmSync(join(folder, 'meta.json'))],
])('shards that are %s are built again', async (_what, damage) => {
  const { version } = await ingestSome();
  const options = {
    textFolder: scene.textFolder(version),
    tokenizer: await openTokenizer('byte'),
    shardsFolder: join(scene.folder, 'shards'),
  };
  const { folder, meta } = await tokenize(options);
  damage(folder);
  expect(await tokenize(options)).toEqual({ folder, meta });
  openShards(folder).close();
});

test('a stopped task leaves nothing', async () => {
  scene.write('a.jsonl', asLines(documentsOf('a', 20_000)));
  const { version } = await scene.ingest({ paths: ['a.jsonl'] });
  const shardsFolder = join(scene.folder, 'shards');
  const tokenizer = await openTokenizer('byte');
  const stopped = tokenize({
    textFolder: scene.textFolder(version),
    tokenizer,
    shardsFolder,
    signal: AbortSignal.abort(),
  });
  await expect(stopped).rejects.toThrow(/abort/);
  expect(readdirSync(shardsFolder)).toEqual([]);
});
