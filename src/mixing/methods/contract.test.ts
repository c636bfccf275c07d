/** What every method must hold to, whatever it computes. A new method is covered as soon as it is listed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOnSimplex } from '#base/simplex';
import { complaintsOf, costOf, subjectRun } from '../compose.ts';
import { conduct, type Entry } from '../conduct.ts';
import { Diverged } from '../diverged.ts';
import { resolveChoice } from '../knobs.ts';
import type { Answer, Ask, KnobValues, Losses, Method, Proportions } from '../method.ts';
import { worldOf } from '../testing/world.ts';
import { methods } from './index.ts';

/** Knobs without which a method cannot run, or would take long. */
const required: Readonly<Record<string, (m: number) => KnobValues>> = {
  ado: () => ({ fitEvery: 90 }),
  'data-mixing-laws': () => ({ starts: 8 }),
  olmix: () => ({ starts: 8 }),
  regmix: () => ({ draws: 2000, best: 16 }),
  custom: (m) => ({ weights: Array.from({ length: m }, (_weight, j) => j + 1) }),
};

function scene(id: string, m: number, steps: number, seed = 1) {
  const groups = Array.from({ length: m }, (_group, j) => ({ name: `group ${j + 1}`, tokens: 1000 * (j + 1) }));
  const choice = resolveChoice({ id, knobs: required[id]?.(m) ?? {} });
  const setting = { groups, steps, batch: 8, seed };
  const A = groups.map((_row, i) => groups.map((_column, j) => (i === j ? 0.002 * (i + 1) : 0.0005 * (j % 2))));
  const law = { law: 'linear-dynamic', A, start: groups.map(() => 9), noise: 1e-4 } as const;
  return { choice, setting, world: worldOf(law, { batch: 8, seed, realised: true }) };
}

async function play(
  { choice, setting, world }: ReturnType<typeof scene>,
  bend: (ask: Ask, answer: Answer) => Answer = (_ask, answer) => answer,
  transcript: readonly Entry[] = [],
) {
  const entries: Entry[] = [];
  const { proportions, model } = await conduct(subjectRun(choice, setting), {
    transcript,
    answer: (ask) => bend(ask, world.answer(ask)),
    record: (entry) => void entries.push(entry),
  });
  const trained = entries.flatMap(({ ask }) => (ask.ask === 'train' ? [ask] : []));
  const subjectSteps = trained.filter((ask) => ask.model === model).reduce((sum, ask) => sum + ask.steps, 0);
  return { proportions, entries, trained, subjectSteps };
}

const lastProportions = (entries: readonly Entry[]): Proportions =>
  entries.flatMap(({ ask }) => (ask.ask === 'train' ? [ask.proportions] : [])).at(-1)!;

const all: readonly Method[] = methods;

describe.each(all.map((method) => [method.id, method] as const))('%s', (id, method) => {
  test('asks the same with the same seed', async () => {
    expect((await play(scene(id, 3, 400))).entries).toEqual((await play(scene(id, 3, 400))).entries);
  });

  test('replays its stored transcript to the same end', async () => {
    const { entries, proportions } = await play(scene(id, 3, 400));
    const stored = JSON.parse(JSON.stringify(entries)) as Entry[];
    const again = await play(scene(id, 3, 400), undefined, stored);
    expect(again.proportions).toEqual(proportions);
    expect(again.entries).toEqual([]);
  });

  test('stays on the simplex and trains its subject for exactly the steps given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 60, max: 700 }), async (m, steps) => {
        const given = scene(id, m, steps);
        fc.pre(complaintsOf(given.choice, given.setting).every((found) => found.severity === 'warning'));
        const { proportions, trained, subjectSteps } = await play(given);
        expect(subjectSteps).toBe(steps);
        expect(trained.every((ask) => ask.steps > 0 && isOnSimplex(ask.proportions))).toBe(true);
        expect(isOnSimplex(proportions)).toBe(true);
      }),
      { numRuns: 40, seed: 5 },
    );
  }, 60_000);

  test('costs what it asks for', async () => {
    const given = scene(id, 3, 457);
    const { entries, trained, subjectSteps } = await play(given);
    const evaluations = entries.reduce((sum, { ask }) => sum + (ask.ask === 'evaluate' ? (ask.fraction ?? 1) : 0), 0);
    const total = trained.reduce((sum, ask) => sum + ask.steps, 0);
    const inTrials = entries.reduce(
      (sum, { ask }) => sum + (ask.ask === 'trials' ? ask.trials.reduce((all, trial) => all + trial.steps, 0) : 0),
      0,
    );
    expect(costOf(given.choice, given.setting)).toMatchObject({
      learningSteps: total - subjectSteps + inTrials,
      measuringSteps: trained.reduce((sum, ask) => sum + (ask.isMeasuring === true ? ask.steps : 0), 0),
      finalSteps: subjectSteps,
      ...(inTrials === 0 && { evaluations }),
    });
  });

  test('with one group trains it alone and estimates nothing', async () => {
    const { proportions, entries } = await play(scene(id, 1, 50));
    expect(proportions).toEqual([1]);
    expect(entries.some(({ ask }) => ask.ask === 'evaluate' || ask.ask === 'trials' || ask.ask === 'probe')).toBe(
      false,
    );
  });

  test('never lets losses that are not numbers into the proportions', async () => {
    let asked = 0;
    const spoil = (_ask: Ask, answer: Answer): Answer => {
      if (answer === null || !('losses' in answer) || !isEvaluation(_ask) || ++asked !== 2) return answer;
      return { losses: (answer.losses as Losses).map((loss, i) => (i === 0 ? NaN : loss)) };
    };
    const { entries } = await play(scene(id, 3, 400), spoil);
    expect(isOnSimplex(lastProportions(entries))).toBe(true);
  });

  test('ends as diverged, or goes on, when no loss is ever a number', async () => {
    const spoil = (ask: Ask, answer: Answer): Answer => (isEvaluation(ask) ? { losses: [NaN, NaN, NaN] } : answer);
    const { entries, error } = await play(scene(id, 3, 400), spoil).then(
      (played) => ({ entries: played.entries, error: null }),
      (reason: unknown) => ({ entries: [], error: reason }),
    );
    if (error === null) expect(isOnSimplex(lastProportions(entries))).toBe(true);
    else expect(error).toBeInstanceOf(Diverged);
  });

  test('tells a form everything about its knobs', () => {
    for (const knob of Object.values(method.knobs)) {
      expect(knob.label).not.toBe('');
      expect(knob.help).toMatch(/\.$/);
      if (knob.type === 'number' || knob.type === 'integer') {
        expect(knob.default).toBeGreaterThanOrEqual(knob.range[0]);
        expect(knob.default).toBeLessThanOrEqual(knob.range[1]);
      }
    }
    for (const preset of Object.keys(method.presets)) expect(() => resolveChoice({ id, preset })).not.toThrow();
  });
});

test('a group with no weight is never trained on', async () => {
  const given = scene('custom', 3, 60);
  const choice = resolveChoice({ id: 'custom', knobs: { weights: [1, 0, 1] } });
  const { entries } = await play({ ...given, choice });
  for (const { ask, answer } of entries)
    if (ask.ask === 'train') expect((answer as { counts: readonly number[] }).counts[1]).toBe(0);
});

function isEvaluation(ask: Ask): boolean {
  return ask.ask === 'evaluate';
}
