import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { Refusal } from '#base/refusal';
import type { EngineApi, LawMeasurement, MeasurementEstimate } from '#contract/api';
import { aLaw, anExperiment, aRun } from '../../testing/experiments.ts';
import { aFittedLaw, aLawSummary, aMeasurement } from '../../testing/laws.ts';
import { plainWorkbench } from '../../testing/plain.ts';
import Laws from '../Laws.svelte';

const say =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);
const text = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();

async function show(section: string, calls: Partial<EngineApi>) {
  const made = plainWorkbench({
    listExperiments: say([anExperiment()]),
    listRuns: say([aRun(), aRun({ id: 'r2', seed: 1 })]),
    laws: say([aLaw()]),
    trajectory: (run) => Promise.resolve({ run, method: 'aioli', seed: 0, groups: [], points: [] }),
    lawMeasurements: say([]),
    ...calls,
  });
  await made.workbench.open(false);
  render(Laws, { workbench: made.workbench });
  await fireEvent.click(screen.getByRole('button', { name: section }));
  await waitFor(() => expect(document.querySelector('[aria-busy]')).toBeNull());
  return made;
}

test('a fitted law shows predictions seen and left out, residuals, its optimum and how well it predicts', async () => {
  await show('Fitted law', { fitLaws: say(aFittedLaw(['law', 'code', 'speeches'])) });
  const scatter = screen.getByRole('slider', { name: /Predicted against measured/ });
  expect(scatter.querySelectorAll('circle')).toHaveLength(2 * 3 * 24);
  await fireEvent.click(screen.getByRole('button', { name: /Left out/ }));
  expect(scatter.querySelectorAll('circle')).toHaveLength(3 * 24);
  await fireEvent.keyDown(scatter, { key: 'Home' });
  expect(scatter.getAttribute('aria-valuetext')).toMatch(
    /: predicted \d\.\d{3}, measured \d\.\d{3}, left out of the fit/,
  );
  expect(text(screen.getByRole('region', { name: 'Optimum' }))).toMatch(/law48\.4.* to .*Mean loss/);
  expect(text(screen.getByRole('region', { name: 'Scores of the fit' }))).toContain('0.99');
  const surface = screen.getByRole('slider', { name: /Predicted loss over mixtures/ });
  expect(surface.getAttribute('aria-valuetext')).toMatch(/^law \d+\.\d %, code \d+\.\d %, speeches \d+\.\d %: /);
});

test('seven groups have every table, and their mixtures side by side instead of a picture of predicted losses', async () => {
  const groups = ['a', 'b', 'c', 'd', 'e', 'f', 'a group with a name that is far too long for a column'];
  await show('Fitted law', { fitLaws: say(aFittedLaw(groups, 30)) });
  expect(screen.queryByRole('slider', { name: /Predicted loss over mixtures/ })).toBeNull();
  const mixtures = screen.getByRole('slider', { name: /^Mixtures of/ });
  await fireEvent.keyDown(mixtures, { key: 'Home' });
  expect(mixtures.getAttribute('aria-valuetext')).toMatch(/^a: best by this law \d+\.\d percent$/);
  const parameters = screen.getByRole('region', { name: 'Parameters of the fit' });
  expect(within(parameters).getAllByRole('columnheader').length).toBeGreaterThanOrEqual(9);
  expect(within(parameters).getAllByRole('row')).toHaveLength(8);
});

test('another law and another length are fitted when chosen', async () => {
  const fitLaws = vi.fn(say(aFittedLaw(['law', 'code'])));
  await show('Fitted law', { fitLaws });
  await fireEvent.change(screen.getByLabelText('Law'), { target: { value: 'linear-static' } });
  await fireEvent.change(screen.getByLabelText('Fitted to'), { target: { value: '300' } });
  expect(fitLaws).toHaveBeenLastCalledWith('e1', 'linear-static', { steps: 300 });
});

test('too few runs to fit are a sentence with the next step', async () => {
  const refusal = new Refusal('law_not_identifiable', 'There are 3 runs.', { remedy: 'Add a method that sweeps.' });
  await show('Fitted law', { fitLaws: () => Promise.reject(refusal) });
  expect(text(screen.getByRole('alert'))).toContain('Add a method that sweeps.');
});

const estimate: MeasurementEstimate = {
  run: 'r1',
  step: 105,
  children: 7,
  steps: 15,
  replaySteps: 5,
  childSteps: 105,
  evaluations: 8,
  seconds: { low: 40, high: 70 },
};

