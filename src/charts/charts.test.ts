import { fireEvent, render as mount, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import LawHeatmap from './LawHeatmap.svelte';
import LossLines from './LossLines.svelte';
import ProportionArea from './ProportionArea.svelte';
import { heatScaleOver } from './scale.ts';
import { groupLook } from './series.ts';

const names = ['law', 'code', 'speeches'];
const groups = names.map((name, index) => groupLook(name, index));
const matrix = [
  [2.2, -0.4, 0.7],
  [0.1, 3.1, 0.3],
  [0.5, -0.2, 2.7],
];
const heatmap = {
  groups: names,
  matrix,
  scale: heatScaleOver([matrix]),
  label: 'Law of Aioli, seed 0',
  describe: (row: number, column: number, value: number) => `${names[column]!} on ${names[row]!}: ${String(value)}`,
};
const lines = groups.map((group, index) => ({
  ...group,
  id: group.name,
  points: [0, 100, 200].map((step) => ({ step, value: 5 - step / 100 + index })),
}));
const points = [
  { step: 0, asked: [0.2, 0.3, 0.5], drawn: [0, 0, 0] },
  { step: 100, asked: [0.1, 0.7, 0.2], drawn: [0.25, 0.25, 0.5] },
];

test('the cursor of a loss chart moves by keys and reads every line at its step', async () => {
  mount(LossLines, { lines, steps: 200, label: 'Validation loss' });
  const chart = screen.getByRole('slider', { name: 'Validation loss' });
  await fireEvent.keyDown(chart, { key: 'ArrowLeft' });
  expect(chart.getAttribute('aria-valuetext')).toBe('Step 100: law 4.000, code 5.000, speeches 6.000');
  await fireEvent.keyDown(chart, { key: 'Home' });
  expect(chart.getAttribute('aria-valuenow')).toBe('0');
});

test('proportions under the cursor are those that held there', () => {
  mount(ProportionArea, { groups, points, steps: 200, label: 'Proportions', cursor: 99 });
  expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe(
    'Step 99: law 20.0 percent, code 30.0 percent, speeches 50.0 percent',
  );
});

test('a heatmap is a grid: arrows move, the cell under focus is read in words, the edge holds', async () => {
  mount(LawHeatmap, heatmap);
  const grid = screen.getByRole('grid', { name: heatmap.label });
  const current = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
  await fireEvent.focus(grid);
  expect(current()?.getAttribute('aria-label')).toBe('law on law: 2.2');
  await fireEvent.keyDown(grid, { key: 'ArrowRight' });
  await fireEvent.keyDown(grid, { key: 'ArrowUp' });
  expect(current()?.getAttribute('aria-label')).toBe('code on law: -0.4');
  await fireEvent.keyDown(grid, { key: 'End', ctrlKey: true });
  await fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(current()?.getAttribute('aria-label')).toBe('speeches on speeches: 2.7');
  await fireEvent.keyDown(grid, { key: 'Escape' });
  expect(current()).toBeNull();
});

test('losses and proportions zoom into the same steps, and what lies outside is cut off', () => {
  const range = [20, 40] as const;
  const points = Array.from({ length: 11 }, (_, i) => ({ step: i * 10, value: 5 - i / 10 }));
  const onRange = vi.fn();
  const { container } = mount(LossLines, {
    lines: [{ ...groupLook('law', 0), id: 'law', points }],
    bands: [
      {
        id: 'band',
        colour: 'red',
        points: points.map(({ step, value }) => ({ step, low: value - 1, high: value + 1 })),
      },
    ],
    steps: 100,
    label: 'Loss',
    range,
    onRange,
  });
  expect(container.querySelector('clipPath')).toBeTruthy();
  expect(container.querySelector('path.line')!.getAttribute('d')!.split('L')).toHaveLength(5); // 10 to 50
  expect(container.querySelectorAll('path.band')).toHaveLength(1);
  expect(container.textContent).toContain('step 20');
  const chart = container.querySelector('svg')!;
  void fireEvent.keyDown(chart, { key: '0' });
  expect(onRange).toHaveBeenLastCalledWith(null);
  const area = mount(ProportionArea, {
    groups: [groupLook('law', 0), groupLook('code', 1)],
    points: points.map(({ step }) => ({ step, asked: [0.5, 0.5] })),
    steps: 100,
    label: 'Proportions',
    range,
  });
  expect(area.container.textContent).toContain('step 20');
});
