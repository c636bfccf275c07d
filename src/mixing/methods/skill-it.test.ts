import { expect, test } from 'vitest';
import { columnSums, transposed } from '#base/linear-algebra';
import { complaintsOf, costOf } from '../compose.ts';
import { resolveChoice } from '../knobs.ts';
import type { KnobValues, Matrix } from '../method.ts';
import { parseSimulation, simulate } from '../simulate.ts';
import { schedule } from './skill-it.ts';
import { influences, lawAt, multiplied, windowed, windowSum } from './skill-it-law.ts';

function expectNear(found: unknown, expected: readonly number[] | Matrix, tolerance = 1e-6) {
  const [a, b] = [[found].flat(2) as number[], [expected].flat(2)];
  expect(a).toHaveLength(b.length);
  a.forEach((x, k) => expect(Math.abs(x - b[k]!)).toBeLessThan(tolerance));
}

const S1 = influences(
  [
    [10.9, 10.87],
    [10.9, 10.87],
  ],
  [
    [2.642, 5.19],
    [3.61, 3.055],
  ],
);

test('the graph holds relative falls of the losses (spec 6.3, S1)', () => {
  expectNear(transposed(S1), [
    [0.757615, 0.522539],
    [0.668807, 0.718951],
  ]);
});

test('a window of losses gives the worked proportions (spec 6.3, S2)', () => {
  const losses = [
    [10.2, 10.3],
    [6.1, 6.6],
    [4.4, 5],
    [3.9, 4.4],
  ];
  const after = (n: number, w: number) => windowed(S1, windowSum(losses.slice(0, n), w), 0.2);
  expectNear(windowed(S1, [1, 1], 0.2), [0.49462, 0.50538]);
  expectNear(columnSums(S1, windowSum(losses.slice(0, 2), 3)), [21.18003, 23.051836], 1e-5);
  expectNear(after(2, 3), [0.407488, 0.592512]);
  expectNear(after(3, 3), [0.379276, 0.620724]);
  expectNear(after(4, 3), [0.407876, 0.592124]);
  expectNear(after(4, 1), [0.47413, 0.52587]);
  expectNear(
    lawAt(losses[3]!, S1),
    [
      [2.954697, 2.608349],
      [2.299172, 3.163385],
    ],
    1e-5,
  );
});

test('three groups, windowed and cumulative (spec 6.3, S3)', () => {
  const G = transposed([
    [0.757593, 0.428301, 0.522238],
    [0.422608, 0.641635, 0.479694],
    [0.671289, 0.498539, 0.721436],
  ]);
  const losses = [3.9, 4.9, 4.5];
  expectNear(windowed(G, [1, 1, 1], 0.2), [0.332779, 0.322028, 0.345193]);
  expectNear(columnSums(G, losses), [7.403359, 6.950806, 8.30733], 1e-5);
  expectNear(windowed(G, losses, 0.2), [0.321375, 0.293564, 0.385061]);
  expectNear(multiplied([0.2, 0.3, 0.5], G, losses, 0.2), [0.186372, 0.255366, 0.558262]);
});

const A = [
  [0.004, 0.001],
  [0, 0.006],
];
const world = { law: 'linear-dynamic', A, start: [9, 8] };
const played = async (method: object, steps = 100) =>
  simulate(parseSimulation({ groups: ['a', 'b'], world, method, steps, seed: 0 }));

test("in a linear world the graph times the start losses is the world's law", async () => {
  const { notes } = await played({ id: 'skill-it', knobs: { graphSteps: 20 } });
  const G = notes.find((note) => note.name === 'G')!.value as Matrix;
  expectNear(
    lawAt(world.start, G),
    A.map((row) => row.map((a) => 20 * a)),
    1e-9,
  );
});

test('a given graph is read as its rows are declared, and nothing is learnt', async () => {
  const graph = [
    [0.5, 0.1],
    [0, 0.9],
  ];
  const noted = async (knobs: KnobValues) => {
    const { notes, cost } = await played({ id: 'skill-it', knobs });
    return [notes.find((note) => note.name === 'G')!.value, cost.learningSteps];
  };
  expect(await noted({ graph, graphRows: 'evaluated' })).toEqual([graph, 0]);
  expect(await noted({ graph, graphRows: 'trained' })).toEqual([transposed(graph), 0]);
  await expect(played({ id: 'skill-it', knobs: { graph } })).rejects.toMatchObject({
    details: { field: 'method.knobs.graphRows' },
  });
});

const setting = (steps: number, m = 2) => ({
  groups: Array.from({ length: m }, (_group, j) => ({ name: `group ${j + 1}`, tokens: 1000 })),
  steps,
  totalSteps: steps,
  batch: 8,
  seed: 0,
});

test('the published timing evaluates one step late, so the first update sees two evaluations (spec 2.7)', () => {
  const choice = resolveChoice({ id: 'skill-it', preset: 'official-m2-m3' });
  let step = 0;
  const times: string[] = [];
  for (const event of schedule(setting(5000), choice.knobs as never))
    if (event.what === 'train') step += event.steps;
    else times.push(`${event.what} ${step}`);
  expect(times.slice(0, 7)).toEqual([
    'evaluate 1',
    'evaluate 251',
    'update 500',
    'evaluate 501',
    'evaluate 751',
    'update 1000',
    'evaluate 1001',
  ]);
  expect(times.at(-1)).toBe('evaluate 4751');
});

test('seven groups of 40 000 steps learn the graph in 2857 steps each (spec 1.6)', () => {
  const cost = costOf(resolveChoice({ id: 'skill-it' }), setting(40_000, 7));
  expect(cost.learningSteps).toBe(7 * 2857);
});

test('a learning budget shortens the graph runs, and one that pays no run is refused', () => {
  const choice = resolveChoice({ id: 'skill-it', knobs: { graphSteps: 100 } });
  expect(costOf(choice, { ...setting(100), learningBudget: 50 }).learningSteps).toBe(50);
  expect(complaintsOf(choice, { ...setting(100), learningBudget: 1 }).map((found) => found.code)).toEqual([
    'steps_do_not_fit',
  ]);
});

test('Aioli follows a running Skill-It (spec 2.10.6)', async () => {
  const method = {
    id: 'aioli',
    knobs: { priorSteps: 60, updateSteps: 40 },
    after: { id: 'skill-it', knobs: { updateSteps: 20 } },
  };
  const { trajectory, cost } = await played(method);
  expect(trajectory.map((point) => point.step)).toEqual([0, 20, 40, 76]);
  expect(cost.finalSteps).toBe(100);
});