test('a measurement stands beside the method and their difference on one scale, with its similarity', async () => {
  await show('Measured here', {
    lawMeasurements: say([aMeasurement()]),
    experiment: () => Promise.reject(new Error('not needed')),
    estimateMeasurement: say(estimate),
  });
  const pair = screen.getByRole('region', { name: 'Measured and estimated law' });
  expect(within(pair).getAllByRole('grid')).toHaveLength(5);
  expect(within(pair).getAllByRole('img', { name: /Colour scale/ })).toHaveLength(1);
  expect(text(pair)).toMatch(/The method's own: similarity 0\.\d{3}/);
  const grid = screen.getByRole('grid', { name: 'Measured law' });
  await fireEvent.focus(grid);
  await fireEvent.keyDown(grid, { key: 'ArrowRight' });
  expect(text(pair)).toMatch(/code on the loss of law: measured [+−]?0\.\d+, by the method/);
});

test('an estimate from gradients stands beside the measured law under its own name, with how far it is from it', async () => {
  const [with_, without] = [aMeasurement(), aMeasurement({ id: 'm2', gradient: null })];
  const shown = async (measurement: LawMeasurement) => {
    await show('Measured here', {
      lawMeasurements: say([measurement]),
      experiment: () => Promise.reject(new Error('not needed')),
      estimateMeasurement: say(estimate),
    });
    return screen.getByRole('region', { name: 'Measured and estimated law' });
  };
  const pair = await shown(with_);
  expect(within(pair).getByRole('heading', { name: /^Gradient estimate, first order, times 0\.\d{3}$/ })).toBeTruthy();
  const facts = within(pair).getByLabelText('Gradient estimate against the measured law');
  expect(text(facts)).toMatch(/similarity 1\.000 correlation with A\* 1\.000 relative error unscaled \d\d %/);
  cleanup();
  expect(within(await shown(without)).queryByText(/Gradient estimate/)).toBeNull();
});

test('what a measurement costs is said before it starts, and news of it is shown', async () => {
  const measureLaw = vi.fn(say(aMeasurement({ id: 'm2', state: 'queued', A: null, own: null, children: [] })));
  let list = [aMeasurement()];
  const { engine } = await show('Measured here', {
    lawMeasurements: () => Promise.resolve(list),
    experiment: () => Promise.reject(new Error('not needed')),
    estimateMeasurement: say(estimate),
    measureLaw,
  });
  const form = screen.getByRole('region', { name: 'Measure here' });
  await waitFor(() => expect(text(form)).toContain('7 short runs, 105 steps to train, 5 to get there'));
  await fireEvent.input(within(form).getByLabelText('Short runs'), { target: { value: '9' } });
  list = [...list, aMeasurement({ id: 'm2', state: 'running', A: null, own: null, children: [] })];
  await fireEvent.click(within(form).getByRole('button', { name: 'Measure' }));
  expect(measureLaw).toHaveBeenCalledWith('r1', { step: 120, sweep: 'cover', children: 9 });
  engine.tell('measurementMoved', aMeasurement({ id: 'm2', state: 'running', A: null, own: null, total: 9 }));
  await waitFor(() => expect(text(screen.getByRole('table', { name: 'Measurements' }))).toContain('7 of 9'));
});

test('removing a measurement asks first', async () => {
  const removeMeasurement = vi.fn(say(undefined));
  await show('Measured here', {
    lawMeasurements: say([aMeasurement()]),
    experiment: () => Promise.reject(new Error('not needed')),
    estimateMeasurement: say(estimate),
    removeMeasurement,
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(removeMeasurement).not.toHaveBeenCalled();
  await fireEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Remove' }));
  expect(removeMeasurement).toHaveBeenCalledWith('m1');
});

test('similarity stands against improvement, as a table and as points with names', async () => {
  await show('Laws and results', { lawSummary: say(aLawSummary()) });
  const table = screen.getByRole('region', { name: 'Similarity and improvement of each method' });
  const row = (name: RegExp) => text(within(table).getByRole('row', { name })).replaceAll(/ (?=[+A-Z])/g, '');
  expect(row(/Aioli/)).toBe('Aioli0.905 ± 0.0252+0.0190 ± 0.0020+0.114 ± 0.012');
  expect(row(/Stratified/)).toBe('Stratified––baseline');
  expect(text(table)).toContain('Spearman correlation over methods: +1.00');
  const scatter = screen.getByRole('slider', { name: 'Similarity against improvement over Stratified' });
  expect(within(scatter).getByText('Skill-It')).toBeTruthy();
});
