/** Aioli with its law from gradients, in worlds whose law is known. */
import { expect, test } from 'vitest';
import { costOf, complaintsOf } from '../compose.ts';
import { resolveChoice } from '../knobs.ts';
import { gradientEstimate } from '../laws/provenance.ts';
import type { Ask, KnobValues, Matrix, NoteValue, Setting } from '../method.ts';
import { randomFor } from '#base/random';
import { conduct, type Entry } from '../conduct.ts';
import { Diverged } from '../diverged.ts';
import { worldOf, type Law, type World } from '../testing/world.ts';
import { aioli } from './aioli.ts';
import type { AioliKnobs } from './aioli-knobs.ts';
import { gradientSequences, roundsOf } from './aioli-rounds.ts';

const linear: Law = {
  law: 'linear-dynamic',
  A: [
    [0.02, 0.002, 0.005],
    [0, 0.015, 0.002],
    [0.007, 0.005, 0.025],
  ],
  start: [9, 9, 9],
};
const curved: Law = {
  law: 'log-linear-static',
  A: [
    [2, 0.5, 0.1],
    [0.2, 1.5, 0.3],
    [0, 0.4, 1.8],
  ],
  b: [1, 2, 1.5],
  c: [2.5, 3, 2],
  start: [9, 9, 9],
};

function settingOf(m: number, steps: number, more: Partial<Setting> = {}): Setting {
  const groups = Array.from({ length: m }, (_group, j) => ({ name: `group ${j + 1}`, tokens: 1000 }));
  return { groups, steps, totalSteps: steps, batch: 8, seed: 0, ...more };
}

const choiceOf = (knobs: KnobValues) => resolveChoice({ id: 'aioli', knobs: { lpEstimate: 'gradient', ...knobs } });
const knobsOf = (knobs: KnobValues) => choiceOf(knobs).knobs as unknown as AioliKnobs;

async function play(world: World, setting: Setting, choice: KnobValues) {
  const entries: Entry[] = [];
  world.answer({ ask: 'create', role: 'subject', steps: setting.steps, seed: 0 });
  const knobs = resolveChoice({ id: 'aioli', knobs: choice }).knobs as unknown as AioliKnobs;
  const p = await conduct(aioli.train(0, setting, knobs, randomFor(0, 'test')), {
    transcript: [],
    answer: (ask) => world.answer(ask),
    record: (entry) => void entries.push(entry),
  });
  const noted = (name: string): NoteValue[] =>
    entries.flatMap(({ ask }) => (ask.ask === 'note' && ask.name === name ? [ask.value] : []));
  return { p, noted, asks: entries.map(({ ask }) => ask) };
}

const gradient = (more: KnobValues = {}): KnobValues => ({ lpEstimate: 'gradient', ...more });
const in3 = (law: Law) => worldOf(law, { batch: 8, seed: 0 });
const relative = (found: Matrix, truth: Matrix) => {
  const norm = (A: Matrix) => Math.hypot(...A.flat());
  return norm(found.map((row, i) => row.map((a, j) => a - truth[i]![j]!))) / norm(truth);
};

test('where nothing curves the estimate is the true law over the steps of a lean, and moves p as measuring would', async () => {
  const estimated = await play(in3(linear), settingOf(3, 400), gradient({ updateSteps: 100, lpSteps: 5 }));
  const measured = await play(in3(linear), settingOf(3, 400), { updateSteps: 100, lpSteps: 5 });
  expect(estimated.noted('A')).toHaveLength(4);
  for (const A of estimated.noted('A') as Matrix[])
    expect(
      relative(
        A,
        linear.A.map((row) => row.map((a) => 5 * a)),
      ),
    ).toBeLessThan(1e-12);
  measured.p.forEach((share, j) => expect(estimated.p[j]).toBeCloseTo(share, 9));
});

test('where losses curve the estimate is their exact slope, and the measured law comes nearer to it as leans get shorter', async () => {
  const offBy = async (lpSteps: number): Promise<number> => {
    const knobs = { updateSteps: 400, lpSteps, lpRounds: 1, oneHotFactor: 1, skipRounds: 1 };
    const [estimated, measured] = [
      await play(in3(curved), settingOf(3, 800), gradient(knobs)),
      await play(in3(curved), settingOf(3, 800), knobs),
    ];
    return relative(estimated.noted('A')[0] as Matrix, measured.noted('A')[0] as Matrix);
  };
  const [short, long] = [await offBy(1), await offBy(30)];
  expect(short).toBeLessThan(0.02);
  expect(long).toBeGreaterThan(2 * short);
});

