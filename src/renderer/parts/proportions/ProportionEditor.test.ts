import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { aMixtureSetting } from '../../testing/mixtures.ts';
import ProportionEditor from './ProportionEditor.svelte';
import type { MixtureSetting } from './setting.ts';

const sizes = { law: 400_000, code: 100_000, math: 100_000, news: 10_000 };
const four = Object.keys(sizes);

function show(weights: readonly number[], groups: readonly string[] = four, changes: Partial<MixtureSetting> = {}) {
  const heard: (readonly number[])[] = [];
  const setting = aMixtureSetting(sizes, changes);
  const props = { groups, weights, setting, onchange: (next: readonly number[]) => heard.push(next) };
  const { rerender } = render(ProportionEditor, props);
  return { heard, take: (next: readonly number[]) => rerender({ ...props, weights: next }) };
}
const field = (group: string) =>
  screen.getByRole<HTMLInputElement>('textbox', { name: `Share of ${group} in percent` });
const shown = (groups = four) => groups.map((group) => field(group).value);
async function type(group: string, text: string) {
  await fireEvent.input(field(group), { target: { value: text } });
  await fireEvent.keyDown(field(group), { key: 'Enter' });
}

test('shares as shown sum to exactly 100', () => {
  show([1, 1, 1], four.slice(0, 3));
  expect(shown(four.slice(0, 3))).toEqual(['33.4', '33.3', '33.3']);
});

test('a typed fraction is kept exactly, and the others keep their proportions', async () => {
  const { heard } = show([4, 2, 1, 1]);
  await type('law', '1/3');
  expect(heard).toEqual([[2, 2, 1, 1]]);
  expect(shown()).toEqual(['33.3', '33.3', '16.7', '16.7']);
  expect(screen.getByRole('row', { name: /law/ }).textContent).toContain('1/3');
});

test('a locked share stays, and what it leaves is said', async () => {
  const { heard } = show([2, 1, 1, 1]);
  await fireEvent.click(screen.getByRole('button', { name: 'Lock the share of law' }));
  await type('code', '50');
  expect(shown()).toEqual(['40.0', '50.0', '5.0', '5.0']);
  await type('code', '90 %');
  expect(shown()).toEqual(['40.0', '60.0', '0.0', '0.0']);
  expect(screen.getByRole('status').textContent).toBe('Locked groups leave at most 60.0 % to code.');
  await type('code', '30');
  expect(shown()).toEqual(['40.0', '30.0', '15.0', '15.0']);
  expect(heard.at(-1)).toEqual([8, 6, 3, 3]);
});

test('what cannot be read is said and changes nothing', async () => {
  const { heard } = show([1, 1, 1, 1]);
  await type('law', 'a lot');
  expect(screen.getByRole('status').textContent).toMatch(/^law: Type a percentage such as 33.3, a fraction/);
  await fireEvent.keyDown(field('law'), { key: 'Escape' });
  expect(shown()).toEqual(['25.0', '25.0', '25.0', '25.0']);
  expect(heard).toEqual([]);
});

test('one part per group sets them all', async () => {
  const { heard } = show([1, 1, 1, 1]);
  await type('math', '4:3:2:1');
  expect(heard).toEqual([[4, 3, 2, 1]]);
});

test('borders and shares are moved by key, and the sum stays 100', async () => {
  show([1, 1, 1, 1]);
  const border = screen.getByRole('slider', { name: 'Border between law and code' });
  await fireEvent.keyDown(border, { key: 'ArrowRight' });
  expect(shown()).toEqual(['26.0', '24.0', '25.0', '25.0']);
  expect(border.getAttribute('aria-valuetext')).toBe('law 26.0 %, code 24.0 %');
  await fireEvent.keyDown(border, { key: 'ArrowLeft', shiftKey: true });
  expect(shown()).toEqual(['25.9', '24.1', '25.0', '25.0']);
  await fireEvent.keyDown(border, { key: 'Home' });
  expect(shown()).toEqual(['0.0', '50.0', '25.0', '25.0']);
  await fireEvent.keyDown(field('math'), { key: 'PageUp' });
  expect(shown().reduce((sum, share) => sum + Math.round(Number(share) * 10), 0)).toBe(1000);
  expect(field('math').value).toBe('35.0');
});

test('shares that an edit pushed to 0 come back in their proportions when it goes back', async () => {
  show([1, 2, 1, 1]);
  await fireEvent.keyDown(field('law'), { key: 'PageUp' });
  await type('law', '100');
  expect(shown()).toEqual(['100.0', '0.0', '0.0', '0.0']);
  await type('law', '20');
  expect(shown()).toEqual(['20.0', '40.0', '20.0', '20.0']);
});

