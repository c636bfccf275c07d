import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { laws } from '#mixing/laws/index';
import { aioli } from '../../testing/console.ts';

const folder = mkdtempSync(join(tmpdir(), 'aioli-laws-'));
const page = readFileSync(new URL('../../../../docs/laws.md', import.meta.url), 'utf8');

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  const isRaw = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(file, isRaw ? content : JSON.stringify(content));
  return file;
}

/** A float64 array of two dimensions, as NumPy writes it. */
function npy(rows: readonly (readonly number[])[]): Uint8Array {
  const shape = `(${rows.length}, ${rows[0]!.length})`;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(new Float64Array(rows.flat()).buffer)]);
}

const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
/** Spec 6.6, L1. */
const pair = {
  groups: ['a', 'b'],
  runs: shares.map((p) => ({
    proportions: [p, 1 - p],
    losses: [2.6 + Math.exp(-2.5 * p - 0.6), 3 + Math.exp(-2.2 * (1 - p) - 0.1)],
    start: [5, 5],
  })),
};

test('laws fit reports parameters, scores and the optimum of a two-group table', async () => {
  const { code, json } = await aioli('laws', 'fit', write('pair.json', pair), '--json');
  expect(code).toBe(0);
  expect(json).toMatchObject({
    law: 'log-linear-static',
    fits: [
      { group: 'a', parameters: { c: expect.closeTo(2.6, 5) as number, b: 1 }, r2: expect.closeTo(1, 9) as number },
      { group: 'b', parameters: { c: expect.closeTo(3, 5) as number, b: 1 } },
    ],
    optimum: {
      proportions: [expect.closeTo(0.388901, 5) as number, expect.closeTo(0.611099, 5) as number],
      mean: expect.closeTo(3.02173, 5) as number,
    },
  });
});

test('the law, its objective and limits on the optimum are options', async () => {
  const file = write('pair.json', pair);
  const dynamic = await aioli('laws', 'fit', file, '--law', 'linear-dynamic', '--huber', '0.02', '--json');
  expect(dynamic.json).toMatchObject({ law: 'linear-dynamic', objective: 'huber', delta: 0.02 });
  const capped = await aioli('laws', 'fit', file, '--caps', '0.2,1', '--resamples', '0', '--folds', '0', '--json');
  expect(capped.json).toMatchObject({
    optimum: { proportions: [expect.closeTo(0.2, 9) as number, expect.closeTo(0.8, 9) as number] },
  });
  const prior = write('weights.json', { train_domain_weights: { b: 0.5, a: 0.5 } });
  const held = await aioli('laws', 'fit', file, '--prior', prior, '--lambda', '1000', '--resamples', '0', '--json');
  expect(held.json).toMatchObject({
    optimum: { proportions: [expect.closeTo(0.5, 3) as number, expect.closeTo(0.5, 3) as number] },
  });
});

test('the table of the page fits, as text', async () => {
  const example = /```json\n([\s\S]*?)```/.exec(page)![1]!;
  const { code, stdout } = await aioli('laws', 'fit', write('page.json', example));
  expect(code).toBe(0);
  expect(stdout).toMatch(/optimum/);
});

test("RegMix's pair of files is one table", async () => {
  const mixtures = write(
    'mixtures.csv',
    `index,train_a,train_b\n${shares.map((p, n) => `${n},${p},${1 - p}`).join('\n')}\n`,
  );
  const losses = write(
    'losses.csv',
    `index,metric/a_val_loss\n${pair.runs.map(({ losses: [a] }, n) => `${n},${a!}`).join('\n')}\n`,
  );
  const { json } = await aioli('laws', 'fit', mixtures, '--losses', losses, '--json');
  expect(json).toMatchObject({
    groups: ['a', 'b'],
    fits: [{ group: 'a', parameters: { c: expect.closeTo(2.6, 5) as number } }],
  });
});

test('two NPY arrays are one table, with names that are given', async () => {
  const proportions = write('p.npy', npy(shares.map((p) => [p, 1 - p])));
  const losses = write('l.npy', npy(pair.runs.map((run) => run.losses)));
  const args = [proportions, '--losses', losses, '--groups', 'law,code', '--resamples', '0', '--json'];
  expect((await aioli('laws', 'fit', ...args)).json).toMatchObject({
    groups: ['law', 'code'],
    fits: [{ group: 'law', parameters: { c: expect.closeTo(2.6, 5) as number } }, { group: 'code' }],
  });
});

test('published weights, tables and matrices are imported in the form of the workbench', async () => {
  const weights = await aioli(
    'laws',
    'import',
    write('doremi.json', { train_domain_weights: { web: 0.6, code: 0.2 } }),
    '--as',
    'weights',
    '--json',
  );
  expect(weights.json).toMatchObject({ groups: ['web', 'code'], sum: 0.8, isRenormalised: true });
  expect(weights.stderr).toContain('divided by their sum');
  const table = await aioli('laws', 'import', write('t.csv', 'p_a,p_b,loss_a\n0.2,0.8,3\n'), '--as', 'table', '--json');
  expect(table.json).toEqual({ groups: ['a', 'b'], targets: ['a'], proportions: [[0.2, 0.8]], losses: [[3]] });
  const turned = await aioli(
    'laws',
    'import',
    write(
      'm.npy',
      npy([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ),
    '--as',
    'matrix',
    '--rows',
    'trained',
    '--json',
  );
  expect(turned.json).toEqual({
    rows: 'evaluated',
    matrix: [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
  });
});

test('laws similarity compares matrices of any format, turned as declared (spec 6.7, T4)', async () => {
  const a = write('a.json', [[0.3, 0.2, 0.5]]);
  const b = write('b.csv', '0.25\n0.35\n0.4\n');
  const { json } = await aioli('laws', 'similarity', a, b, '--b-rows', 'trained', '--json');
  expect(json).toMatchObject({
    similarity: expect.closeTo(0.726418, 6) as number,
    cosine: expect.closeTo(0.952835, 6) as number,
    spearman: expect.closeTo(0.5, 12) as number,
  });
});

test.each([
  [
    ['fit', write('bad.json', { groups: ['a', 'b'], runs: [{ proportions: [0.5, 0.4], losses: [3, 4] }] })],
    'proportions_invalid',
  ],
  [['fit', join(folder, 'absent.json')], 'file_missing'],
  [['fit', write('pair2.json', pair), '--law', 'quadratic'], 'law_unknown'],
  [['fit', write('pair3.json', pair), '--caps', '0.3'], 'option_invalid'],
  [['fit'], 'option_invalid'],
  [['fit', write('pair4.json', pair), '--format', 'regmix'], 'option_invalid'],
  [['import', write('none.json', {}), '--as', 'weights'], 'proportions_invalid'],
  [['import', write('m.json', [[1, 2]]), '--as', 'matrix', '--rows', 'columns'], 'matrix_invalid'],
  [['similarity', write('x.json', [[1, 2]]), write('y.json', [[1, 2, 3]])], 'matrix_invalid'],
  [['similarity', write('x2.json', [[1, 'b']]), write('y2.json', [[1, 2]])], 'matrix_invalid'],
])('laws %j is refused', async (args, code) => {
  const result = await aioli('laws', ...args, '--json');
  expect(result).toMatchObject({ code: 1, json: { error: { code } } });
});

test('every law is on the page and in the list', async () => {
  const { stdout } = await aioli('laws', 'list');
  for (const { id } of laws) {
    expect(page).toContain(`\`${id}\``);
    expect(stdout).toContain(id);
  }
});
