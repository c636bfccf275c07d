import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { EngineApi, ShellApi } from '#contract/api';
import { aQueue, aRun, aSeries, nothingHappened } from '../testing/experiments.ts';
import { plainWorkbench } from '../testing/plain.ts';
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
  const calls = { pauseRun: vi.fn(say(undefined)), pauseQueue: vi.fn((_how?: string) => Promise.resolve()) };
  await show(Runs, {
    ...ofRuns([aRun()]),
    ...calls,
    queue: say(aQueue({ running: ['r1'], queued: ['r2'], secondsLeft: 200 })),
  });
  expect(text(screen.getByText(/running, 1 waiting/))).toMatch(
    /^1 running, 1 waiting, done at about .*\(3 min 20 s\)\.$/,
  );
  await fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Pause queue' }));
  expect(calls.pauseRun).toHaveBeenCalledWith('r1');
  expect(calls.pauseQueue).toHaveBeenCalledWith('now');
  await fireEvent.click(screen.getByRole('button', { name: 'Stop after this run' }));
  expect(calls.pauseQueue).toHaveBeenLastCalledWith();
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
  await fireEvent.click(screen.getByRole('button', { name: 'Log' }));
  expect(text(screen.getByRole('list', { name: 'Log of this run' }))).toMatch(
    /^2026-01-01 \d\d:\d\d:\d\d ?checkpoint written$/,
  );
});

const waiting = ['r1', 'r2', 'r3'].map((id, seed) => aRun({ id, seed, state: 'queued', step: 0, loss: null }));

test('the queue is ordered by keyboard, and the new place is said', async () => {
  const moveRun = vi.fn((id: string, place: number) => {
    const rest = ['r1', 'r2', 'r3'].filter((one) => one !== id);
    return Promise.resolve(aQueue({ queued: [...rest.slice(0, place), id, ...rest.slice(place)] }));
  });
  const { workbench } = await show(Runs, {
    ...ofRuns(waiting),
    moveRun,
    queue: say(aQueue({ queued: ['r1', 'r2', 'r3'] })),
  });
  await fireEvent.click(screen.getByRole('button', { name: /^Queue/ }));
  const grid = screen.getByRole('grid', { name: 'Runs' });
  await fireEvent.keyDown(grid, { key: 'Home' });
  await fireEvent.keyDown(grid, { key: 'ArrowDown', altKey: true });
  await settled();
  expect(moveRun).toHaveBeenLastCalledWith('r1', 1);
  expect(text(screen.getByRole('status'))).toBe('Aioli, seed 0, is now 2nd of 3.');
  expect(workbench.navigation.run).toBe('r1'); // the selection stays with the run
  await fireEvent.keyDown(grid, { key: 'End', altKey: true });
  await settled();
  expect(moveRun).toHaveBeenLastCalledWith('r1', 2);
  expect(within(grid).getAllByRole('row').map(text).slice(2)).toEqual([
    expect.stringMatching(/^1 ?Queued Aioli 1/) as string,
    expect.stringMatching(/^2 ?Queued Aioli 2/) as string,
    expect.stringMatching(/^3 ?Queued Aioli 0/) as string,
  ]);
});

test('a waiting run is held and released, and a held one says so', async () => {
  const calls = { holdRuns: vi.fn(say(aQueue())), setHeldRuns: vi.fn(say(aQueue())) };
  const held = { ...waiting[1]!, isHeld: true };
  await show(Runs, {
    ...ofRuns([waiting[0]!, held]),
    ...calls,
    queue: say(aQueue({ queued: ['r1', 'r2'], held: ['r2'] })),
  });
  const grid = screen.getByRole('grid', { name: 'Runs' });
  expect(text(within(grid).getAllByRole('row')[3]!)).toMatch(/^Held/);
  await fireEvent.keyDown(grid, { key: 'Home' });
  await fireEvent.click(screen.getByRole('button', { name: 'Hold' }));
  expect(calls.holdRuns).toHaveBeenCalledWith(['r1']);
  await fireEvent.click(screen.getByRole('button', { name: 'Release 1 held' }));
  expect(calls.setHeldRuns).toHaveBeenCalledWith([]);
});

