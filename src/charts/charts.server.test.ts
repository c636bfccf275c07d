import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import CostBar from './CostBar.svelte';
import DifferenceBar from './DifferenceBar.svelte';
import HeatLegend from './HeatLegend.svelte';
import Interval from './Interval.svelte';
import LawHeatmap from './LawHeatmap.svelte';
import LossLines from './LossLines.svelte';
import LossSurface from './LossSurface.svelte';
import ParallelMixtures from './ParallelMixtures.svelte';
import ProportionArea from './ProportionArea.svelte';
import ProportionBar from './ProportionBar.svelte';
import Scatter from './Scatter.svelte';
import Sparkline from './Sparkline.svelte';
import TimeLines from './TimeLines.svelte';
import { heatScaleOver } from './scale.ts';
import { groupLook, type Line } from './series.ts';

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
const lines: readonly Line[] = groups.map((group, index) => ({
  ...group,
  id: group.name,
  points: [0, 100, 200].map((step) => ({ step, value: 5 - step / 100 + index })),
}));
const points = [
  { step: 0, asked: [0.2, 0.3, 0.5], drawn: [0, 0, 0] },
  { step: 100, asked: [0.1, 0.7, 0.2], drawn: [0.25, 0.25, 0.5] },
];
const cost = {
  parts: [
    { name: 'reference', steps: 300, kind: 'learning' },
    { name: 'proxy', steps: 300, kind: 'learning' },
    { name: 'final', steps: 300, kind: 'final' },
  ],
  limit: 1200,
  label: 'DoReMi',
};
const scatter = {
  points: [
    { id: 'a', x: 2.1, y: 2.2, colour: 'var(--group-0)', label: 'law' },
    {
      id: 'b',
      x: 2.5,
      y: 2.4,
      colour: 'var(--group-1)',
      label: 'code',
      isHeld: true,
      name: 'code',
      errorX: 0.1,
      errorY: 0.2,
    },
  ],
  xTitle: 'predicted',
  yTitle: 'measured',
  label: 'Predicted against measured',
};
/** A law whose optimum lies inside: every group is helped by its own share. */
const surface = (k: number) => ({
  groups: Array.from({ length: k }, (_, index) => groups[index] ?? groupLook(`group ${String(index)}`, index)),
  predict: (p: readonly number[]) => p.map((share) => 2 + Math.exp(-3 * share)),
  runs: [
    { id: 'a', proportions: Array.from({ length: k }, () => 1 / k), losses: Array.from({ length: k }, () => 2.4) },
  ],
  optimum: {
    proportions: Array.from({ length: k }, () => 1 / k),
    intervals: Array.from({ length: k }, () => [0.2, 0.6] as const),
  },
  label: 'Predicted loss',
});

test.each([
  ['CostBar', CostBar, cost],
  ['Scatter', Scatter, { ...scatter, line: 'identity', isInteractive: false }],
  ['Scatter of residuals', Scatter, { ...scatter, line: 'zero', isInteractive: false }],
  ['LossSurface of two groups', LossSurface, { ...surface(2), isInteractive: false }],
  ['LossSurface of three groups', LossSurface, { ...surface(3), isInteractive: false }],
  ['LossLines', LossLines, { lines, steps: 200, label: 'Validation loss', isInteractive: false }],
  ['ProportionArea', ProportionArea, { groups, points, steps: 200, label: 'Proportions', isInteractive: false }],
  ['LawHeatmap', LawHeatmap, { ...heatmap, isInteractive: false, hasSums: true }],
  ['HeatLegend', HeatLegend, { scale: heatmap.scale, unit: 'nats' }],
  ['ProportionBar', ProportionBar, { groups, proportions: [0.2, 0.3, 0.5], label: 'Aioli' }],
  ['Sparkline', Sparkline, { values: [1, -2, 3], label: 'History' }],
  ['DifferenceBar', DifferenceBar, { verdict: { better: 0.9, equal: 0.08, worse: 0.02 }, label: 'Aioli' }],
  ['Interval', Interval, { mean: -0.2, halfWidth: 0.1, limit: 1, label: 'Aioli' }],
] as const)('%s renders without a window', (_name, component, props) => {
  const { body } = render(component, { props: props as never });
  expect(body).toContain('<svg');
  expect(body).not.toMatch(/NaN|undefined/);
});

test.each([
  ['no line', []],
  ['a line without points', [{ ...lines[0]!, points: [] }]],
  ['one point', [{ ...lines[0]!, points: [{ step: 0, value: 5.5 }] }]],
  ['equal values', [{ ...lines[0]!, points: [0, 1].map((step) => ({ step, value: 2 })) }]],
])('losses draw %s without a number that is none', (_case, some) => {
  for (const isLog of [false, true]) {
    const { body } = render(LossLines, { props: { lines: some, steps: 100, label: 'Loss', isLog } });
    expect(body).not.toMatch(/NaN|Infinity/);
  }
});

test('values stand in cells while they fit', () => {
  const cells = (k: number, width: number) => {
    const some = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => i - j + 0.25));
    const props = { ...heatmap, groups: some.map((_, i) => `group ${String(i)}`), matrix: some, width };
    return (
      render(LawHeatmap, { props: { ...props, scale: heatScaleOver([some]) } }).body.match(/class="value/g)?.length ?? 0
    );
  };
  expect([cells(3, 560), cells(20, 560), cells(20, 1600)]).toEqual([9, 0, 400]);
});

