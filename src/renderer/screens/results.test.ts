import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { Refusal } from '#base/refusal';
import type { EngineApi, ShellApi } from '#contract/api';
import { aComparison, aLaw, anExperiment, aQueue, aRun, aSeries } from '../testing/experiments.ts';
import { plainWorkbench } from '../testing/plain.ts';
import Compare from './Compare.svelte';
import Laws from './Laws.svelte';
import Runs from './Runs.svelte';

async function show(
  component: typeof Runs,
  calls: Partial<EngineApi>,
  shellCalls: Partial<ShellApi> = {},
): Promise<ReturnType<typeof plainWorkbench>> {
  const made = plainWorkbench(calls, shellCalls);
  await made.workbench.open(false);
  render(component, { workbench: made.workbench });
  await settled();
  return made;
}
const settled = () => new Promise((resolve) => setTimeout(resolve));
const say =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);
/** Thin spaces as ordinary ones. */
const text = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();

const ofRuns = (runs: ReturnType<typeof aRun>[], groups = ['law', 'code']): Partial<EngineApi> => ({
  listRuns: say(runs),
  runSeries: (run) => Promise.resolve(aSeries(groups, 40, run)),
  runNotes: say([]),
});

test('Runs says what belongs here and leads to the experiment', async () => {
  const { workbench } = await show(Runs, {});
  await fireEvent.click(screen.getByRole('button', { name: 'Describe an experiment' }));
  expect(workbench.navigation.screen).toBe('experiment');
});

test('Runs shows five hundred runs with few elements, and the selection is kept by id', async () => {
  const runs = Array.from({ length: 500 }, (_, i) => aRun({ id: `r${String(i)}`, seed: i, state: 'finished' }));
  const { workbench, engine } = await show(Runs, ofRuns(runs));
  const grid = screen.getByRole('grid', { name: 'Runs' });
  expect(within(grid).getAllByRole('row').length).toBeLessThan(60);
  await fireEvent.keyDown(grid, { key: 'Home' });
  expect(workbench.navigation.run).toBe('r0');
  engine.tell('runMoved', aRun({ id: 'r0', seed: 0, step: 299 }));
  await settled();
  expect(within(grid).getByRole('row', { selected: true }).textContent).toContain('299');
});

test('a diverged run says why and what to do, and can be retried', async () => {
  const retryRun = vi.fn(say(undefined));
  const problem = 'The loss of step 41 is not a finite number. Lower peakLearningRate.';
  await show(Runs, { ...ofRuns([aRun({ state: 'diverged', problem })]), retryRun });
  expect(text(screen.getByRole('alert'))).toContain(problem);
  await fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(retryRun).toHaveBeenCalledWith('r1');
});

test('a running run can be paused and stopped; the queue can be paused', async () => {
  const calls = { pauseRun: vi.fn(say(undefined)), pauseQueue: vi.fn(say(undefined)) };
  await show(Runs, {
    ...ofRuns([aRun()]),
    ...calls,
    queue: say(aQueue({ running: ['r1'], queued: ['r2'], secondsLeft: 200 })),
  });
  expect(text(screen.getByText(/running, 1 waiting/))).toBe('1 running, 1 waiting, about 3 min 20 s left.');
  await fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Pause queue' }));
  expect(calls.pauseRun).toHaveBeenCalledWith('r1');
  expect(calls.pauseQueue).toHaveBeenCalled();
  expect(screen.getByRole('button', { name: 'Stop' })).toBeTruthy();
});

