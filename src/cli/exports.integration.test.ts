/** Everything that can be taken out of a finished study without a window. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeStudy } from '#engine/testing/write-study';
import { aioli } from './testing/console.ts';

const folder = mkdtempSync(join(tmpdir(), 'aioli-exports-'));
const workspace = ['--workspace', join(folder, 'w')];
const out = (name: string): string => join(folder, name);

beforeAll(async () => {
  const methods = [{ id: 'stratified' }, { id: 'grid-search', knobs: { trialSteps: 30 } }, { id: 'aioli' }];
  await writeStudy(join(folder, 'w'), { groups: 3, seeds: 2, steps: 120, methods });
});

test.each(['html', 'md', 'tex', 'csv', 'json'])('a report is written as %s without a window', async (extension) => {
  const file = out(`report.${extension}`);
  expect((await aioli('report', '--out', file, ...workspace)).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('Grid search');
});

test('charts are written as files without a window', async () => {
  const { json, code } = await aioli('figures', '--out', out('figures'), '--width', '84', '--json', ...workspace);
  expect(code).toBe(0);
  const { files } = json as { files: string[] };
  expect(files.map((file) => existsSync(file))).not.toContain(false);
  expect(readdirSync(out('figures'))).toContain('losses-mean.svg');
});

test('runs go to another program and come back as a table that a law is fitted to', async () => {
  const exported = await aioli('exchange', 'export', '--format', 'mlflow', '--out', out('runs'), ...workspace);
  expect(exported.stdout).toMatch(/Wrote 6 runs[\s\S]*mlflow ui/);
  expect((await aioli('exchange', 'import', out('runs'))).stdout).toContain('Aioli, seed 1');

  const table = out('table.json');
  expect((await aioli('exchange', 'import', out('runs'), '--law-table', table)).code).toBe(0);
  const fitted = await aioli('laws', 'fit', table, '--law', 'linear-static', '--json');
  expect(fitted.json).toMatchObject({ fits: [{ group: 'code' }, { group: 'law' }, { group: 'math' }] });
});

test('a place that holds something already is refused and left alone', async () => {
  const again = await aioli('exchange', 'export', '--format', 'mlflow', '--out', out('runs'), ...workspace);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('not there yet');
});