test('usual shares: equal, by tokens, by their square root', async () => {
  const { heard } = show([1, 2, 3], four.slice(0, 3));
  await fireEvent.click(screen.getByRole('button', { name: 'By tokens' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Equal' }));
  await fireEvent.click(screen.getByRole('button', { name: '√ tokens' }));
  expect(heard).toEqual([
    [4, 1, 1],
    [1, 1, 1],
    [2, 1, 1],
  ]);
});

test('sizes that are not known leave mixtures by size out of reach', () => {
  show([1, 1], ['law', 'poems']);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'By tokens' }).disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Equal' }).disabled).toBe(false);
});

test('each share says its tokens and passes, and a small group that repeats is warned of', () => {
  show([97, 1, 1, 1]);
  const cells = within(screen.getByRole('row', { name: /news/ })).getAllByRole('cell');
  expect(cells.slice(-2).map((cell) => cell.textContent.trim())).toEqual(['10.0\u2009k', '1.00']);
  expect(screen.queryByText(/learned by heart/)).toBeNull();
});

test.each([
  ['often', 6, 'news is read 6.0 times. Beyond 4 times it begins to be learned by heart. At most 4.0 % keeps it to 4.'],
  [
    'far too often',
    50,
    'news is read 50 times. After about 40 times, text teaches nothing more. At most 4.0 % keeps it to 4.',
  ],
])('a group that is read %s has its advice', (_how, percent, advice) => {
  show([100 - percent, 0, 0, percent]);
  expect(screen.getByText(advice)).toBeTruthy();
});

test('a known mixture stands beside, with what was really drawn, and can be taken over', async () => {
  const shares = { law: 0.4, code: 0.3, math: 0.2, news: 0.1 };
  const drawn = { law: 0.41, code: 0.29, math: 0.2, news: 0.1 };
  const known = [{ id: 'a', title: 'Aioli, one seed', section: 'First comparison', shares, drawn }];
  const { heard } = show([1, 1, 1, 1], four, { known });
  await fireEvent.change(screen.getByRole('combobox', { name: 'Compare with' }), { target: { value: 'a' } });
  const row = within(screen.getByRole('row', { name: /law/ })).getAllByRole('cell');
  expect(row.map((cell) => cell.textContent.trim())).toContain('41.0');
  expect(
    screen.getByRole('img', { name: 'Aioli, one seed: law 40.0 %, code 30.0 %, math 20.0 %, news 10.0 %' }),
  ).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Take over' }));
  expect(heard).toEqual([[4, 3, 2, 1]]);
});

test('three groups are a point in a triangle, moved by key', async () => {
  const { heard } = show([1, 1, 2], four.slice(0, 3));
  const triangle = screen.getByRole('slider', { name: /Mixture of three groups/ });
  await fireEvent.keyDown(triangle, { key: 'ArrowRight' });
  expect(heard).toEqual([[12, 13, 25]]);
  expect(triangle.getAttribute('aria-valuetext')).toBe('law 24.0 %, code 26.0 %, math 50.0 %');
});

test('too few weights, as a file may hold them, are shown as they are', () => {
  show([1, 3]);
  expect(shown()).toEqual(['25.0', '75.0', '0.0', '0.0']);
});

test('weights that change elsewhere are taken, and locks stay', async () => {
  const { take, heard } = show([1, 1, 1, 1]);
  await fireEvent.click(screen.getByRole('button', { name: 'Lock the share of law' }));
  await take([4, 2, 2, 2]);
  expect(shown()).toEqual(['40.0', '20.0', '20.0', '20.0']);
  expect(screen.getByRole('button', { name: 'Lock the share of law', pressed: true })).toBeTruthy();
  expect(heard).toEqual([]);
});

test('a mixture is pasted over all shares, and one that does not fit is said', async () => {
  const { heard } = show([1, 1, 1, 1]);
  const paste = (text: string) => fireEvent.paste(field('law'), { clipboardData: { getData: () => text } });
  await paste('{"law": 4, "code": 3, "math": 2, "news": 1}');
  expect(heard).toEqual([[4, 3, 2, 1]]);
  await paste('{"law": 4}');
  expect(screen.getByRole('status').textContent).toBe('The pasted mixture names no code, math, news.');
});

test('a mixture file is read into the shares', async () => {
  const { heard } = show([1, 1, 1, 1], four, { readFile: () => Promise.resolve([0.1, 0.2, 0.3, 0.4]) });
  await fireEvent.click(screen.getByRole('button', { name: 'Read a mixture file…' }));
  await expect.poll(() => heard).toEqual([[1, 2, 3, 4]]);
});
