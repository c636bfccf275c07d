import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { checkExperiment, refuse } from './check.ts';
import type { Finding } from './findings.ts';

const sound = {
  format: 1,
  name: 'sound',
  groups: ['law', 'code'],
  training: { steps: 200, context: 128 },
  seeds: [0, 1],
  methods: [{ id: 'stratified' }, { id: 'aioli', preset: 'small' }],
};

/** Two groups of a megabyte, and one of a few hundred bytes. */
function storeWithGroups(): Store {
  const store = openStore(join(freshFolder(), 'workspace.sqlite'));
  const add = (name: string, bytes: number): void => {
    const part = (share: number) => ({ documents: 10, bytes: Math.round(bytes * share) });
    const splits = { train: part(0.9), val: part(0.05), test: part(0.05) };
    store.texts.put({ version: name, documents: 30, bytes, duplicates: 0, unigramBitsPerByte: 4, splits }, 'now');
    const source = { paths: [name], include: [], exclude: [], reader: 'auto', textField: '' };
    store.groups.add({ id: name, name, colour: 0, source, licence: '', version: name }, 'now');
  };
  add('law', 1_000_000);
  add('code', 1_000_000);
  add('tiny', 400);
  return store;
}

async function problemsOf(content: unknown): Promise<readonly Finding[]> {
  return (await checkExperiment(content, storeWithGroups())).findings;
}

test('a sound experiment has no findings', async () => {
  expect(await problemsOf(sound)).toEqual([]);
});

test('a group that is switched off is warned of, and one whose text another has', async () => {
  const store = storeWithGroups();
  store.groups.enable('law', false);
  store.groups.setVersion('code', 'law');
  const { findings } = await checkExperiment(sound, store);
  expect(findings.map(({ field, severity, message }) => [field, severity, message])).toEqual([
    ['groups.0', 'warning', 'The group "law" is switched off.'],
    ['groups.1', 'warning', '"code" and "law" hold the very same text: it counts twice.'],
  ]);
});

test.each([
  ['no experiment at all', 'nonsense', 'experiment_invalid', ''],
  [
    'a field that does not exist',
    { ...sound, training: { steps: 10, stpes: 3 } },
    'experiment_invalid',
    'training.stpes',
  ],
  ['steps of zero', { ...sound, training: { steps: 0 } }, 'experiment_invalid', 'training.steps'],
  [
    'a precision that the backend has not',
    { ...sound, backend: 'wasm', training: { steps: 200, precision: 'bfloat16' } },
    'precision_unavailable',
    'training.precision',
  ],
  ['an unknown group', { ...sound, groups: ['law', 'novel'] }, 'group_unknown', 'groups.1'],
  ['a group named twice', { ...sound, groups: ['law', 'law'] }, 'experiment_invalid', 'groups.1'],
  ['an unknown tokenizer', { ...sound, tokenizer: 'bytes' }, 'tokenizer_unknown', 'tokenizer'],
  ['an unknown method', { ...sound, methods: [{ id: 'aiolli' }] }, 'method_unknown', 'methods.0.id'],
  ['an unknown preset', { ...sound, methods: [{ id: 'aioli', preset: 'tiny' }] }, 'preset_unknown', 'methods.0.preset'],
  [
    'an unknown knob',
    { ...sound, methods: [{ id: 'aioli', knobs: { etta: 1 } }] },
    'knob_unknown',
    'methods.0.knobs.etta',
  ],
  [
    'a knob out of range',
    { ...sound, methods: [{ id: 'aioli', knobs: { eta: -1 } }] },
    'knob_invalid',
    'methods.0.knobs.eta',
  ],
  [
    'negative proportions',
    { ...sound, methods: [{ id: 'custom', knobs: { weights: [-1, 2] } }] },
    'proportions_invalid',
    'methods.0.knobs.weights',
  ],
  [
    'proportions that are all zero',
    { ...sound, methods: [{ id: 'custom', knobs: { weights: [0, 0] } }] },
    'proportions_invalid',
    'methods.0.knobs.weights',
  ],
  [
    'weights for another number of groups',
    { ...sound, methods: [{ id: 'custom', knobs: { weights: [1, 1, 1] } }] },
    'knob_invalid',
    'methods.0.knobs.weights',
  ],
  [
    'measuring that takes a whole round',
    { ...sound, methods: [{ id: 'aioli', knobs: { updateSteps: 16, lpRounds: 2, lpSteps: 4 } }] },
    'steps_do_not_fit',
    'methods.0.knobs.updateSteps',
  ],
  [
    'a lean that favours no group',
    { ...sound, methods: [{ id: 'aioli', knobs: { oneHotFactor: 0.5 } }] },
    'lean_too_small',
    'methods.0.knobs.oneHotFactor',
  ],
  [
    'the same method twice',
    { ...sound, methods: [{ id: 'natural' }, { id: 'natural' }] },
    'experiment_invalid',
    'methods.1',
  ],
  ['a seed named twice', { ...sound, seeds: [1, 1] }, 'experiment_invalid', 'seeds'],
  ['a group smaller than one sequence', { ...sound, groups: ['law', 'tiny'] }, 'group_too_small', 'groups.1'],
  [
    'heads that do not divide the width',
    { ...sound, model: { hiddenSize: 10, layers: 1, heads: 3, intermediateSize: 8 } },
    'model_invalid',
    'model.heads',
  ],
])('%s is an error, with its field and a remedy', async (_name, content, code, field) => {
  const errors = (await problemsOf(content)).filter(({ severity }) => severity === 'error');
  expect(errors[0]).toMatchObject({ code, field, remedy: expect.stringMatching(/\w/) as string });
  expect(() => refuse(errors, 'x.json')).toThrow(
    expect.objectContaining({ code, details: expect.objectContaining({ file: 'x.json' }) as object }),
  );
});

