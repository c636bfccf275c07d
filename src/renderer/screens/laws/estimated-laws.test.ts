import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { EngineApi, LawSeries, ShellApi } from '#contract/api';
import { readLaw } from '#mixing/laws/law-file';
import { gradientEstimate } from '#mixing/laws/provenance';
import { aLaw, anExperiment, aRun } from '../../testing/experiments.ts';
import { aMeasurement } from '../../testing/laws.ts';
import { plainWorkbench } from '../../testing/plain.ts';
import Laws from '../Laws.svelte';

const say =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);
const text = (element: Element | null) => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const times = (factor: number, law: LawSeries): LawSeries => ({
  ...law,
  rounds: law.rounds.map((round) => ({ ...round, raw: round.raw.map((row) => row.map((x) => x * factor)) })),
});
const diagonal = (law: LawSeries): LawSeries => ({
  ...law,
  rounds: law.rounds.map((round) => ({ ...round, step: 0, raw: [[2, 0], [0, 1]], normalised: [[0.7, 0], [0, 0.3]] })), // prettier-ignore
});

/** Rounds that are not known yet, as the engine sends them. */
const later = (all: readonly LawSeries[], seen: Readonly<Record<string, number>> = {}): readonly LawSeries[] =>
  all.map((law) => ({ ...law, rounds: law.rounds.filter(({ round }) => round > (seen[law.run] ?? -1)) }));

const runs = [
  aRun(),
  aRun({ id: 'r2', seed: 1 }),
  aRun({ id: 'd1', method: 'doremi', label: 'DoReMi', choice: { id: 'doremi' } }),
];
const laws = [aLaw(), times(-0.5, aLaw({ run: 'r2', seed: 1 })), diagonal(aLaw({ run: 'd1', method: 'doremi' }))];

async function show(calls: Partial<EngineApi> = {}, shellCalls: Partial<ShellApi> = {}) {
  const made = plainWorkbench(
    {
      listExperiments: say([anExperiment()]),
      listRuns: say(runs),
      laws: (_id, seen = {}) => Promise.resolve(later(laws, seen)),
      lawMeasurements: say([]),
      knownOverlap: say(null),
      experiment: () => Promise.resolve({ training: { batch: 4, context: 16 } } as never),
      trajectory: (run) => {
        const { method, seed, groups, rounds } = laws.find((law) => law.run === run)!;
        return Promise.resolve({ run, method, seed, groups, points: rounds });
      },
      ...calls,
    },
    shellCalls,
  );
  await made.workbench.open(false);
  render(Laws, { workbench: made.workbench });
  await waitFor(() => expect(document.querySelector('[aria-busy]')).toBeNull());
  return made;
}
const cardOf = (name: string) => screen.getByRole('region', { name: `Law of ${name}` });
const slider = () => screen.getByRole('slider', { name: 'Round' });
const gridOf = (name: string) => screen.getByRole('grid', { name: `Law of ${name}` });
const spoken = (grid: Element) =>
  document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-label');

afterEach(() => vi.useRealTimers());

test('brackets, braces, Home and End move the cursor of all laws; a cell is read in words with its seeds', async () => {
  await show();
  await fireEvent.click(screen.getByRole('button', { name: 'As learned' }));
  expect(slider().getAttribute('aria-valuetext')).toContain('step 300, 5 of 5'); // DoReMi's rounds are spread over the run
  await fireEvent.keyDown(window, { key: '[' });
  expect(slider().getAttribute('aria-valuetext')).toContain('step 200, 4 of 5');
  await fireEvent.keyDown(window, { key: '{' });
  expect(slider().getAttribute('aria-valuetext')).toContain('step 0, 1 of 5');
  await fireEvent.keyDown(window, { key: 'End' });
  await fireEvent.keyDown(window, { key: 'Home' });
  await fireEvent.keyDown(slider(), { key: ']' });
  const grid = gridOf('Aioli');
  await fireEvent.focus(grid);
  await fireEvent.keyDown(grid, { key: 'ArrowRight' });
  const sentence =
    "At step 100 training on code raises law's loss by 0.00025 ± 0.00075 nats per step; sign stable in 1 of 2 seeds.";
  expect(spoken(grid)).toBe(sentence);
  expect(screen.getByText(sentence)).toBeTruthy();
});

