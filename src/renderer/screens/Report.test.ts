import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { Refusal } from '#base/refusal';
import type { EngineApi, ReportDesign, ReportState, ShellApi } from '#contract/api';
import { restMs } from '../state/report.svelte.ts';
import { anExperiment } from '../testing/experiments.ts';
import { plainWorkbench } from '../testing/plain.ts';
import Report from './Report.svelte';

const design: ReportDesign = {
  title: 'First comparison',
  author: '',
  notes: '',
  paper: 'a4',
  sections: ['summary', 'results', 'laws'].map((id) => ({ id, isOn: true })),
};
const stateOf = (given: ReportDesign, changes: readonly string[] = []): ReportState => ({
  experiment: 'e1',
  design: given,
  sections: given.sections.map(({ id, isOn }) => ({ id, isOn, title: `Part ${id}`, help: '', isEmpty: id === 'laws' })),
  frozenAt: '2026-01-01T00:00:00.000Z',
  changes,
});

async function show(calls: Partial<EngineApi> = {}, shellCalls: Partial<ShellApi> = {}) {
  const saveReport = vi.fn((_id: string, given: ReportDesign) => Promise.resolve(stateOf(given)));
  const made = plainWorkbench(
    {
      listExperiments: () => Promise.resolve([anExperiment()]),
      report: () => Promise.resolve(stateOf(design)),
      reportDocument: () => Promise.resolve('<p>document</p>'),
      saveReport,
      ...calls,
    },
    { previewDocument: () => Promise.resolve('about:blank'), ...shellCalls },
  );
  await made.workbench.open(false);
  render(Report, { workbench: made.workbench });
  await settled();
  return { ...made, saveReport };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));
const rested = () => new Promise((resolve) => setTimeout(resolve, restMs + 50));
const names = () => screen.getAllByRole('checkbox').map((box) => box.closest('label')!.textContent.trim());

test('an empty workspace says what a report will hold and leads to the experiment', async () => {
  const { workbench } = await show({ listExperiments: () => Promise.resolve([]) });
  await fireEvent.click(screen.getByRole('button', { name: 'Describe an experiment' }));
  expect(workbench.navigation.screen).toBe('experiment');
});

test('an experiment without a finished run says why and leads to its runs', async () => {
  const refusal = new Refusal('nothing_to_compare', 'No run of "x" is finished.', { remedy: 'Run it first.' });
  const { workbench } = await show({ report: () => Promise.reject(refusal) });
  expect(screen.getByRole('alert').textContent).toContain('Run it first.');
  await fireEvent.click(screen.getByRole('button', { name: 'Go to Runs' }));
  expect(workbench.navigation.screen).toBe('runs');
});

test('the document is shown in a frame that may do nothing but run its script', async () => {
  await show();
  const frame = screen.getByTitle('Preview of the report');
  expect(frame.getAttribute('sandbox')).toBe('allow-scripts');
  expect(frame.getAttribute('src')).toBe('about:blank');
});

test('what is typed is kept when typing rests', async () => {
  const { saveReport } = await show();
  await fireEvent.input(screen.getByRole('textbox', { name: 'Title' }), { target: { value: 'Mi' } });
  await fireEvent.input(screen.getByRole('textbox', { name: 'Title' }), { target: { value: 'Mine' } });
  await rested();
  expect(saveReport).toHaveBeenCalledTimes(1);
  expect(saveReport).toHaveBeenCalledWith('e1', { ...design, title: 'Mine' });
});

test('sections move with Alt and the arrow keys, keep the focus, and the move is said', async () => {
  await show();
  const box = screen.getByRole('checkbox', { name: 'Part results' });
  box.focus();
  await fireEvent.keyDown(box, { key: 'ArrowUp', altKey: true });
  expect(names()).toEqual(['Part results', 'Part summary', expect.stringContaining('Part laws')]);
  expect(screen.getByText('Part results is now 1 of 3')).toBeTruthy();
  await fireEvent.keyDown(screen.getByRole('checkbox', { name: 'Part results' }), { key: 'ArrowUp', altKey: true });
  expect(screen.getByText('Part results stays where it is')).toBeTruthy();
});

test('a section is switched off', async () => {
  const { saveReport } = await show();
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Part summary' }));
  await rested();
  expect(saveReport.mock.calls[0]![1].sections[0]).toEqual({ id: 'summary', isOn: false });
});

test('what has changed since is said, and the numbers are taken anew when asked', async () => {
  const freezeReport = vi.fn(() => Promise.resolve(stateOf(design)));
  const changed = () =>
    Promise.resolve(stateOf(design, ['The text of law has changed; the runs read the older version.']));
  await show({ report: changed, freezeReport });
  await fireEvent.click(screen.getByRole('button', { name: 'Take the numbers anew' }));
  await settled();
  expect(freezeReport).toHaveBeenCalledWith('e1');
  expect(screen.queryByText(/The text of law has changed/)).toBeNull();
});

test('a report is written where the person says, with the extension of its format', async () => {
  const chooseSave = vi.fn(() => Promise.resolve('/out/mine'));
  const writeReport = vi.fn((_id: string, file: string) => Promise.resolve({ file, bytes: 1 }));
  const { workbench } = await show({ writeReport }, { chooseSave });
  await fireEvent.click(
    within(screen.getByRole('group', { name: 'Write the report' })).getByRole('button', { name: 'PDF' }),
  );
  await settled();
  expect(chooseSave).toHaveBeenCalledWith('first-comparison.pdf', 'pdf');
  expect(writeReport).toHaveBeenCalledWith('e1', '/out/mine.pdf');
  expect(workbench.notices.all.map(({ message }) => message)).toEqual(['Wrote /out/mine.pdf']);
});

test('charts are written into a folder at the width of a paper', async () => {
  const writeFigures = vi.fn(() => Promise.resolve({ folder: '/out', files: ['a.svg', 'b.svg'] }));
  const { workbench } = await show({ writeFigures }, { chooseFolders: () => Promise.resolve(['/out']) });
  await fireEvent.change(screen.getByRole('combobox', { name: 'Width of a chart' }), { target: { value: '84' } });
  await fireEvent.click(screen.getByRole('button', { name: 'SVG' }));
  await settled();
  expect(writeFigures).toHaveBeenCalledWith('e1', '/out', { format: 'svg', width: 84 });
  expect(workbench.notices.all.map(({ message }) => message)).toEqual(['Wrote 2 charts to /out']);
});

test('runs are written for another program, and the notice says how to look at them', async () => {
  const exportRuns = vi.fn(() => Promise.resolve({ place: '/out/x.db', runs: 4, howToOpen: 'trackio show' }));
  const { workbench } = await show({ exportRuns }, { chooseFolders: () => Promise.resolve(['/out']) });
  await fireEvent.click(screen.getByRole('button', { name: 'Trackio' }));
  await settled();
  expect(exportRuns).toHaveBeenCalledWith('e1', 'trackio', '/out/first-comparison.db');
  expect(workbench.notices.all[0]!.message).toContain('trackio show');
});