test('only the runs that a filter chose are run, the others are held', async () => {
  const runOnly = vi.fn(say(aQueue()));
  await show(Runs, { ...ofRuns(waiting), runOnly, queue: say(aQueue({ queued: ['r3', 'r1', 'r2'] })) });
  await fireEvent.click(screen.getByRole('button', { name: /^Queue/ }));
  await fireEvent.input(screen.getByRole('searchbox', { name: 'Filter runs' }), { target: { value: 'seed 1' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Run only this one' }));
  expect(runOnly).toHaveBeenCalledWith(['r2']);
});

test('what happened while nobody looked is told, leads to its runs, and is dismissed', async () => {
  const named = (run: string, detail: string | null = null) => ({
    run,
    label: 'Aioli',
    seed: 2,
    experimentName: 'First comparison',
    detail,
  });
  const markLooked = vi.fn(say(undefined));
  const summary = {
    ...nothingHappened,
    finished: [named('r2'), named('r3')],
    diverged: [named('r1', 'The loss stopped being a finite number at step 41.')],
    surprises: [{ ...named('r2'), seconds: 7200, expectedSeconds: 600 }],
  };
  const { workbench } = await show(Runs, {
    ...ofRuns([aRun({ id: 'r1', state: 'diverged' }), aRun({ id: 'r2', state: 'finished' })]),
    queueSummary: say(summary),
    markLooked,
  });
  const card = screen.getByRole('region', { name: 'While you were away' });
  expect(text(card)).toMatch(/2 finished ?1 diverged/);
  expect(text(card)).toContain('took 2 h 00 min, expected 10 min');
  await fireEvent.click(within(card).getAllByRole('button', { name: 'Aioli, seed 2' })[0]!);
  expect(workbench.navigation.run).toBe('r1');
  await fireEvent.click(within(card).getByRole('button', { name: 'Dismiss' }));
  expect(markLooked).toHaveBeenCalled();
  expect(screen.queryByRole('region', { name: 'While you were away' })).toBe(null);
});

test('the log is read from the engine, searched, and copied', async () => {
  const line = { at: '2026-01-01T00:00:00Z', level: 'warn', isNoise: false } as const;
  const runLog = vi.fn<EngineApi['runLog']>((_run, query) =>
    Promise.resolve({
      lines:
        query?.before === undefined ? [{ ...line, id: 9, message: 'newest' }] : [{ ...line, id: 3, message: 'oldest' }],
      hasOlder: query?.before === undefined,
    }),
  );
  const copyText = vi.fn(say(undefined));
  await show(Runs, { ...ofRuns([aRun()]), runLog }, { copyText });
  await fireEvent.click(screen.getByRole('button', { name: 'Log' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Older lines' }));
  await settled();
  expect(runLog).toHaveBeenLastCalledWith('r1', expect.objectContaining({ before: 9 }));
  await fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(copyText).toHaveBeenCalledWith('2026-01-01T00:00:00Z warn oldest\n2026-01-01T00:00:00Z warn newest');
  await fireEvent.input(screen.getByRole('searchbox', { name: 'Search the log' }), { target: { value: 'nan' } });
  expect(runLog).toHaveBeenLastCalledWith('r1', expect.objectContaining({ search: 'nan' }));
});

test('all methods are shown with their standing, labelled as not final', async () => {
  const curve = (method: string, label: string, seed: number, loss: number) => ({
    run: `${method}${String(seed)}`,
    method,
    label,
    seed,
    state: 'running' as const,
    steps: 100,
    points: [0, 10].map((step) => ({ step, losses: [loss - step / 10 + seed / 10] })),
  });
  const curves = [0, 1].flatMap((seed) => [
    curve('stratified', 'Stratified', seed, 5),
    curve('aioli', 'Aioli', seed, 4.5 + seed / 50),
  ]);
  await show(Runs, { ...ofRuns([aRun()]), runCurves: say(curves) });
  await fireEvent.click(screen.getByRole('button', { name: 'All methods' }));
  await settled();
  expect(screen.getByText('Not final')).toBeTruthy();
  const rows = within(screen.getByRole('table', { name: 'Standing of the methods' })).getAllByRole('row');
  expect(text(rows[1]!)).toMatch(/^Aioli2 of 2103\.560▼−0\.490± 0\.010 better/);
  expect(text(rows[2]!)).toContain('baseline');
  expect(screen.getByRole('slider', { name: 'Validation loss of all methods over steps' })).toBeTruthy();
});

test('zoom, smoothing and selection stay when runs are added and the run goes on', async () => {
  let list = [aRun()];
  let step = 40;
  const { engine } = await show(Runs, {
    ...ofRuns([]),
    listRuns: () => Promise.resolve(list),
    runSeries: (run) => Promise.resolve(aSeries(['law', 'code'], step, run)),
  });
  const losses = () => screen.getByRole('slider', { name: 'Loss per group over steps' });
  await fireEvent.keyDown(losses(), { key: '+' });
  expect(screen.getByRole('button', { name: 'Whole run' })).toBeTruthy();
  await fireEvent.change(screen.getByRole('combobox', { name: 'Smoothing' }), { target: { value: 'medium' } });
  expect(screen.getByText(/weight 0\.9.*raw line stands behind it/)).toBeTruthy();
  step = 60;
  list = [aRun({ step: 60 }), aRun({ id: 'r9', seed: 9, state: 'queued' })];
  engine.tell('experimentsChanged', null);
  engine.tell('runMoved', aRun({ step: 60 }));
  await settled();
  await settled();
  expect(losses().getAttribute('aria-valuetext')).toContain('Step 60');
  expect(screen.getByRole('button', { name: 'Whole run' })).toBeTruthy();
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Smoothing' }).value).toBe('medium');
  expect(losses().querySelectorAll('path.faint')).toHaveLength(2);
});

test('live curves are held for reading, and go on when asked', async () => {
  let step = 40;
  const { engine } = await show(Runs, {
    ...ofRuns([aRun()]),
    runSeries: (run) => Promise.resolve(aSeries(['law', 'code'], step, run)),
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Hold the picture' }));
  step = 60;
  engine.tell('runMoved', aRun({ step: 60 }));
  await settled();
  const said = () => screen.getByRole('slider', { name: 'Loss per group over steps' }).getAttribute('aria-valuetext');
  expect(said()).toContain('Step 40');
  await fireEvent.click(screen.getByRole('button', { name: 'Go on, 1 new' }));
  await settled();
  expect(said()).toContain('Step 60');
});

test('the computer is shown on the axis of the run, with what slows it down', async () => {
  const sample = {
    learningSteps: 0,
    cpu: 0.4,
    memory: 4e9,
    trainerMemory: 1e9,
    freeDisk: 1e12,
    gpu: null,
    gpuMemory: null,
  };
  const samples = [1, 2, 3].map((n) => ({ ...sample, at: n * 5000, step: n * 10, tokensPerSecond: 1000 * n }));
  const machine = {
    device: 'wasm: 4 threads',
    cores: 8,
    memory: 16e9,
    batch: 8,
    context: 128,
    secondsPerStep: 0.02,
    samples,
    findings: ['It trains in WebAssembly.'],
  };
  await show(Runs, { ...ofRuns([aRun()]), runMachine: say(machine) });
  await fireEvent.click(screen.getByRole('button', { name: 'Computer' }));
  await settled();
  expect(screen.getByText('It trains in WebAssembly.')).toBeTruthy();
  const load = screen.getByRole('slider', { name: 'Load of the computer over the run' });
  expect(load.getAttribute('aria-valuetext')).toBe('Step 30: cores 40, memory 25');
  await fireEvent.click(screen.getByRole('button', { name: 'Time' }));
  expect(load.getAttribute('aria-valuetext')).toMatch(/^10.s: cores 40/);
});
