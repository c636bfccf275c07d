/** `aioli run` for real: to the end, interrupted by Ctrl-C, and taken up again. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { aioli } from './testing/console.ts';

const entry = fileURLToPath(new URL('./index.ts', import.meta.url));

test('a run is interrupted cleanly, goes on by the same command, and is compared', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-run-'));
  const workspace = ['--workspace', join(folder, 'w')];
  await addGroups(folder, workspace);
  const file = join(folder, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));

  const first = await interrupted(['run', file, ...workspace]);
  expect(first.code).toBe(130);
  expect(first.stderr).toContain('Resumable: run the same command again.');

  const second = await aioli('run', file, '--json', ...workspace);
  expect(second.code).toBe(0);
  const { runs } = second.json as { runs: { id: string; state: string; resumes: number }[] };
  expect(runs.map(({ state, resumes }) => [state, resumes])).toEqual([
    ['finished', 1],
    ['finished', 0],
  ]);

  const third = await aioli('run', file, '--json', ...workspace);
  expect((third.json as { runs: { id: string }[] }).runs.map(({ id }) => id)).toEqual(runs.map(({ id }) => id));

  const table = await aioli('compare', ...workspace);
  expect(table.stdout).toMatch(/Test perplexity[\s\S]*Stratified[\s\S]*Natural[\s\S]*Byte frequencies alone/);
  expect((await aioli('compare', file, '--format', 'csv', ...workspace)).stdout.split('\r\n')).toHaveLength(5);
  const trajectory = await aioli('trajectory', runs[0]!.id.slice(0, 8), '--json', ...workspace);
  expect(trajectory.json).toMatchObject({ points: [{ step: 0, proportions: [0.5, 0.5] }] });
  expect((await aioli('law', runs[0]!.id, ...workspace)).stdout).toContain('measured no law');

  const measure = ['laws', 'measure', runs[0]!.id, '--at', '20', '--children', '3', '--steps', '5', ...workspace];
  expect((await aioli(...measure, '--estimate', '--json')).json).toMatchObject({ replaySteps: 20, childSteps: 15 });
  const measured = await aioli(...measure);
  expect(measured.code).toBe(0);
  expect(measured.stderr).toMatch(/Steps of children +15/);
  expect(measured.stdout).toMatch(/A\*[\s\S]*estimates no law there/);
  expect((await aioli('laws', 'measurements', '--json', ...workspace)).json).toMatchObject([
    { run: runs[0]!.id, step: 20, state: 'finished', computedSteps: 35 },
  ]);
  expect((await aioli('laws', 'summary', ...workspace)).stdout).toMatch(/Stratified +– +1/);
  const fitted = await aioli('laws', 'fit', '--experiment', file, '--law', 'linear-static', '--json', ...workspace);
  expect(fitted.json).toMatchObject({ steps: 400, rows: [{ source: 'run' }, { source: 'run' }] });
});

test('a model without room in memory is refused before anything starts, with what to change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-run-'));
  const workspace = ['--workspace', join(folder, 'w')];
  await addGroups(folder, workspace);
  const file = join(folder, 'experiment.json');
  const model = { hiddenSize: 16_384, layers: 256, heads: 2, intermediateSize: 65_536 }; // over ten terabytes
  writeFileSync(file, JSON.stringify({ ...experiment, model }));

  const { code, json, stderr } = await aioli('run', file, '--json', ...workspace);
  expect(code).toBe(1);
  expect(json).toMatchObject({ error: { code: 'insufficient_memory', details: { field: 'model', file } } });
  expect(stderr).toContain('Choose a smaller model');
  expect((await aioli('estimate', file, ...workspace)).code).toBe(1);
});

const experiment = {
  format: 1,
  name: 'interrupted',
  groups: ['a', 'b'],
  model: { hiddenSize: 16, layers: 1, heads: 2, intermediateSize: 32 },
  training: { steps: 400, batch: 4, context: 32 },
  evaluation: { points: 2, sequences: 4 },
  seeds: [0],
  methods: [{ id: 'stratified' }, { id: 'natural' }],
};

async function addGroups(folder: string, workspace: readonly string[]): Promise<void> {
  for (const [name, words] of [
    ['a', 'one two three '],
    ['b', 'uno dos tres '],
  ] as const) {
    const source = join(folder, name);
    mkdirSync(source);
    for (let i = 0; i < 60; i++) writeFileSync(join(source, `${i}.txt`), `${i} ${words.repeat(40)}`);
    await aioli('groups', 'add', name, source, ...workspace);
  }
}

/** Sends what a terminal sends on Ctrl-C, once the run has shown a step. */
function interrupted(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  let isSent = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (isSent || !/step \d+ of 400/.test(stderr)) return;
    isSent = true;
    child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, stderr })));
}
