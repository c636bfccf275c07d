import { expect, test } from 'vitest';
import { randomFor, type Random } from '#base/random';
import { Refusal } from '#base/refusal';
import { costOf, complaintsOf, requireFit } from '../compose.ts';
import { conduct, type Entry } from '../conduct.ts';
import { Diverged } from '../diverged.ts';
import { resolveChoice } from '../knobs.ts';
import type { Ask, KnobValues, Losses, Matrix, NoteValue, Setting } from '../method.ts';
import { parseSimulation, simulate } from '../simulate.ts';
import { scriptedWorld, worldOf, type World } from '../testing/world.ts';
import { aioli } from './aioli.ts';
import type { AioliKnobs } from './aioli-knobs.ts';
import { cost, evaluationFraction, roundsOf } from './aioli-rounds.ts';

function settingOf(m: number, steps: number, more: Partial<Setting> = {}): Setting {
  const groups = Array.from({ length: m }, (_group, j) => ({ name: `group ${j + 1}`, tokens: 1000 }));
  return { groups, steps, totalSteps: steps, batch: 8, seed: 0, ...more };
}

const knobsOf = (knobs: KnobValues, preset?: string) =>
  resolveChoice({ id: 'aioli', knobs, ...(preset !== undefined && { preset }) }).knobs as unknown as AioliKnobs;

async function play(world: World, setting: Setting, knobs: KnobValues, random: Random = randomFor(0, 'test')) {
  const entries: Entry[] = [];
  world.answer({ ask: 'create', role: 'subject', steps: setting.steps, seed: 0 });
  const p = await conduct(aioli.train(0, setting, knobsOf(knobs), random), {
    transcript: [],
    answer: (ask) => world.answer(ask),
    record: (entry) => void entries.push(entry),
  });
  const noted = (name: string): NoteValue[] =>
    entries.flatMap(({ ask }) => (ask.ask === 'note' && ask.name === name ? [ask.value] : []));
  return { p, noted, asks: entries.map((entry) => entry.ask) };
}

function expectNear(found: unknown, expected: readonly number[] | Matrix, tolerance = 1e-6) {
  const [a, b] = [[found].flat(2) as number[], [expected].flat(2)];
  expect(a).toHaveLength(b.length);
  a.forEach((x, k) => expect(Math.abs(x - b[k]!)).toBeLessThan(tolerance));
}

/** Shuffles into the orders given, one after the other. */
function scriptedOrders(...orders: number[][]): Random {
  return { ...randomFor(0, 'unused'), shuffled: <T>(items: readonly T[]) => orders.shift()!.map((k) => items[k]!) };
}

const A3 = [
  [0.08, 0.01, 0.02],
  [0, 0.06, 0.01],
  [0.03, 0.02, 0.1],
];
const perStep = (A: Matrix, q: number) => A.map((row) => row.map((a) => a / q));

test('a round in a scripted world gives the worked law and proportions (spec 6.2, A1)', async () => {
  const world = scriptedWorld([
    [4, 5],
    [3.99, 4.96],
    [3.95, 4.95],
    [3.92, 4.945],
    [3.91, 4.915],
  ]);
  const knobs = { updateSteps: 40, lpRounds: 2, lpSteps: 4, oneHotFactor: 0.625, eta: 0.2 };
  const { p, noted } = await play(world, settingOf(2, 40), knobs, scriptedOrders([1, 0], [0, 1]));
  expectNear(noted('beta')[0], [
    [0.035, 0.01],
    [0.0075, 0.035],
  ]);
  expectNear(noted('A')[0], [
    [0.0725, -0.0275],
    [-0.03375, 0.07625],
  ]);
  expectNear(noted('Abar')[0], [
    [0.477528, 0.02809],
    [0, 0.494382],
  ]);
  expect(noted('order')).toEqual([
    [
      [1, 0],
      [0, 1],
    ],
  ]);
  expectNear(p, [0.497753, 0.502247]);
});