test.each([
  ['one seed', { ...sound, seeds: [0] }, 'seeds'],
  ['many passes over a group', { ...sound, training: { steps: 20_000 } }, 'groups.0'],
  ['a warm-up as long as the run', { ...sound, training: { steps: 200, warmupSteps: 200 } }, 'training.warmupSteps'],
])('%s is a warning and stops nothing', async (_name, content, field) => {
  const findings = (await checkExperiment(content, storeWithGroups())).findings;
  expect(findings.map(({ field: place, severity }) => [place, severity])).toContainEqual([field, 'warning']);
  expect(() => refuse(findings)).not.toThrow();
});

test('two Aiolis with different settings are two methods', async () => {
  const methods = [
    { id: 'aioli', preset: 'small' },
    { id: 'aioli', preset: 'small', knobs: { eta: 1 } },
  ];
  expect(await problemsOf({ ...sound, methods })).toEqual([]);
});

test.each([
  ['a count below its least', { ...sound, training: { steps: 0 } }, '"training.steps" is below 1.'],
  [
    'a count that no workstation reaches',
    { ...sound, training: { steps: 1e15 } },
    '"training.steps" is above 100000000.',
  ],
  ['a list that is none', { ...sound, groups: 'law' }, '"groups" is not a list.'],
  ['a missing name', { ...sound, name: undefined }, '"name" is missing.'],
  ['a name of two lines', { ...sound, name: 'a\nb' }, '"name" holds a line break or another control character.'],
  [
    'a backend that does not exist',
    { ...sound, backend: 'gpu' },
    '"backend" is none of auto, tensorflow, webgpu, wasm, cpu.',
  ],
  ['no object', [], 'The experiment is not an object.'],
])('%s is told in words', async (_what, content, message) => {
  expect((await problemsOf(content))[0]!.message).toBe(message);
});

test('a model that is neither a preset nor a shape is told both', async () => {
  expect((await problemsOf({ ...sound, model: 'big' }))[0]!.message).toMatch(
    /^"model" is neither a preset \(nano, .* nor a shape/,
  );
  expect((await problemsOf({ ...sound, model: { layers: 0 } }))[0]!.field).toMatch(/^model/);
});

test.each([
  ['a lopsided mixture', { id: 'custom', knobs: { weights: [95, 5] } }, /"law" gets more than 90 %/],
  [
    'a share below one sequence of a batch',
    { id: 'custom', knobs: { weights: [90, 10] } },
    /"code" gets less than one/,
  ],
])('%s is worth a word, and stops nothing', async (_name, method, message) => {
  const findings = await problemsOf({ ...sound, methods: [{ id: 'stratified' }, method] });
  expect(findings.every(({ severity, field }) => severity === 'warning' && field === 'methods.1')).toBe(true);
  expect(findings.map((finding) => finding.message).join()).toMatch(message);
});

test('a group that is judged by a few sequences only is worth a word', async () => {
  const findings = await problemsOf({ ...sound, training: { steps: 20, context: 4096 } });
  expect(findings).toMatchObject([
    {
      field: 'groups.0',
      severity: 'warning',
      message: '"law" is judged by 12 sequences only; its loss will be noisy.',
    },
    { field: 'groups.1', severity: 'warning' },
  ]);
});

test('learning that leaves nothing of an equal total is refused', async () => {
  const methods = [{ id: 'grid-search', knobs: { candidates: 'cover', runs: 5, trialSteps: 40 } }];
  const included = { ...sound, methods, budget: { learning: 'included' } };
  expect((await problemsOf(included)).filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'steps_do_not_fit', field: 'methods.0' },
  ]);
});

test('each variant of a design is checked, and what is wrong with several is said once', async () => {
  const design = { ...sound, seeds: [0], variants: { steps: [5000] } };
  const findings = await problemsOf(design);
  expect(findings.filter(({ field }) => field === 'seeds')).toHaveLength(1);
  expect(findings.filter(({ field }) => field === 'groups.0')).toHaveLength(0);
  const long = await problemsOf({ ...design, variants: { steps: [50_000] } });
  expect(long.filter(({ field }) => field === 'groups.0')).toMatchObject([{ severity: 'warning' }]);
});