test('methods stand side by side in one order, folded over seeds or with one of them; the last one stays', async () => {
  await show();
  expect(screen.getAllByRole('grid')).toHaveLength(2);
  const seeds = screen.getByLabelText('Seeds of Aioli');
  expect(text(seeds)).toContain('mean of 2 seeds');
  await fireEvent.change(seeds, { target: { value: '1' } });
  await fireEvent.click(screen.getByRole('button', { name: 'As learned' }));
  expect(gridOf('Aioli').querySelector('[role=gridcell]')!.getAttribute('aria-label')).not.toContain('seeds');
  await fireEvent.change(screen.getByLabelText('Order of groups'), { target: { value: 'name' } });
  expect(screen.getAllByRole('grid').map((grid) => text(within(grid).getAllByRole('rowheader')[0]!))).toEqual([
    'code',
    'code',
  ]);
  await fireEvent.click(screen.getByRole('button', { name: 'DoReMi' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Aioli' }));
  expect(screen.getAllByRole('grid')).toHaveLength(1);
});

test('what a method does not estimate is crossed out, in the legend too', async () => {
  await show();
  expect(document.querySelectorAll('.cross')).toHaveLength(3); // two cells and the legend
  expect(spoken(gridOf('DoReMi'))).toBeUndefined();
  await fireEvent.focus(gridOf('DoReMi'));
  await fireEvent.keyDown(gridOf('DoReMi'), { key: 'ArrowRight' });
  expect(spoken(gridOf('DoReMi'))).toMatch(/was not estimated\.$/);
});

test('time counts steps, tokens or the share of the run', async () => {
  await show();
  await fireEvent.click(screen.getByRole('button', { name: 'Tokens' }));
  expect(slider().getAttribute('aria-valuetext')).toContain('19.2\u2009k tokens');
  await fireEvent.click(screen.getByRole('button', { name: 'Share' }));
  expect(slider().getAttribute('aria-valuetext')).toContain('100 % of the run');
});

test('Space plays round after round at the chosen speed and stops at the newest', async () => {
  await show();
  vi.useFakeTimers();
  await fireEvent.change(screen.getByLabelText('Speed'), { target: { value: '2' } });
  await fireEvent.keyDown(window, { key: ' ' });
  expect(slider().getAttribute('aria-valuetext')).toContain('1 of 5');
  await vi.advanceTimersByTimeAsync(130);
  expect(slider().getAttribute('aria-valuetext')).toContain('2 of 5');
  for (let n = 0; n < 6; n++) await vi.advanceTimersByTimeAsync(130);
  expect(slider().getAttribute('aria-valuetext')).toContain('5 of 5');
  expect(screen.getByRole('button', { name: 'Play the rounds' })).toBeTruthy();
});

test('the newest round of a live run is followed until the cursor is moved back', async () => {
  let known = [aLaw({ rounds: aLaw().rounds.slice(0, 1) })];
  const read = vi.fn((_id: string, seen?: Readonly<Record<string, number>>) => Promise.resolve(later(known, seen)));
  const { engine } = await show({ laws: read });
  vi.useFakeTimers();
  const grow = async (rounds: number) => {
    known = [aLaw({ rounds: aLaw().rounds.slice(0, rounds) })];
    engine.tell('runMoved', aRun());
    await vi.advanceTimersByTimeAsync(2100);
  };
  expect(slider().getAttribute('aria-valuetext')).toContain('step 0, 1 of 1');
  await grow(2);
  expect(slider().getAttribute('aria-valuetext')).toContain('step 100, 2 of 2');
  expect(read).toHaveBeenLastCalledWith('e1', { r1: 0 });
  await fireEvent.keyDown(window, { key: '[' });
  await grow(3);
  expect(slider().getAttribute('aria-valuetext')).toContain('step 0, 1 of 3');
});

test('Enter opens a pair over time, a line per seed with the weight below; Escape closes it', async () => {
  await show();
  const grid = gridOf('Aioli');
  grid.focus();
  await fireEvent.keyDown(grid, { key: 'ArrowRight' });
  await fireEvent.keyDown(grid, { key: 'Enter' });
  const pair = screen.getByRole('group', { name: 'code on law over time' });
  expect(document.activeElement).toBe(pair);
  const effect = within(pair).getByRole('slider', { name: 'code on law, Aioli' });
  expect(effect.querySelectorAll('path.faint')).toHaveLength(2);
  expect(effect.getAttribute('aria-valuetext')).toMatch(/mean/);
  expect(within(pair).getByRole('slider', { name: 'Weight of code, Aioli' })).toBeTruthy();
  expect(within(pair).queryByRole('slider', { name: 'code on law, DoReMi' })).toBeNull(); // it estimates no such pair
  await fireEvent.keyDown(pair, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('group', { name: /over time/ })).toBeNull());
  expect(document.activeElement).toBe(grid);
});

test('a method minus another, now minus then, and learned minus measured, each with its similarity over time', async () => {
  const measured = aMeasurement({ run: 'r1', groups: ['law', 'code'], step: 100 });
  await show({ lawMeasurements: say([measured]) });
  const compare = (value: string) => fireEvent.change(screen.getByLabelText('Show'), { target: { value } });
  await compare('minus aioli');
  expect(screen.getAllByRole('grid')).toHaveLength(1);
  expect(text(screen.getByRole('region', { name: 'Law of DoReMi' }))).toContain('minus Aioli');
  expect(screen.getByRole('slider', { name: 'Similarity over time' })).toBeTruthy();
  await compare('then');
  await fireEvent.keyDown(window, { key: 'Home' });
  expect(gridOf('Aioli').querySelector('[role=gridcell]')!.textContent).toMatch(/^0\.?0*$/);
  await compare('measured');
  expect(screen.getAllByRole('grid')).toHaveLength(1);
  expect(text(screen.getByRole('region', { name: 'Law of Aioli' }))).toContain('minus measured A*');
});

test('limits of the scale are set by hand, kept, and fitted to the data again; palettes are named', async () => {
  const { workbench } = await show();
  await fireEvent.click(screen.getByRole('button', { name: 'Look' }));
  const look = await screen.findByRole('dialog', { name: 'How laws are drawn' });
  await fireEvent.input(within(look).getByLabelText('Full colour at'), { target: { value: '90' } });
  expect(screen.getByRole('img', { name: /Colour scale from 0 to 90/ })).toBeTruthy();
  expect(screen.getByText('One scale, set by hand')).toBeTruthy();
  expect(workbench.memory.getItem('laws view')).toContain('"limit":90');
  await fireEvent.click(within(look).getByRole('button', { name: 'Fit to data' }));
  expect(screen.getByText(/fitted to all rounds/)).toBeTruthy();
  await fireEvent.change(within(look).getByLabelText(/safe for colour blindness/), { target: { value: 'teal-brown' } });
  expect(document.querySelector('[data-palette="teal-brown"]')!.getAttribute('style')).toContain('#01665e');
});

test('a matrix from a file stands beside the methods, and one of other groups is refused by name', async () => {
  await show();
  const input = screen.getByLabelText('File of a law');
  const give = async (name: string, content: string) => {
    Object.defineProperty(input, 'files', { value: [new File([content], name)], configurable: true });
    await fireEvent.change(input);
  };
  await give('authors.json', '[[1, 0.5], [0.2, 1]]');
  await waitFor(() => expect(gridOf('authors.json')).toBeTruthy());
  await give('large.csv', '1,2,3\n4,5,6\n7,8,9\n');
  expect(screen.getAllByRole('grid')).toHaveLength(3);
  await fireEvent.click(screen.getByRole('button', { name: 'Put authors.json away' }));
  expect(screen.getAllByRole('grid')).toHaveLength(2);
});

test('what the texts share stands beside the laws, with the rank correlation of each', async () => {
  const groups = ['law', 'code', 'speeches'];
  const raw = [[9, 0.1, 0.4], [0.2, 9, 0.3], [0.6, 0.5, 9]]; // prettier-ignore
  const rounds = aLaw().rounds.map((round) => ({ ...round, raw, normalised: [] }));
  const shared = raw.map((row) => row.map((x) => ({ exact: 0, near: 0, shared: x / 10, examples: [] })));
  const report = { groups: groups.map((name) => ({ id: name, name, version: 'v', documents: 1 })), cells: shared };
  await show({
    laws: (_id, seen) => Promise.resolve(later([aLaw({ groups, rounds })], seen)),
    knownOverlap: say(report as never),
  });
  expect(screen.queryByText(/only mirror/)).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Overlap of texts' }));
  expect(gridOf('Overlap of texts')).toBeTruthy();
  expect(text(screen.getByText(/only mirror/))).toMatch(/off the diagonal: Aioli 1\.00\.$/);
});

test('what is shown is saved: numbers of each law into a folder, the picture as SVG with its palette', async () => {
  const written = new Map<string, Uint8Array>();
  await show(
    {},
    {
      chooseFolders: say(['/out']),
      chooseSave: (name) => Promise.resolve(`/out/${name}`),
      writeBytes: (file, bytes) => Promise.resolve(void written.set(file, bytes)),
    },
  );
  const save = async (name: string) => {
    await fireEvent.keyDown(screen.getByRole('button', { name: 'Export…' }), { key: 'Enter' });
    await fireEvent.click(await screen.findByRole('menuitem', { name: new RegExp(`^${name} `) }));
  };
  await fireEvent.click(screen.getByRole('button', { name: 'As learned' }));
  await save('NPY');
  await waitFor(() => expect(written.size).toBe(2));
  const [aioli] = [...written].find(([file]) => file.includes('aioli'))!;
  expect(aioli).toBe('/out/first-comparison-law-aioli.npy');
  expect(readLaw(written.get(aioli)!, aioli).estimates[0]!.matrix[0]![0]).toBeCloseTo(0.0025, 12);
  await save('SVG');
  await waitFor(() => expect(written.has('/out/first-comparison-laws.svg')).toBe(true));
  expect(new TextDecoder().decode(written.get('/out/first-comparison-laws.svg'))).toContain('Palette: Blue and orange');
});

test('Laws says which methods estimate one when there is none', async () => {
  await show({ laws: say([]) });
  expect(screen.getByText(/Fixed proportions .* estimate nothing/)).toBeTruthy();
});

test('a measured law and an estimate from gradients are two panels, each under its name, with what its sequences move', async () => {
  const label = 'Aioli (lpEstimate "gradient")';
  await show({
    listRuns: say([aRun(), aRun({ id: 'g1', label }), aRun({ id: 'g2', seed: 1, label })]),
    laws: say([
      aLaw({ subsetError: 0.041 }),
      ...[0.07, 0.09].map((subsetError, seed) =>
        times(2, aLaw({ run: `g${seed + 1}`, seed, provenance: gradientEstimate, subsetError })),
      ),
    ]),
    trajectory: (run) => Promise.resolve({ run, method: 'aioli', seed: 0, groups: [], points: [] }),
  });
  expect(text(cardOf('Aioli'))).toMatch(
    /Aioli measured Seed 0.*in the first round others would have moved its falls by about 4\.1 %/,
  );
  expect(text(cardOf(label))).toContain('gradient estimate, first order');
  expect(text(cardOf(label))).toContain('in the latest round others would have moved its falls by about 8.0 %');
  expect(within(cardOf(label)).getByRole('combobox')).toBeTruthy();
  expect(screen.getAllByRole('grid')).toHaveLength(2);
});
