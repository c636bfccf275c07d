import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import type { EngineApi, Estimate, Problem } from '#contract/api';
import { experimentSchema, type ExperimentInput } from '#contract/experiment';
import { fieldLabels } from '#contract/field-labels';
import { aQueue } from '../testing/experiments.ts';
import { builtInTemplates } from '#contract/templates';
import { firstExperiment } from '../state/draft.svelte.ts';
import { anExperiment } from '../testing/experiments.ts';
import { group } from '../testing/groups.ts';
import { plainWorkbench } from '../testing/plain.ts';
import Experiment from './Experiment.svelte';

const estimate: Estimate = {
  methods: [
    {
      method: 'aioli',
      label: 'Aioli',
      cost: { learningSteps: 0, measuringSteps: 90, finalSteps: 300, evaluations: 10 },
      parts: [
        { name: 'measuring', kind: 'measuring', steps: 90 },
        { name: 'final', kind: 'final', steps: 210 },
      ],
      askedSteps: 600,
      computedSteps: 600,
      seconds: { low: 60, high: 80 },
    },
  ],
  runs: 4,
  runsToTrain: 4,
  helperRuns: 6,
  steps: 1400,
  computedSteps: 1200,
  tokens: 1_228_800,
  flops: 6e12,
  diskBytes: 1e7,
  memoryBytes: 3e8,
  freeDiskBytes: 1e11,
  freeMemoryBytes: 8e9,
  seconds: { low: 100, high: 200 },
  slots: 1,
  learntFrom: 3,
  pipeline: [],
  warnings: [],
  backend: 'wasm',
  parameters: 860_000,
  epochs: [{ group: 'law', atEqualShares: 3.2 }],
};

async function show(calls: Partial<EngineApi> = {}, file = '') {
  const written: Record<string, string> = {};
  const made = plainWorkbench(
    {
      listGroups: () => Promise.resolve(['speeches', 'law', 'code', 'novel'].map((name) => group(name))),
      estimate: () => Promise.resolve(estimate),
      ...calls,
    },
    {
      chooseFiles: () => Promise.resolve(['/x.experiment.json']),
      readText: () => Promise.resolve(file),
      chooseSave: (suggested) => Promise.resolve(`/out/${suggested}`),
      writeText: (path, text) => {
        written[path] = text;
        return Promise.resolve();
      },
    },
  );
  await made.workbench.open(false);
  render(Experiment, { workbench: made.workbench });
  return { ...made, written };
}

test('without groups it points to where they are made', async () => {
  const { workbench } = await show({ listGroups: () => Promise.resolve([]) });
  workbench.navigation.go({ screen: 'experiment' });
  await fireEvent.click(screen.getByRole('button', { name: 'Go to Groups' }));
  expect(workbench.navigation.screen).toBe('groups');
});

test('knob fields are made from the table of the method, and hidden ones wait behind "All settings"', async () => {
  await show();
  const aioli = within(screen.getByRole('region', { name: 'Aioli' }));
  expect(aioli.getByLabelText(/Step size/)).toHaveProperty('value', '0.5'); // of the preset
  expect(aioli.queryByLabelText('Normalise the law')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'All settings' }));
  expect(aioli.getByLabelText('Normalise the law')).toHaveProperty('checked', true);
});

test('what the engine finds stands beside the field it names, and keeps the experiment from starting', async () => {
  const problem: Problem = {
    field: 'methods.1.knobs.eta',
    message: '"eta" of Aioli must be 0 to 1000.',
    remedy: 'Choose 0.2.',
    severity: 'error',
  };
  await show({ checkExperiment: () => Promise.resolve([problem]) });
  const field = within(screen.getByRole('region', { name: 'Aioli' })).getByLabelText(/Step size/);
  await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
  expect(field.closest('.field')?.textContent).toContain('must be 0 to 1000. Choose 0.2.');
  expect(screen.getByRole('button', { name: 'Start' })).toHaveProperty('disabled', true);
});

test('text that is no number is said at once and reaches no experiment unnoticed', async () => {
  const { workbench } = await show();
  const steps = screen.getByLabelText('Steps');
  await fireEvent.input(steps, { target: { value: 'many' } });
  expect(steps.closest('.field')?.textContent).toContain('This is not a number.');
  expect(workbench.draft.form.training.steps).toBeNaN();
});