test('the run that runs is followed until a person acts on one, which then stays in view', async () => {
  const first = aRun({ id: 'r1' });
  const second = aRun({ id: 'r2', seed: 1, state: 'queued' });
  let list = [first, second];
  const { engine } = await show(Runs, {
    ...ofRuns([]),
    listRuns: () => Promise.resolve(list),
    pauseRun: say(undefined),
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  list = [aRun({ id: 'r1', state: 'paused' }), aRun({ id: 'r2', seed: 1 })];
  engine.tell('runEnded', { run: 'r1', state: 'paused' });
  await settled();
  await settled();
  expect(screen.getByRole('region', { name: 'Aioli, seed 0' })).toBeTruthy();
});

test('the detail of a run draws its losses and proportions, and tells its log', async () => {
  const { engine } = await show(
    Runs,
    ofRuns([aRun()], ['law', 'a group with a name that is far too long for a label']),
  );
  const line = { at: '2026-01-01T00:00:00Z', level: 'info', isNoise: false } as const;
  engine.tell('logged', { ...line, id: 1, message: 'checkpoint written', run: 'r1' });
  engine.tell('logged', { ...line, id: 2, message: 'of another run', run: 'r2' });
  await settled();
  const losses = screen.getByRole('slider', { name: 'Loss per group over steps' });
  expect(losses.getAttribute('aria-valuetext')).toContain('Step 40: law 4.600');
  expect(screen.getByRole('slider', { name: 'Proportions over steps' })).toBeTruthy();
  expect(text(screen.getByRole('list', { name: 'Log of this run' }))).toBe('checkpoint written');
});

const comparing = (comparison: ReturnType<typeof aComparison>): Partial<EngineApi> => ({
  listExperiments: say([anExperiment()]),
  comparison: say(comparison),
});
const rowOf = (name: RegExp) => screen.getAllByRole('row').find((row) => name.test(text(row)))!;

test('Compare has a row a method: mean and standard error, and the paired difference with arrow and sign', async () => {
  await show(Compare, comparing(aComparison({})));
  expect(text(rowOf(/^Stratified/))).toContain('baseline');
  const row = text(rowOf(/^Aioli/));
  expect(row).toContain('▼−0.4625 better ± 0.0079');
  expect(row).toMatch(/^Aioli 4\.351 ± 0\.048/);
});

test('one seed has no standard error and no verdict', async () => {
  await show(Compare, comparing(aComparison({ seeds: [3] })));
  const row = text(rowOf(/^Aioli/));
  expect(row).toContain('± –');
  expect(row).toContain('one seed');
});

test('one group, twenty groups and long names all get their columns', async () => {
  for (const n of [1, 20]) {
    const groups = Array.from({ length: n }, (_, i) => `group number ${String(i)} with quite a long name`);
    await show(Compare, comparing(aComparison({ groups })));
    expect(screen.getAllByRole('columnheader', { name: /^group number/ })).toHaveLength(n);
    document.body.replaceChildren();
  }
});

test('missing runs are named with their state, and are not in the means', async () => {
  const missing = [{ method: 'aioli', label: 'Aioli', seed: 3, state: 'diverged' }];
  await show(Compare, comparing(aComparison({ missing })));
  expect(screen.getByText('Not in the means: Aioli, seed 3 (diverged).')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Seeds of Aioli' }));
  expect(
    screen
      .getAllByRole('row')
      .map(text)
      .filter((row) => row.startsWith('seed')),
  ).toHaveLength(4);
});

test('bits per byte stand against the unigram entropy', async () => {
  await show(Compare, comparing(aComparison({})));
  await fireEvent.click(screen.getByRole('button', { name: 'Bits per byte' }));
  expect(text(rowOf(/^Byte frequencies alone/))).toContain('4.50');
});

test('columns sort, and say so', async () => {
  await show(Compare, comparing(aComparison({})));
  const header = screen.getByRole('columnheader', { name: /Average perplexity/ });
  await fireEvent.click(within(header).getByRole('button'));
  expect(header.getAttribute('aria-sort')).toBe('ascending');
  expect(text(screen.getAllByRole('row')[1]!)).toMatch(/^Aioli/);
});

test('what a method asked for stands beside what was computed, and what it spent on measuring', async () => {
  const data = aComparison({ seeds: [0] });
  const cost = { learningSteps: 600, finalSteps: 300, measuringSteps: 90, computedSteps: 500, seconds: 60 };
  const rows = data.rows.map((row) => (row.method === 'aioli' ? { ...row, cost } : row));
  await show(Compare, comparing({ ...data, rows }));
  const titles = screen.getAllByRole('columnheader').map(text);
  expect(titles.slice(-6)).toEqual(['Learning steps', 'Final steps', 'Measuring', 'Asked', 'Computed', 'Time']);
  expect(text(rowOf(/^Aioli/))).toContain('60030090900500');
});

test('tables and sentences are copied', async () => {
  const copyText = vi.fn(say(undefined));
  const comparisonTable = vi.fn(say('| Method |'));
  await show(Compare, { ...comparing(aComparison({})), comparisonTable }, { copyText });
  await fireEvent.click(screen.getByRole('button', { name: 'LaTeX' }));
  await settled();
  expect(comparisonTable).toHaveBeenCalledWith('e1', 'tex', { metric: 'perplexity' });
  expect(copyText).toHaveBeenLastCalledWith('| Method |');
  await fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await settled();
  expect(copyText).toHaveBeenLastCalledWith(
    expect.stringMatching(/^Over 3 seeds Aioli lowers average test perplexity/),
  );
});

test('an experiment that cannot be compared says why and what to do', async () => {
  const refusal = new Refusal('nothing_to_compare', 'No run of this experiment has been started.', {
    remedy: 'Start the experiment.',
  });
  await show(Compare, { listExperiments: say([anExperiment()]), comparison: () => Promise.reject(refusal) });
  expect(text(screen.getByRole('alert'))).toContain('Start the experiment.');
});