test.each([
  ['egd', 0.5, [0.331494, 0.320231, 0.348275]],
  ['repo', 0.5, [0.331494, 0.320231, 0.348275]],
])('a simulated round reaches the worked proportions in the form %s (spec 6.2, A2)', async (form, eta, p) => {
  const raw = [
    [0.132, -0.036, 0.012],
    [-0.034, 0.126, -0.018],
    [-0.01, -0.058, 0.174],
  ];
  const plan = parseSimulation({
    groups: ['a', 'b', 'c'],
    world: { law: 'linear-dynamic', A: perStep(raw, 4), start: [9, 9, 9] },
    method: { id: 'aioli', knobs: { updateSteps: 50, lpRounds: 2, lpSteps: 4, oneHotFactor: 0.5, eta, form } },
    steps: 50,
    seed: 3,
  });
  const { trajectory, notes } = await simulate(plan);
  expect(trajectory).toHaveLength(1);
  expect(trajectory[0]!.step).toBe(24);
  expectNear(trajectory[0]!.proportions, p);
  expectNear(notes.find((note) => note.name === 'A')!.value, raw);
});

test.each(['realised', 'nominal'])(
  'a linear world gives back its law exactly, solved with %s shares',
  async (solveWith) => {
    const world = worldOf({ law: 'linear-dynamic', A: perStep(A3, 5), start: [9, 9, 9] }, { batch: 8, seed: 0 });
    const knobs = { updateSteps: 60, lpRounds: 3, lpSteps: 5, oneHotFactor: 0.7, solveWith };
    const { noted } = await play(world, settingOf(3, 180), knobs);
    expect(noted('A')).toHaveLength(3);
    for (const A of noted('A')) expectNear(A, A3, 1e-9);
  },
);

test('with whole sequences only the realised shares give the law back', async () => {
  const lawOf = async (solveWith: string) => {
    const law = { law: 'linear-dynamic', A: perStep(A3, 3), start: [9, 9, 9] } as const;
    const world = worldOf(law, { batch: 4, seed: 0, realised: true });
    const knobs = { updateSteps: 60, lpRounds: 2, lpSteps: 3, oneHotFactor: 0.7, solveWith };
    const { noted } = await play(world, settingOf(3, 60, { batch: 4 }), knobs);
    return noted('A')[0] as Matrix;
  };
  expectNear(await lawOf('realised'), A3, 1e-9);
  const nominal = await lawOf('nominal');
  expect(Math.max(...nominal.flatMap((row, i) => row.map((a, j) => Math.abs(a - A3[i]![j]!))))).toBeGreaterThan(1e-3);
});

test('moves towards the group whose data lowers the summed loss most', async () => {
  const law = {
    law: 'linear-dynamic',
    A: [
      [0.001, 0],
      [0, 0.003],
    ],
    start: [9, 9],
  } as const;
  const { p } = await play(worldOf(law, { batch: 8, seed: 0 }), settingOf(2, 400), {});
  expect(p[1]).toBeGreaterThan(0.6);
});

test('a lean of 1 trains on one group at a time and needs no solving', async () => {
  const world = worldOf({ law: 'linear-dynamic', A: perStep(A3, 2), start: [9, 9, 9] }, { batch: 8, seed: 0 });
  const { noted, asks } = await play(world, settingOf(3, 30), {
    updateSteps: 30,
    lpRounds: 1,
    lpSteps: 2,
    oneHotFactor: 1,
  });
  const leant = asks.flatMap((ask) => (ask.ask === 'train' && ask.isMeasuring ? [ask.proportions] : []));
  expect(leant.map((p) => [...p].sort())).toEqual(Array(3).fill([0, 0, 1]));
  expectNear(noted('A')[0], A3, 1e-9);
});

test('the diagonal law looks only at own effects, whatever the lean (spec 7, Q5)', async () => {
  const world = () => worldOf({ law: 'linear-dynamic', A: perStep(A3, 4), start: [9, 9, 9] }, { batch: 8, seed: 0 });
  for (const oneHotFactor of [0.5, 1]) {
    const { noted } = await play(world(), settingOf(3, 50), { updateSteps: 50, diagonal: true, oneHotFactor });
    const A = noted('A')[0] as Matrix;
    expect(A.flatMap((row, i) => row.filter((_a, j) => j !== i))).toEqual(Array(6).fill(0));
  }
});

test('the last round is short, and too short a round is trained without measuring', () => {
  const knobs = knobsOf({ updateSteps: 100, lpRounds: 2, lpSteps: 4 });
  const shape = (steps: number) => roundsOf(settingOf(3, steps), knobs).map((round) => [round.steps, round.measures]);
  expect(shape(230)).toEqual([
    [100, true],
    [100, true],
    [30, true],
  ]);
  expect(shape(224).at(-1)).toEqual([24, false]);
  expect(shape(225).at(-1)).toEqual([25, true]);
});