test('the cost is shown as a range with each method’s share, and groups that repeat', async () => {
  await show();
  await waitFor(() => expect(screen.getByText(/4 runs/)).toBeTruthy(), { timeout: 3000 });
  const card = screen.getByText('What it will cost').closest('.card')!;
  expect(card.textContent.replaceAll('\u2009', ' ').replace(/\s+/g, ' ')).toMatch(
    /1 min 40 s to 3 min 20 s.*4 runs and 6 helper runs: 1 200 steps.*what 3 finished runs took.*90 measuring \+ 210 final steps a run.*In all 1 200 steps 1 400 are asked for; 200 are shared.*286 MiB of 7\.45 GiB free.*repeats law 3\.2 times/,
  );
});

test('Start hands over the whole form and goes to its runs', async () => {
  const started: ExperimentInput[] = [];
  const { workbench } = await show({
    startVariants: (experiment) => {
      started.push(experiment);
      return Promise.resolve([{ id: 'e9', name: 'x', createdAt: '', runs: 4, finished: 0, failed: 0 }]);
    },
  });
  await fireEvent.click(screen.getByLabelText(/novel/));
  await fireEvent.input(screen.getByLabelText('Steps'), { target: { value: '40' } });
  await fireEvent.change(screen.getByLabelText('Seeds'), { target: { value: '0, 1, 5' } });
  const start = screen.getByRole('button', { name: 'Start' });
  await waitFor(() => expect(start).toHaveProperty('disabled', false));
  await fireEvent.click(start);
  await waitFor(() => expect(workbench.navigation.screen).toBe('runs'));
  expect(started).toMatchObject([
    { groups: ['speeches', 'law', 'code', 'novel'], training: { steps: 40 }, seeds: [0, 1, 5] },
  ]);
  expect(workbench.navigation.experiment).toBe('e9');
});

test('an experiment file can be taken in and written out', async () => {
  const file = {
    format: 1,
    name: 'From a file',
    groups: ['law'],
    training: { steps: 77 },
    seeds: [3],
    methods: [{ id: 'natural' }],
  };
  const { workbench, written } = await show({}, JSON.stringify(file));
  await fireEvent.click(screen.getByRole('button', { name: 'Import…' }));
  await waitFor(() => expect(screen.getByLabelText('Name')).toHaveProperty('value', 'From a file'));
  await fireEvent.click(screen.getByRole('button', { name: 'Export…' }));
  await waitFor(() => expect(Object.keys(written)).toEqual(['/out/from-a-file.experiment.json']));
  expect(JSON.parse(Object.values(written)[0]!)).toMatchObject(file);
  expect(workbench.draft.form.seeds).toEqual([3]);
});

test('a file that is no experiment is refused with the field at fault, and the form stays', async () => {
  const { workbench } = await show({}, '{"format": 1, "name": "x", "groups": [], "seeds": [0], "methods": []}');
  await fireEvent.click(screen.getByRole('button', { name: 'Import…' }));
  await waitFor(() => expect(workbench.notices.all[0]?.message).toMatch(/^groups:/));
  expect(workbench.draft.form.name).toBe('First comparison');
});

test('Aioli can take over after another method, whose knobs then stand below', async () => {
  const { workbench } = await show();
  await fireEvent.click(screen.getByRole('button', { name: 'All settings' }));
  await fireEvent.change(screen.getByLabelText('Takes over after'), { target: { value: 'natural' } });
  expect(screen.getByRole('region', { name: 'Natural' })).toBeTruthy();
  expect(workbench.draft.plain().methods[1]).toMatchObject({ after: { id: 'natural' }, knobs: { priorSteps: 150 } });
});

