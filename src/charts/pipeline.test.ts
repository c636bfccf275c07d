import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import PipelineGraph from './PipelineGraph.svelte';
import { placed, rowHeight, type PipelineNode } from './pipeline.ts';

const node = (id: string, methods: number[], after: string[], steps = 100): PipelineNode => ({
  id,
  title: id,
  detail: '2 runs',
  kind: 'learning',
  methods,
  steps,
  after,
});
const nodes = [
  node('plain final', [0], []),
  node('sweep', [1, 2], [], 400),
  node('mixture', [1], ['sweep'], 0),
  node('final', [1], ['mixture']),
  node('other mixture', [2], ['sweep'], 0),
  node('other final', [2], ['other mixture']),
];

test('a box stands right of all that must be done before it, and final runs line up', () => {
  const at = new Map(placed(nodes, 800, 100).nodes.map(({ id, x, y }) => [id, [x, y]]));
  const [first, second, third] = ['sweep', 'mixture', 'final'].map((id) => at.get(id)![0]!);
  expect([first! < second!, second! < third!]).toEqual([true, true]);
  expect(['plain final', 'other final'].map((id) => at.get(id)![0])).toEqual([third, third]);
});

test('what methods share is drawn once, in the row of the first, with a way to each', () => {
  const { nodes: boxes, edges, height } = placed(nodes, 800, 100);
  expect(boxes.filter(({ id }) => id === 'sweep').map(({ y, share }) => [y, share])).toEqual([[rowHeight, 1]]);
  expect(edges.map(({ id }) => id)).toEqual([
    'sweep mixture',
    'mixture final',
    'sweep other mixture',
    'other mixture other final',
  ]);
  expect(height).toBeGreaterThan(2 * rowHeight);
});

test('nothing to do is drawn as nothing', () => {
  expect(placed([], 800, 100)).toMatchObject({ nodes: [], edges: [] });
});

test('the same is a list for those who do not see it', () => {
  const labels = ['Stratified', 'Grid search', 'RegMix'].map((name) => ({ name, colour: 'red' }));
  render(PipelineGraph, { nodes, labels });
  const items = screen.getAllByRole('listitem').map((item) => item.textContent);
  expect(items[1]).toBe('sweep for Grid search and RegMix, 2 runs, 400 steps');
  expect(items[2]).toBe('mixture for Grid search, 2 runs, after sweep');
});