test('skipped rounds train at the start without measuring', async () => {
  const world = worldOf({ law: 'linear-dynamic', A: perStep(A3, 4), start: [9, 9, 9] }, { batch: 8, seed: 0 });
  const { asks, noted } = await play(world, settingOf(3, 200), { updateSteps: 100, skipRounds: 1 });
  expect(asks.filter((ask) => ask.ask !== 'note')[0]).toEqual({
    ask: 'train',
    model: 0,
    proportions: [1 / 3, 1 / 3, 1 / 3],
    steps: 100,
  });
  expect(noted('A')).toHaveLength(1);
});

test('a share of the validation set is the same within a round and changes between rounds', async () => {
  const world = worldOf({ law: 'linear-dynamic', A: perStep(A3, 4), start: [9, 9, 9] }, { batch: 8, seed: 0 });
  const { asks } = await play(world, settingOf(3, 200), { updateSteps: 100, lpRounds: 1, lpEvalFraction: 0.25 });
  const subsets = asks.flatMap((ask) => (ask.ask === 'evaluate' ? [[ask.fraction, ask.subset]] : []));
  const [first, second] = [Array<number[]>(4).fill([0.25, 1]), Array<number[]>(4).fill([0.25, 2])];
  // Before and after the first measurement other sequences are looked at, to see how much the choice matters.
  expect(subsets).toEqual([[0.25, -1], ...first, [0.25, -1], ...second]);
});

test('validating while measuring takes a fifth of the time of training, unless said otherwise', () => {
  const setting = settingOf(7, 1000, { validationSequences: 64 });
  // Rounds of 56/0.3 = 187 steps of 8 sequences, 15 passes of 7 groups: 0.2 * 187 * 8 * 3 / 15 / 7 = 8.5 sequences.
  expect(evaluationFraction(setting, knobsOf({}))).toBe(8 / 64);
  expect(evaluationFraction(setting, knobsOf({ lpEvalFraction: 0.5 }))).toBe(0.5);
  expect(evaluationFraction(settingOf(7, 1000), knobsOf({}))).toBe(1);
  const forward = cost(setting, knobsOf({})).evaluations * 64 * 7;
  expect(forward / 3 / (1000 * 8)).toBeLessThan(0.25);
});

test('how far the choice of validation sequences blurs the falls is measured once', async () => {
  const noise = 0.01;
  const law = { law: 'linear-dynamic', A: perStep(A3, 4), start: [9, 9, 9], noise } as const;
  const { noted } = await play(worldOf(law, { batch: 8, seed: 3 }), settingOf(3, 300), {
    updateSteps: 100,
    lpEvalFraction: 0.25,
  });
  // 24 steps of measuring; each fall carries the noise of two validations.
  const fall = Math.hypot(...A3.map((row) => (24 * row.reduce((a, b) => a + b, 0)) / 3 / 4)) / Math.sqrt(3);
  expect(noted('subsetError')).toHaveLength(1);
  expect(noted('subsetError')[0]).toBeGreaterThan((noise / fall) * 0.3);
  expect(noted('subsetError')[0]).toBeLessThan((noise / fall) * 4);
});

/** A world whose validation fails in the rounds named. */
function failing(rounds: readonly number[], evaluationsPerRound: number): World {
  const world = worldOf({ law: 'linear-dynamic', A: perStep(A3, 4), start: [9, 9, 9] }, { batch: 8, seed: 0 });
  let evaluations = 0;
  const answer = (ask: Ask) => {
    const given = world.answer(ask);
    if (ask.ask !== 'evaluate') return given;
    const round = Math.floor(evaluations++ / evaluationsPerRound) + 1;
    return rounds.includes(round) ? { losses: [NaN, 9, 9] as Losses } : given;
  };
  return { ...world, answer };
}

test('a round with losses that are not numbers keeps the proportions and warns', async () => {
  const { noted } = await play(failing([2], 7), settingOf(3, 300), { updateSteps: 100 });
  const [first, second, third] = noted('p') as number[][];
  expect(second).toEqual(first);
  expect(third).not.toEqual(first);
  expect(noted('warning')).toEqual(['A validation loss was not finite; the proportions stay as they were.']);
});