test('a restricted budget is offered where a method learns first, and says how many steps that is', async () => {
  const { workbench } = await show();
  expect(screen.queryByRole('group', { name: 'Learning budget' })).toBeNull();
  await fireEvent.change(screen.getByLabelText('Add a method'), { target: { value: 'doremi' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Restricted' }));
  expect(workbench.draft.form.budget).toEqual({ learning: 'restricted', share: 0.5 });
  expect(screen.getByText('150 steps for references, proxies, sweeps')).toBeTruthy();
});

test('what runs learn together is offered where a method learns first, and leaves the file when nothing is', async () => {
  const { workbench } = await show();
  expect(screen.queryByRole('group', { name: 'Sweeps' })).toBeNull();
  await fireEvent.change(screen.getByLabelText('Add a method'), { target: { value: 'regmix' } });
  const { draft } = workbench;
  await fireEvent.click(within(screen.getByRole('group', { name: 'Sweeps' })).getByText('Common'));
  await fireEvent.input(screen.getByLabelText('Steps of a common run'), { target: { value: '40' } });
  expect(draft.plain().sharing).toEqual({ sweeps: 'common', learning: 'each-seed', trialSteps: 40 });
  await fireEvent.click(within(screen.getByRole('group', { name: 'Learning' })).getByText('Once'));
  expect(screen.getByText(/All seeds use what seed 0 learned/)).toBeTruthy();
  await fireEvent.click(within(screen.getByRole('group', { name: 'Sweeps' })).getByText('Own'));
  expect(draft.plain().sharing).toEqual({ sweeps: 'own', learning: 'once' });
  await fireEvent.click(within(screen.getByRole('group', { name: 'Learning' })).getByText('Each seed'));
  expect(draft.plain().sharing).toBeUndefined();
});

test('a graph is read from a file and shown by name as its declared rows say', async () => {
  const { workbench } = await show();
  await fireEvent.change(screen.getByLabelText('Add a method'), { target: { value: 'skill-it' } });
  await fireEvent.click(screen.getByRole('button', { name: 'All settings' }));
  const form = within(screen.getByRole('region', { name: 'Skill-It' }));
  const text = JSON.stringify({
    rows: 'trained',
    matrix: [
      [0.1, 0.2, 0.3],
      [0, 0.4, 0],
      [0, 0, 0.5],
    ],
  });
  const file = new File([text], 'graph.json');
  await fireEvent.change(form.getByLabelText('File for Graph'), { target: { files: [file] } });
  await waitFor(() => expect(workbench.draft.form.methods.at(-1)?.knobs?.['graphRows']).toBe('evaluated'));
  const table = within(form.getByRole('table', { name: 'Graph as declared' }));
  const row = table.getAllByRole('row')[2]!;
  expect(row.textContent.replace(/\s+/g, ' ').trim()).toBe('law0.2000.4000.000');
});

test('the number of trainers is set where the cost is shown', async () => {
  const asked: number[] = [];
  await show({
    setSlots: (slots) => {
      asked.push(slots);
      return Promise.resolve(aQueue({ slots }));
    },
  });
  const slots = await screen.findByLabelText(/Trainers at a time/, {}, { timeout: 3000 });
  await fireEvent.change(slots, { target: { value: '3' } });
  expect(asked).toEqual([3]);
});

test('a finding leads to its field, also one that "Simple" hides, and is said there only', async () => {
  const warm: Problem = {
    field: 'training.warmupSteps',
    message: 'The learning rate warms up for 300 of 300 steps.',
    remedy: 'A tenth is usual.',
    severity: 'warning',
  };
  await show({ checkExperiment: () => Promise.resolve([warm]) });
  await fireEvent.click(await screen.findByRole('button', { name: 'Warm-up' }));
  const field = await screen.findByLabelText('Warm-up');
  expect(document.activeElement).toBe(field);
  expect(screen.getAllByText(/warms up for 300/)).toHaveLength(1);
});

test('the warm-up says a tenth while there is no number of steps', async () => {
  await show();
  await fireEvent.click(screen.getByRole('button', { name: 'All settings' }));
  expect(screen.getByLabelText('Warm-up')).toHaveProperty('placeholder', '30');
  await fireEvent.input(screen.getByLabelText('Steps'), { target: { value: '' } });
  expect(screen.getByLabelText('Warm-up')).toHaveProperty('placeholder', 'a tenth');
});

test('a clone says field by field how it has come to differ', async () => {
  const original = firstExperiment(['law', 'code'].map((name) => group(name)));
  const { workbench } = await show({
    listExperiments: () => Promise.resolve([anExperiment({ name: 'Original' })]),
    experiment: () => Promise.resolve({ ...original, name: 'Original' }),
  });
  await fireEvent.click(await screen.findByRole('button', { name: 'Clone' }));
  await screen.findByText('Against Original');
  await fireEvent.input(screen.getByLabelText('Steps'), { target: { value: '500' } });
  const rows = within(screen.getByRole('table', { name: 'Differences' }))
    .getAllByRole('row')
    .slice(1);
  expect(rows.map((row) => Array.from(row.children, (cell) => cell.textContent.trim()))).toEqual([
    ['Name', 'Original', 'Original, again'],
    ['Steps', '300', '500'],
  ]);
  await fireEvent.click(screen.getByRole('button', { name: 'Forget' }));
  expect(screen.queryByText('Against Original')).toBeNull();
  expect(workbench.draft.form.training.steps).toBe(500);
});

test('the file beside the form follows it, and leads it', async () => {
  const { workbench } = await show();
  await fireEvent.click(screen.getByRole('button', { name: 'File' }));
  const file: HTMLTextAreaElement = screen.getByLabelText('Experiment file');
  await fireEvent.input(screen.getByLabelText('Steps'), { target: { value: '77' } });
  expect(file.value).toContain('"steps": 77');
  await fireEvent.input(file, { target: { value: file.value.replace('"steps": 77', '"steps": 88') } });
  expect(workbench.draft.form.training.steps).toBe(88);
  await fireEvent.input(file, { target: { value: file.value.replace('"steps": 88', '"steps": "many"') } });
  const line = file.value.split('\n').findIndex((one) => one.includes('"steps"')) + 1;
  expect(screen.getByRole('button', { name: `Line ${line}` }).closest('li')?.textContent).toMatch(
    /training\.steps\s+It is not a number/,
  );
  expect(workbench.draft.form.training.steps).toBe(88);
});

test('a template fills in everything but groups and name, and the form can become one', async () => {
  const saved: unknown[] = [];
  const { workbench } = await show({
    templates: () => Promise.resolve(builtInTemplates),
    saveTemplate: (name, design) => {
      saved.push([name, design]);
      return Promise.resolve();
    },
  });
  await fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'Mine' } });
  workbench.draft.toggleGroup('law');
  await fireEvent.keyDown(screen.getByRole('button', { name: 'Templates' }), { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: /All methods/ }));
  expect(workbench.draft.form).toMatchObject({ name: 'Mine', groups: ['speeches', 'code'], seeds: [0, 1, 2] });
  await workbench.designs.saveTemplate('Nightly', workbench.draft.plain());
  expect(saved).toMatchObject([['Nightly', { seeds: [0, 1, 2] }]]);
  expect(Object.keys((saved[0] as [string, object])[1])).not.toContain('groups');
});