test('many cells are drawn on a canvas, and the row that is read stays a row of a grid with its place in it', () => {
  const some = Array.from({ length: 51 }, () => new Array<number>(51).fill(0.5));
  const props = {
    ...heatmap,
    groups: some.map((_, i) => `g${String(i)}`),
    matrix: some,
    active: { row: 7, column: 3 },
  };
  const { body } = render(LawHeatmap, { props });
  expect(body).toContain('<canvas');
  expect(body.match(/role="gridcell"/g)).toHaveLength(51);
  expect(body).toContain('aria-rowcount="52"');
  expect(body).toContain('aria-rowindex="9"');
  const inDocument = render(LawHeatmap, { props: { ...props, isInteractive: false } }).body;
  expect(inDocument).not.toContain('<canvas');
  expect(inDocument.match(/role="gridcell"/g)).toHaveLength(51 * 51);
});

test('a missing entry is crossed out, an entry of uncertain sign hatched, a history drawn where there is room', () => {
  const props = { ...heatmap, matrix: [[1, NaN, 1], [1, 1, 1], [1, 1, 1]] }; // prettier-ignore
  expect(render(LawHeatmap, { props }).body.match(/class="cross/g)).toHaveLength(1);
  const isUnsure = (row: number, column: number) => row === 0 && column < 2;
  expect(render(LawHeatmap, { props: { ...props, isUnsure } }).body.match(/-unsure\)/g)).toHaveLength(1);
  const history = () => [1, -1, NaN, 2];
  expect(render(LawHeatmap, { props: { ...props, history } }).body.match(/class="history/g)).toHaveLength(8);
  expect(render(LawHeatmap, { props: { ...props, history, width: 150 } }).body).not.toContain('class="history');
});

test('where methods went is drawn over predicted losses: a path and its end per method, for two groups and for three', () => {
  for (const k of [2, 3]) {
    const some = groups.slice(0, k);
    const path = {
      name: 'Aioli',
      colour: 'red',
      dash: '',
      points: [some.map(() => 1 / k), some.map((_, i) => +(i === 0))],
    };
    const props = {
      groups: some,
      predict: (p: readonly number[]) => p.map((share) => 3 - share),
      runs: [],
      optimum: { proportions: some.map(() => 1 / k) },
      paths: [path],
      label: 'Loss',
    };
    const { body } = render(LossSurface, { props });
    expect(body.match(/class="path/g)).toHaveLength(1);
    expect(body).toContain('Aioli, end of the run');
  }
});

test('mixtures of many groups have an axis per group, a line per method and one for the best', () => {
  const many = Array.from({ length: 20 }, (_, i) => `group number ${String(i)}`);
  const even = many.map(() => 0.05);
  const props = {
    groups: many,
    optimum: { proportions: even, intervals: even.map(() => [0, 0.1] as const) },
    label: 'Mixtures',
  };
  const path = { name: 'Aioli', colour: 'red', dash: '', points: [even] };
  const { body } = render(ParallelMixtures, { props: { ...props, paths: [path] } });
  expect(body.match(/class="axis/g)).toHaveLength(21); // the axis at the left is one more
  expect(body.match(/class="interval/g)).toHaveLength(20);
  expect(body).not.toMatch(/NaN|undefined/);
});

test('lines over time draw zero when it is inside, and a line of one point as a dot', () => {
  const line = (values: readonly (number | null)[]) => ({
    ...groups[0]!,
    id: 'a',
    points: values.map((value, step) => ({ step, value })),
  });
  const draw = (values: readonly (number | null)[]) =>
    render(TimeLines, { props: { lines: [line(values)], end: 2, words: String, unit: 'nats', label: 'Effect' } }).body;
  expect(draw([1, -1, null])).toContain('class="zero');
  expect(draw([1])).toContain('<circle');
  expect(draw([])).not.toMatch(/NaN|undefined/);
});

test('a legend shows the half that the data uses, with its limits', () => {
  const limits = (matrices: number[][][]) =>
    render(HeatLegend, { props: { scale: heatScaleOver(matrices), unit: 'nats' } }).body;
  expect(limits([[[0.5]]])).toContain('from 0 to 0.50 nats');
  expect(limits([[[0.5, -1.5]]])).toContain('from −1.50 to +1.50 nats');
});

test('a cost is told in steps of each part, and nothing is drawn of a part without steps', () => {
  const parts = [...cost.parts, { name: 'measuring', steps: 0, kind: 'measuring' as const }];
  const { body } = render(CostBar, { props: { ...cost, parts } as never });
  expect(body).toContain('DoReMi: 300 reference, 300 proxy, 300 final, 900 steps in all');
  expect(body).not.toContain('measuring');
});

test('a scatter without points, or with points that are no numbers, draws its axes', () => {
  for (const points of [[], [{ ...scatter.points[0]!, x: NaN }]])
    expect(render(Scatter, { props: { ...scatter, points } }).body).not.toMatch(/NaN|Infinity/);
});

test('predictions of more than three groups have no picture; those of three name the optimum in words', () => {
  expect(render(LossSurface, { props: surface(4) }).body).not.toContain('<svg');
  expect(render(LossSurface, { props: surface(3) }).body).toContain(
    'law 33.3 %, code 33.3 %, speeches 33.3 %: 2.368 nats per token',
  );
});
