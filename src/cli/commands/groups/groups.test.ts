import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { randomFor } from '#base/random';
import { openEngine } from '#engine/engine';
import { aioli } from '../../testing/console.ts';

let folder: string;
let at: readonly string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aioli-groups-'));
  at = ['--workspace', join(folder, 'w')];
});

function write(name: string, content: string): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const sentence = (name: string, i: number): string => {
  const random = randomFor(i, name);
  return Array.from({ length: 40 }, () => `${name}${random.below(500)}`).join(' ');
};
const records = (name: string, count = 40): string =>
  Array.from(
    { length: count },
    (_, i) => `${JSON.stringify({ set: `${name}${i % 2}`, text: sentence(name, i) })}\n`,
  ).join('');

test('a folder is planned, then becomes a group for each thing inside', async () => {
  write('tree/law/a.jsonl', records('law'));
  write('tree/code.jsonl', records('code'));
  write('tree/README.md', 'about');
  const plan = await aioli('groups', 'import', join(folder, 'tree'), '--per-child', '--plan', ...at);
  expect(plan.code).toBe(1); // there is no workspace yet, and looking makes none
  await aioli('groups', 'add', 'first', write('first.jsonl', records('first')), ...at);
  const { stdout } = await aioli('groups', 'import', join(folder, 'tree'), '--per-child', '--plan', ...at);
  expect(stdout).toMatch(/code\.jsonl[^]*law[^]*Not taken:\n {2}.*README\.md: lies beside the sub-folders of tree/);
  const added = await aioli('groups', 'import', join(folder, 'tree'), '--per-child', '--json', ...at);
  expect(added).toMatchObject({ code: 0, json: { added: [{ name: 'code' }, { name: 'law' }], failed: [] } });
  const failed = await aioli('groups', 'import', join(folder, 'nowhere'), ...at);
  expect([failed.code, failed.stdout]).toEqual([
    1,
    expect.stringContaining('There is no readable file or folder') as string,
  ]);
});

test('groups are split, merged, duplicated and switched off; a group shows its versions and rows', async () => {
  await aioli('groups', 'add', 'law', write('law.jsonl', records('law')), ...at);
  expect((await aioli('groups', 'split', 'law', '--by', 'set', '--count', ...at)).stdout).toMatch(/law0 +20/);
  expect((await aioli('groups', 'split', 'law', '--by', 'set', '--json', ...at)).json).toMatchObject({
    groups: [{ name: 'law0', documents: 20 }, { name: 'law1' }],
  });
  expect((await aioli('groups', 'list', ...at)).stdout).toContain('law (off)');
  const merged = await aioli('groups', 'merge', 'both', 'law0', 'law1', '--json', ...at);
  expect(merged.json).toMatchObject({ name: 'both', documents: 40 });
  expect((await aioli('groups', 'duplicate', 'both', '--json', ...at)).json).toMatchObject({ name: 'both 2' });
  expect((await aioli('groups', 'show', 'both', ...at)).stdout).toMatch(/Same text as +both 2/);
  await aioli('groups', 'disable', 'both', 'both 2', ...at);
  expect((await aioli('groups', 'enable', 'law', '--json', ...at)).json).toMatchObject([{ isEnabled: true }]);
  expect((await aioli('groups', 'versions', 'law', ...at)).stdout).toMatch(/\(now\).* 40 /);
  const rows = await aioli('groups', 'preview', 'law', '--from', '39', '--limit', '5', ...at);
  expect(rows.stdout).toMatch(/jsonl, 40 rows[^]*text \(text\)[^]*39 +law1/);
});

test('overlap and leaks are shown as tables; a leak ends with 1', async () => {
  const law = records('law', 300);
  await aioli('groups', 'add', 'law', write('law.jsonl', law), ...at);
  await aioli('groups', 'add', 'code', write('code.jsonl', records('code', 100)), ...at);
  expect((await aioli('groups', 'overlap', 'law', 'code', ...at)).stdout).toMatch(/law +100\.00 +0\.00/);
  expect(await aioli('groups', 'leaks', 'code', ...at)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Clean') as string,
  });
  await aioli('groups', 'add', 'copies', write('copies.jsonl', law.replaceAll('"text":"', '"text":"Again: ')), ...at);
  const leaks = await aioli('groups', 'leaks', '--examples', ...at);
  expect([leaks.code, leaks.stdout]).toEqual([
    1,
    expect.stringMatching(/law +test +copies.* leaks[^]*alike/) as string,
  ]);
  const window = await openEngine({ folder: join(folder, 'w') });
  expect((await aioli('groups', 'overlap', '--json', ...at)).json).toMatchObject({ groups: [{}, {}, {}] });
  await window.close();
});

test('a published mixture is matched to the groups and written in another format', async () => {
  for (const name of ['github', 'law'])
    await aioli('groups', 'add', name, write(`${name}.jsonl`, records(name)), ...at);
  const table = write(
    'm.csv',
    'index,train_the_pile_github,train_the_pile_law,train_the_pile_arxiv\n3,0.5,0.25,0.25\n7,0,1,0\n',
  );
  const shown = await aioli('mixture', table, ...at);
  expect(shown.stdout).toMatch(/3 +66\.67 +33\.33\n *7 +0\.00 +100\.00/);
  expect(shown.stderr).toMatch(/Left out, 25 % of the weight: train_the_pile_arxiv\./);
  const out = join(folder, 'out.json');
  const written = await aioli('mixture', table, '--row', '7', '--out', out, '--format', 'doremi', ...at);
  expect(written).toMatchObject({ code: 0, stdout: `Wrote ${out} (doremi).\n` });
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ train_domain_weights: { github: 0, law: 1 } });
  cpSync(out, join(folder, 'copy.json'));
  expect((await aioli('mixture', join(folder, 'copy.json'), '--row', 'x', ...at)).code).toBe(1);
});