test('a wished-for difference says how many seeds it takes, and sets them', async () => {
  const asked: (number | undefined)[] = [];
  const { workbench } = await show({
    planSeeds: ({ seeds }, difference) => {
      asked.push(difference);
      return Promise.resolve({
        spread: { deviation: 0.012, source: 'paired', count: 10, experiments: ['Before'] },
        seeds: seeds.length,
        visible: 0.14,
        others: [{ seeds: 5, visible: 0.0202 }],
        needed: difference === undefined ? null : 5,
      });
    },
  });
  const wish = await screen.findByLabelText('Difference you wish to see', {}, { timeout: 3000 });
  expect(screen.getByText(/With 2 seeds you can see a difference of about/)).toBeTruthy();
  await fireEvent.input(wish, { target: { value: '0.02' } });
  await fireEvent.click(await screen.findByRole('button', { name: 'Use 5 seeds' }, { timeout: 3000 }));
  expect(asked).toContain(0.02);
  expect(workbench.draft.form.seeds).toEqual([0, 1, 2, 3, 4]);
});

test('an experiment unfolds into notes, and what it took beside its estimate', async () => {
  const noted: string[] = [];
  await show({
    listExperiments: () => Promise.resolve([anExperiment({ name: 'Original' })]),
    experimentNotes: () => Promise.resolve('before'),
    setExperimentNotes: (_id, text) => {
      noted.push(text);
      return Promise.resolve();
    },
    estimateReview: () =>
      Promise.resolve({
        estimate,
        methods: [{ label: 'Aioli', estimated: { low: 60, high: 80 }, tookSeconds: 100, isFinished: true }],
        tookSeconds: 150,
        isFinished: true,
      }),
  });
  await fireEvent.click(await screen.findByRole('button', { name: 'Notes and times of Original' }));
  const notes = await screen.findByLabelText('Notes');
  await waitFor(() => expect(notes).toHaveProperty('value', 'before'));
  await fireEvent.change(notes, { target: { value: 'It *worked*.' } });
  expect(noted).toEqual(['It *worked*.']);
  expect(screen.getByText(/estimated 1.min 40.s to 3.min 20.s, took 2.min 30.s/)).toBeTruthy();
  expect(screen.getByRole('table', { name: 'Estimated and taken' }).textContent).toContain('+25');
});

