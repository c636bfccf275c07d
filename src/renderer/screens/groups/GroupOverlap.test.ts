import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { EngineApi, OverlapReport } from '#contract/api';
import { group } from '../../testing/groups.ts';
import { anOverlapReport } from '../../testing/overlap.ts';
import { plainWorkbench } from '../../testing/plain.ts';
import GroupOverlap from './GroupOverlap.svelte';

async function show(report: OverlapReport | null, calls: Partial<EngineApi> = {}) {
  const { workbench } = plainWorkbench({
    listGroups: () => Promise.resolve([group('law'), group('code')]),
    knownOverlap: () => Promise.resolve(report),
    ...calls,
  });
  await workbench.open(false);
  render(GroupOverlap, { workbench });
  return workbench;
}

test('groups that were not compared say why they should be, and are compared on demand', async () => {
  await show(null, { checkOverlap: () => Promise.resolve(anOverlapReport()) });
  await fireEvent.click(await screen.findByRole('button', { name: 'Compare the groups' }));
  expect(await screen.findByRole('heading', { name: 'How much of each group stands in another' })).toBeTruthy();
});

test('a cell of the map is a sentence, and Enter shows near duplicates with their common words marked', async () => {
  await show(anOverlapReport());
  const map = await screen.findByRole('grid', { name: /Overlap of groups/ });
  const told =
    'law in code: 12.5 % of its sequences of 8 words also occur there; one document is the same, 3 documents are nearly the same.';
  expect(within(map).getByRole('gridcell', { name: told })).toBeTruthy();
  map.focus();
  await fireEvent.keyDown(map, { key: 'ArrowDown' });
  await fireEvent.keyDown(map, { key: 'Home' });
  await fireEvent.keyDown(map, { key: 'ArrowRight' });
  await fireEvent.keyDown(map, { key: 'ArrowUp' });
  await fireEvent.keyDown(map, { key: 'Enter' });
  const dialog = await screen.findByRole('dialog', { name: 'law and code' });
  const documents = within(dialog).getAllByRole('article');
  expect(documents.map((one) => one.getAttribute('aria-label'))).toEqual([
    'law, training, document 4',
    'code, test, document 9',
  ]);
  expect(documents.map((one) => one.querySelector('mark')?.textContent.trim())).toEqual([
    'the parties agree to mend',
    'the parties agree to mend',
  ]);
});

test('leaks have a plain verdict, worst first, and clean pairs are not listed', async () => {
  await show(anOverlapReport());
  expect(
    await screen.findByText(/1 of 8 pairs leak: losses on that held-out text look better than they are/),
  ).toBeTruthy();
  const rows = within(screen.getByRole('table', { name: 'Leaks into held-out text' })).getAllByRole('row');
  const cells = rows.slice(1).map((row) =>
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent.trim()),
  );
  expect(cells).toEqual([
    ['code, test', 'law', '40', '1', '3', '10.0', 'leaks', 'An example'],
    ['law, validation', 'code', '200', '0', '1', '0.5', 'a little', ''],
  ]);
});

test('groups without leaks are said to be clean', async () => {
  const report = anOverlapReport();
  await show({ ...report, leaks: report.leaks.map((leak) => ({ ...leak, verdict: 'clean' as const })) });
  expect(await screen.findByText(/Clean: no held-out document of any group stands in training text/)).toBeTruthy();
});
