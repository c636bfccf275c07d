import { expect, test } from 'vitest';
import { complaintsOf, subjectRun } from '../compose.ts';
import { conduct, type Entry } from '../conduct.ts';
import { resolveChoice } from '../knobs.ts';
import type { MethodChoice } from '../method.ts';
import { worldOf } from '../testing/world.ts';
import { availabilityCaps, capComplaints, epochWarning } from './availability.ts';

/** 100 steps x 8 sequences x 10 tokens = 8000 tokens. */
const groups = [
  { name: 'law', tokens: 500 },
  { name: 'code', tokens: 20_000 },
];
const setting = { groups, steps: 100, totalSteps: 100, batch: 8, context: 10, seed: 0 };

test('caps are what the text allows (spec 2.15)', () => {
  expect(availabilityCaps(setting, 4)).toEqual([0.25, 1]);
  const { context: _context, ...unknown } = setting;
  expect(availabilityCaps(unknown, 4)).toEqual([1, 1]);
  expect(capComplaints(setting, 4, 'maxEpochs')).toEqual([]);
  const small = { ...setting, groups: [groups[0]!, groups[0]!] };
  expect(capComplaints(small, 4, 'maxEpochs').map((found) => found.knob)).toEqual(['maxEpochs']);
});

test('a mixture that passes over a group too often is named', () => {
  expect(epochWarning(setting, [0.25, 0.75])).toBeNull();
  expect(epochWarning(setting, [0.5, 0.5])).toBe('The run passes over "law" 8.0 times.');
});

test('known shares are warned of before the run, learnt ones after learning', async () => {
  const warned = (choice: MethodChoice) => complaintsOf(resolveChoice(choice), setting).map((found) => found.severity);
  expect(warned({ id: 'custom', knobs: { weights: [1, 1] } })).toEqual(['warning']);
  expect(warned({ id: 'custom', knobs: { weights: [1, 9] } })).toEqual([]);
  expect(warned({ id: 'natural' })).toEqual([]);
  const law = {
    law: 'linear-dynamic',
    A: [
      [0.01, 0],
      [0, 0.001],
    ],
    start: [9, 9],
  } as const;
  const world = worldOf(law, { batch: 8, seed: 0 });
  const entries: Entry[] = [];
  await conduct(subjectRun(resolveChoice({ id: 'grid-search' }), setting), {
    transcript: [],
    answer: (ask) => world.answer(ask),
    record: (entry) => void entries.push(entry),
  });
  const warnings = entries.flatMap(({ ask }) => (ask.ask === 'note' && ask.name === 'warning' ? [ask.value] : []));
  expect(warnings).toEqual(['The run passes over "law" 14.4 times.']);
});