test('all steps are trained at the proportions chosen, and each law has two looks at other sequences', async () => {
  const { asks, noted } = await play(
    in3(linear),
    settingOf(3, 200, { validationSequences: 64 }),
    gradient({ updateSteps: 100 }),
  );
  expect(asks.flatMap((ask) => (ask.ask === 'train' ? [[ask.steps, ask.isMeasuring]] : []))).toEqual([
    [100, undefined],
    [100, undefined],
  ]);
  expect(asks.filter((ask) => ask.ask === 'evaluate')).toEqual([]);
  // A tenth of the time of 100 steps of 8 sequences, for gradients of 2 x 2 x 3 groups: 6 sequences each.
  const look = (subset: number): Ask => ({ ask: 'slopes', model: 0, steps: 4, sequences: 6, subset });
  expect(asks.filter((ask) => ask.ask === 'slopes')).toEqual([look(1), look(-1), look(2), look(-2)]);
  expect(noted('provenance')).toEqual([gradientEstimate, gradientEstimate]);
  expect(noted('subsetError')).toEqual([0, 0]);
});

test('how much the choice of sequences matters is that of the mean of both looks, relative to the falls', async () => {
  const world = in3(linear);
  const answer = (ask: Ask) => {
    const given = world.answer(ask);
    if (ask.ask !== 'slopes' || ask.subset > 0) return given;
    return { falls: (given as { falls: Matrix }).falls.map((row) => row.map((fall) => 1.1 * fall)) };
  };
  const { noted } = await play({ ...world, answer }, settingOf(3, 200), gradient());
  expect(noted('subsetError')[0]).toBeCloseTo(0.1 / 2 / Math.sqrt((1 + 1.21) / 2), 9);
  expect(
    relative(
      noted('A')[0] as Matrix,
      linear.A.map((row) => row.map((a) => 4 * 1.05 * a)),
    ),
  ).toBeLessThan(1e-12);
});

test('rounds pay for their gradients, leans mean nothing, and what gradients take is counted', () => {
  const setting = settingOf(7, 1000, { validationSequences: 64 });
  const choice = choiceOf({ oneHotFactor: 0 });
  expect(complaintsOf(choice, setting)).toEqual([]);
  // A tenth of a round pays for gradients of 2 x 2 x 7 groups' 4 sequences: 140 steps of 8.
  expect(roundsOf(setting, knobsOf({})).map(({ steps }) => steps)).toEqual([140, 140, 140, 140, 140, 140, 140, 20]);
  expect(roundsOf(setting, knobsOf({ updateSteps: 2 }))).toHaveLength(500);
  expect(gradientSequences(setting, knobsOf({}))).toBe(4);
  expect(gradientSequences(setting, knobsOf({ lpEvalFraction: 0.5 }))).toBe(16);
  // 8 laws of two looks; 2 x 4 of 64 sequences each, every gradient as long as three passes.
  const { measuringSteps, evaluations } = costOf(choice, setting);
  expect(measuringSteps).toBe(0);
  expect(evaluations).toBeCloseTo((8 * 2 * 2 * 4 * 3) / 64, 12);
});

test('the diagonal law keeps only own effects', async () => {
  const { noted } = await play(in3(linear), settingOf(3, 100), gradient({ diagonal: true }));
  const A = noted('A')[0] as Matrix;
  expect(A.flatMap((row, i) => row.filter((_a, j) => j !== i))).toEqual(Array(6).fill(0));
});

test('a gradient that is not finite keeps the proportions and warns; twice in a row ends the run', async () => {
  const failing = (rounds: readonly number[]): World => {
    const world = in3(linear);
    const answer = (ask: Ask) =>
      ask.ask === 'slopes' && rounds.includes(ask.subset)
        ? { falls: linear.A.map((row) => row.map(() => NaN)) }
        : world.answer(ask);
    return { ...world, answer };
  };
  const { noted } = await play(failing([1]), settingOf(3, 300), gradient({ updateSteps: 100 }));
  expect(noted('warning')).toEqual(['A gradient was not finite; the proportions stay as they were.']);
  expect((noted('p') as number[][])[0]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  expect(noted('subsetError')).toHaveLength(2); // of rounds 2 and 3
  await expect(play(failing([1, 2]), settingOf(3, 300), gradient({ updateSteps: 100 }))).rejects.toBeInstanceOf(
    Diverged,
  );
});