test('two such rounds in a row end the run', async () => {
  await expect(play(failing([2, 3], 7), settingOf(3, 300), { updateSteps: 100 })).rejects.toBeInstanceOf(Diverged);
});

test('losses that only rise give a warning', async () => {
  const rising = A3.map((row) => row.map((a) => -a - 0.01));
  const world = worldOf({ law: 'linear-dynamic', A: rising, start: [9, 9, 9] }, { batch: 8, seed: 0 });
  const { noted } = await play(world, settingOf(3, 100), { updateSteps: 100 });
  expect(noted('warning')).toEqual(['No segment lowered any loss; the estimated law says little.']);
});

test.each([
  ['uniform', [1 / 3, 1 / 3, 1 / 3]],
  ['prior', [0.2, 0.3, 0.5]],
])('after another method it starts from %s (spec 7, Q6)', async (startFrom, start) => {
  const world = worldOf({ law: 'linear-dynamic', A: perStep(A3, 4), start: [9, 9, 9] }, { batch: 8, seed: 0 });
  const { p } = await play(world, settingOf(3, 100, { prior: [0.2, 0.3, 0.5] }), {
    updateSteps: 100,
    eta: 0,
    startFrom,
  });
  expectNear(p, start);
});

test.each([
  [2, 5000, 180, 640],
  [3, 5000, 260, 1440],
  [7, 40_000, 3000, 28_000],
])(
  'the published settings for %i groups cost %i steps and %i validation passes (spec 1.6)',
  (m, steps, passes, measuring) => {
    const resolved = resolveChoice({ id: 'aioli', preset: `aioli-official-m${m}` });
    expect(costOf(resolved, settingOf(m, steps))).toEqual({
      learningSteps: 0,
      measuringSteps: measuring,
      finalSteps: steps,
      evaluations: passes,
    });
  },
);

const refused = (m: number, steps: number, knobs: KnobValues, more: Partial<Setting> = {}) => {
  try {
    requireFit(resolveChoice({ id: 'aioli', knobs }), settingOf(m, steps, more), 'methods.1');
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.details.field];
  }
  return null;
};

test('steps that do not fit and leans that show nothing are refused with their field', () => {
  const steps = ['steps_do_not_fit', 'methods.1.knobs.updateSteps'];
  const lean = ['lean_too_small', 'methods.1.knobs.oneHotFactor'];
  expect(refused(3, 400, { updateSteps: 24, lpRounds: 2, lpSteps: 4 })).toEqual(steps);
  expect(refused(3, 400, { updateSteps: 25, lpRounds: 2, lpSteps: 4 })).toBeNull();
  expect(refused(3, 20, {})).toEqual(steps);
  expect(refused(3, 250, { updateSteps: 100, strict: true })).toEqual(steps);
  expect(refused(3, 400, { oneHotFactor: 1 / 3 })).toEqual(lean);
  expect(refused(3, 400, { oneHotFactor: 1 })).toBeNull();
  // two sequences a batch cannot lean towards the third group in one step
  expect(refused(3, 400, { oneHotFactor: 0.4, lpSteps: 1 }, { batch: 2 })).toEqual(lean);
  expect(refused(3, 400, { evaluationWeights: [1, -1, 1] })).toEqual([
    'proportions_invalid',
    'methods.1.knobs.evaluationWeights',
  ]);
});

test('measuring over half of every round is only a warning', () => {
  const found = complaintsOf(resolveChoice({ id: 'aioli', preset: 'aioli-official-m7' }), settingOf(7, 40_000));
  expect(found.map((complaint) => [complaint.severity, complaint.message])).toEqual([
    ['warning', 'Measuring takes 70 % of every round.'],
  ]);
});

test('rounds chosen automatically keep measuring at 30 % or less', () => {
  for (const [m, steps] of [
    [2, 400],
    [3, 5000],
    [7, 2000],
  ] as const) {
    const cost = costOf(resolveChoice({ id: 'aioli' }), settingOf(m, steps));
    expect(cost.measuringSteps).toBeGreaterThan(0);
    expect(cost.measuringSteps / steps).toBeLessThanOrEqual(0.3 + 0.05); // a short last round may measure as much
  }
});