test('trainers side by side are measured when asked for, and the quickest is taken over', async () => {
  const rows = [
    { trainers: 4, threads: 1, stepsPerSecond: 40, memoryBytes: 4e9 },
    { trainers: 1, threads: 4, stepsPerSecond: 15, memoryBytes: 1e9 },
  ];
  const measured = { at: '', cores: 4, backend: 'tensorflow', work: '4 layers', rows, cutShort: null };
  const wished: number[] = [];
  const { workbench } = await show({
    slotMeasure: () => Promise.resolve(null),
    measureSlots: () => Promise.resolve(measured),
    setSlots: (slots) => {
      wished.push(slots);
      return Promise.resolve({ ...aQueue(), slots });
    },
  });
  await fireEvent.click(
    await screen.findByRole('button', { name: 'Measure how many are quickest…' }, { timeout: 3000 }),
  );
  const table = within(await screen.findByRole('region', { name: 'Trainers side by side' }));
  await fireEvent.click(table.getByRole('button', { name: 'Use 4 trainers of 1 thread' }));
  expect(workbench.draft.form.threads).toBe(1);
  await waitFor(() => expect(table.getByText('in use').closest('li')?.textContent).toContain('quickest'));
  await fireEvent.click(table.getByRole('button', { name: 'Use 1 trainer of 4 threads' }));
  expect(workbench.draft.form).not.toHaveProperty('threads');
  expect(wished).toEqual([4, 1]);
});

test('bfloat16 is chosen among all settings; the usual precision is not written down', async () => {
  const { workbench } = await show();
  await fireEvent.click(screen.getByRole('button', { name: 'All settings' }));
  const precision = screen.getByLabelText('Precision');
  expect(precision).toHaveProperty('value', 'float32');
  await fireEvent.change(precision, { target: { value: 'bfloat16' } });
  expect(workbench.draft.form.training.precision).toBe('bfloat16');
  await fireEvent.change(precision, { target: { value: 'float32' } });
  expect(workbench.draft.form.training).not.toHaveProperty('precision');
});

test('every backend that a file may name is offered, a graphics card without CUDA among them', async () => {
  await show();
  await fireEvent.click(screen.getByRole('button', { name: 'All settings' }));
  const backend = screen.getByLabelText(fieldLabels.backend);
  const offered = [...backend.querySelectorAll('option')].map(({ value }) => value);
  expect(offered).toEqual(experimentSchema.shape.backend.unwrap().options);
  expect(screen.getByRole('option', { name: 'Graphics card, by WebGPU' })).toHaveProperty('value', 'webgpu');
});

test('equal total budgets are a switch beside the cost', async () => {
  const learning = { ...estimate.methods[0]!, parts: [{ name: 'sweep', kind: 'learning', steps: 100 }] } as const;
  const { workbench } = await show({ estimate: () => Promise.resolve({ ...estimate, methods: [learning] }) });
  await fireEvent.click(await screen.findByLabelText('Compare at equal total budget', {}, { timeout: 3000 }));
  expect(workbench.draft.form.budget).toEqual({ learning: 'included' });
});

test('further budgets and models make the same comparison again', async () => {
  const { workbench } = await show();
  await fireEvent.click(screen.getByRole('button', { name: 'All settings' }));
  await fireEvent.input(screen.getByLabelText('Also with steps'), { target: { value: '600, 1200' } });
  await fireEvent.click(screen.getByLabelText('micro'));
  expect(workbench.draft.plain().variants).toEqual({ steps: [600, 1200], models: ['micro'] });
  await fireEvent.input(screen.getByLabelText('Also with steps'), { target: { value: '' } });
  await fireEvent.click(screen.getByLabelText('micro'));
  expect(workbench.draft.plain().variants).toBeUndefined();
});

test('memory that comes close stands with the cost, and what does not fit in its place', async () => {
  const close: Problem = {
    field: 'model',
    message: 'Training needs 7 GiB.',
    remedy: 'Fewer trainers.',
    severity: 'warning',
  };
  await show({ estimate: () => Promise.resolve({ ...estimate, warnings: [close] }) });
  expect(await screen.findByText('Training needs 7 GiB. Fewer trainers.', {}, { timeout: 3000 })).toBeTruthy();
});

test('an experiment that this computer has no memory for says so where the cost would stand', async () => {
  const details = { field: 'model', remedy: 'Choose a smaller model.' };
  await show({
    estimate: () => Promise.reject(new Refusal('insufficient_memory', 'Training needs 90 GiB.', details)),
  });
  expect(await screen.findByText('Training needs 90 GiB. Choose a smaller model.', {}, { timeout: 3000 })).toBeTruthy();
});
