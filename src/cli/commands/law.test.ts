import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { LawSeries, RunSummary } from '#contract/api';
import { openEngine } from '#engine/engine';
import { writeStudy } from '#engine/testing/write-study';
import { readLaw } from '#mixing/laws/law-file';
import { aioli } from '../testing/console.ts';

const folder = mkdtempSync(join(tmpdir(), 'aioli-law-'));
const workspace = ['--workspace', folder] as const;
let runs: readonly RunSummary[];
let law: LawSeries;

beforeAll(async () => {
  await writeStudy(folder, {
    groups: 2,
    seeds: 1,
    steps: 60,
    methods: [
      { id: 'stratified' },
      { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 1, lpEvalFraction: 0.5 } },
      { id: 'aioli', knobs: { updateSteps: 20, lpSteps: 1, lpEstimate: 'gradient' } },
    ],
  });
  const engine = await openEngine({ folder, access: 'read' });
  runs = await engine.listRuns();
  law = await engine.law(runOf('aioli'));
  await engine.close();
}, 60_000);

const runOf = (method: string) => runs.find((run) => run.method === method)!.id;

test('a law is written by the name of its file, and read back to the last digit', async () => {
  for (const format of ['npy', 'csv', 'json']) {
    const file = join(folder, `law.${format}`);
    const { code, json } = await aioli('law', runOf('aioli'), '-o', file, '--json', ...workspace);
    expect([code, json]).toMatchObject([0, { file, format }]);
    const { estimates } = readLaw(readFileSync(file), file);
    expect(estimates.map(({ matrix }) => matrix)).toEqual(law.rounds.map(({ raw }) => raw));
  }
});

test('the normalised law can be written, and one round as a picture of its own', async () => {
  const [numbers, picture] = ['shares.npy', 'law.svg'].map((name) => join(folder, name)) as [string, string];
  await aioli('law', runOf('aioli'), '-o', numbers, '--form', 'normalised', ...workspace);
  expect(readLaw(readFileSync(numbers), numbers).estimates[0]!.matrix).toEqual(law.rounds[0]!.normalised);
  const round = String(law.rounds[0]!.round);
  await aioli('law', runOf('aioli'), '-o', picture, '--round', round, ...workspace);
  const svg = readFileSync(picture, 'utf8');
  expect(svg).toMatch(/^<svg xmlns/);
  expect(svg).toContain(`Round ${round}, step ${String(law.rounds[0]!.step)}`);
});

test('a run without a law, a round that is not there and a file of no known kind are refused with the remedy', async () => {
  const out = join(folder, 'none.svg');
  const refusals = [
    await aioli('law', runOf('stratified'), '-o', out, ...workspace),
    await aioli('law', runOf('aioli'), '-o', out, '--round', '99', ...workspace),
    await aioli('law', runOf('aioli'), '-o', join(folder, 'law.xls'), ...workspace),
  ];
  expect(refusals.map(({ code }) => code === 0)).toEqual([false, false, false]);
  expect(refusals[0]!.stderr).toContain('has estimated no law');
  expect(refusals[1]!.stderr).toContain('Choose one of');
  expect(refusals[2]!.stderr).toContain('--format npy|csv|json|svg');
});

test('a law says whether it was measured, and how far the choice of validation sequences moves it', async () => {
  const [measured, estimated] = runs.filter(({ method }) => method === 'aioli');
  const said = await aioli('law', measured!.id, ...workspace);
  const error = law.subsetError!;
  expect(error).toBeGreaterThan(0);
  expect(said.stdout).toMatch(
    /\nMeasured\.\nRead on some of the sequences: in the first round others would have moved its falls by about [\d.]+.%\.\n/,
  );
  expect((await aioli('law', measured!.id, '--json', ...workspace)).json).toMatchObject({
    provenance: 'measured',
    subsetError: error,
  });
  expect((await aioli('law', estimated!.id, ...workspace)).stdout).toContain('\nGradient estimate, first order.\n');
  const file = join(folder, 'estimated.svg');
  await aioli('law', estimated!.id, '-o', file, ...workspace);
  expect(readFileSync(file, 'utf8')).toContain('gradient estimate, first order');
});
