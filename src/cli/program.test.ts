import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { methods } from '#mixing/methods/index';
import { aioli } from './testing/console.ts';

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'aioli-cli-'));
}

function writeJson(content: unknown): string {
  const file = join(freshFolder(), 'file.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** A folder of ten short texts. */
function writeTexts(): string {
  const folder = join(freshFolder(), 'texts');
  mkdirSync(folder);
  for (let i = 0; i < 40; i++) writeFileSync(join(folder, `${i}.txt`), `Text number ${i}. `.repeat(50));
  return folder;
}

const experiment = {
  format: 1,
  name: 'x',
  groups: ['law'],
  training: { steps: 100, context: 32 },
  seeds: [0, 1],
  methods: [{ id: 'stratified' }],
};

test('groups are added, listed, shown, renamed and removed', async () => {
  const workspace = ['--workspace', join(freshFolder(), 'w')];
  const added = await aioli('groups', 'add', 'law', writeTexts(), '--json', ...workspace);
  expect(added).toMatchObject({ code: 0, json: { name: 'law', documents: 40, state: 'ready' } });
  expect((await aioli('groups', 'list', '--json', ...workspace)).json).toMatchObject([{ name: 'law' }]);
  expect((await aioli('groups', 'show', 'law', ...workspace)).stdout).toContain('texts');
  expect((await aioli('groups', 'rename', 'law', 'rules', '--json', ...workspace)).json).toMatchObject({
    name: 'rules',
  });
  expect((await aioli('tokenize', '--json', ...workspace)).json).toMatchObject([
    { tokenized: [{ tokenizer: 'byte' }] },
  ]);
  expect(await aioli('groups', 'remove', 'rules', ...workspace)).toMatchObject({
    code: 0,
    stdout: 'Removed "rules".\n',
  });
  expect((await aioli('groups', ...workspace)).stdout).toBe('No groups yet.\n');
});

test('every method is listed, and shown with its knobs', async () => {
  expect((await aioli('methods', 'list', '--json')).json).toHaveLength(methods.length);
  for (const { id, knobs } of methods) {
    const { stdout } = await aioli('methods', 'show', id);
    for (const knob of Object.keys(knobs)) expect(stdout).toContain(knob);
  }
});

test('a simulation prints its trajectory, notes, final losses and cost', async () => {
  const world = {
    law: 'linear-dynamic',
    A: [
      [0.002, 0],
      [0, 0.001],
    ],
    start: [4, 4],
  };
  const file = writeJson({ groups: ['a', 'b'], world, method: { id: 'stratified' }, steps: 100, seed: 0 });
  expect((await aioli('simulate', file, '--json')).json).toMatchObject({
    trajectory: [{ step: 0, proportions: [0.5, 0.5] }],
    finalLosses: [3.9, 3.95],
    cost: { finalSteps: 100 },
  });
});

test.each([
  ['a file that is not there', ['run', '/nowhere/x.json'], 'file_missing', undefined],
  ['a file that is not JSON', ['run', writeJson('{"format": 1,')], 'file_malformed', undefined],
  ['a field of the wrong kind', ['run', writeJson({ ...experiment, seeds: 'all' })], 'experiment_invalid', 'seeds'],
  ['a group that is not there', ['run', writeJson(experiment)], 'group_unknown', 'groups.0'],
  ['an experiment that is not there', ['compare', 'nothing'], 'folder_missing', undefined],
  ['a method that is not there', ['methods', 'show', 'aiolli'], 'method_unknown', 'method.id'],
  [
    'a world that is none',
    ['simulate', writeJson({ ...experiment, world: { law: 'flat' } })],
    'world_invalid',
    'world.law',
  ],
  ['a folder without a model', ['verify', '/nowhere'], 'checkpoint_unreadable', undefined],
  ['a preset that is not there', ['bench', '--preset', 'huge'], 'model_invalid', 'preset'],
])('%s ends with 1: the code in JSON, the words and the remedy for people', async (_name, args, code, field) => {
  const said = await aioli(...args, '--json', '--workspace', join(freshFolder(), 'w'));
  expect(said.code).toBe(1);
  expect(said.json).toMatchObject({ error: { kind: 'refusal', code, ...(field && { details: { field } }) } });
  expect(said.stderr).toContain('Remedy: ');
});

test('a refusal about what a file holds names the file', async () => {
  const file = writeJson({ ...experiment, seeds: [] });
  const said = await aioli('run', file, '--workspace', join(freshFolder(), 'w'));
  expect(said.stderr).toContain(`File: ${file}\nField: seeds`);
});

test('an unknown command or option ends with 1 and says what there is', async () => {
  expect(await aioli('runn')).toMatchObject({ code: 1, stderr: expect.stringContaining('run') as string });
  expect(await aioli('doctor', '--jsn')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--json') as string,
  });
});

test('help and version end with 0', async () => {
  expect(await aioli('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('compare') as string });
  expect(await aioli('--version')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
  });
});

test.each([
  ['an unknown command', ['bogus']],
  ['an unknown option', ['compare', '--bogus']],
  ['a missing argument', ['groups', 'add']],
])('%s is a document, too, when one is asked for', async (_what, args) => {
  const { code, json, stderr } = await aioli(...args, '--json');
  expect([code, json]).toMatchObject([1, { error: { kind: 'refusal', code: 'option_invalid' } }]);
  expect(stderr).toMatch(/^error: /);
});

test('a template becomes an experiment file for the groups there are, and files are told apart by field', async () => {
  const workspace = ['--workspace', join(freshFolder(), 'w')];
  await aioli('groups', 'add', 'law', writeTexts(), ...workspace);
  expect((await aioli('design', 'templates', ...workspace)).stdout).toContain('Quick look');
  const { json } = await aioli('design', 'templates', 'Quick look', '--json', ...workspace);
  expect(json).toMatchObject({ name: 'Quick look', groups: ['law'], training: { steps: 100 } });
  const [one, other] = [writeJson(json), writeJson({ ...(json as object), seeds: [0, 1] })];
  expect((await aioli('design', 'difference', one, other, ...workspace)).stdout).toMatch(/Seeds +0 +0, 1/);
  expect((await aioli('design', 'templates', 'Nothing', ...workspace)).code).toBe(1);
});

test('the seeds of a file are planned without training', async () => {
  const workspace = ['--workspace', join(freshFolder(), 'w')];
  await aioli('groups', 'add', 'law', writeTexts(), ...workspace);
  const file = writeJson({ ...experiment, seeds: [0, 1, 2, 3, 4] });
  const { stdout } = await aioli('plan', file, '--difference', '0.01', ...workspace);
  expect(stdout).toContain('With 5 seeds you can see a difference of about 0.0168 nats (95 %, power 80 %).');
  expect(stdout).toContain('A difference of 0.01 nats takes 10 seeds.');
  expect(stdout).toContain('no comparable run is finished yet');
});
