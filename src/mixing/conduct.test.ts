import { expect, test } from 'vitest';
import { subjectRun } from './compose.ts';
import { conduct, type Entry } from './conduct.ts';
import { evaluate, note, train, type Ask, type Asks } from './method.ts';
import { worldOf } from './testing/world.ts';

const law = {
  law: 'linear-dynamic',
  A: [
    [0.003, 0.001],
    [0, 0.002],
  ],
  start: [5, 6],
  noise: 0.001,
} as const;
const setting = {
  groups: [
    { name: 'a', tokens: 10 },
    { name: 'b', tokens: 20 },
  ],
  steps: 200,
  batch: 8,
  seed: 1,
};
const run = () => subjectRun({ id: 'aioli' }, setting);
const freshWorld = () => worldOf(law, { batch: 8, seed: 1 });

async function recorded() {
  const world = freshWorld();
  const entries: Entry[] = [];
  const end = await conduct(run(), {
    transcript: [],
    answer: (ask) => world.answer(ask),
    record: (entry) => void entries.push(entry),
  });
  return { entries, end };
}

test('a transcript, as it is stored, replays to the same end without a single new answer', async () => {
  const { entries, end } = await recorded();
  const stored = JSON.parse(JSON.stringify(entries)) as Entry[];
  const replayed = await conduct(run(), {
    transcript: stored,
    answer: () => {
      throw new Error('nothing is left to answer');
    },
    record: () => {
      throw new Error('nothing is left to record');
    },
  });
  expect(replayed).toEqual(end);
});

test('a run broken off anywhere goes on to the same end and the same transcript', async () => {
  const { entries, end } = await recorded();
  for (const cut of [0, 1, 7, Math.floor(entries.length / 2), entries.length - 1]) {
    const world = freshWorld();
    for (const { ask } of entries.slice(0, cut)) world.answer(ask); // the trainer's checkpoint
    const rest: Entry[] = [];
    const resumed = await conduct(run(), {
      transcript: entries.slice(0, cut),
      answer: (ask) => world.answer(ask),
      record: (entry) => void rest.push(entry),
    });
    expect(resumed).toEqual(end);
    expect(rest).toEqual(entries.slice(cut));
  }
});

function* short(): Asks<number> {
  yield* note('p', 1, [0.5, 0.5]);
  yield* train(0, [0.5, 0.5], 10);
  return (yield* evaluate(0))[0]!;
}

test('an ask that differs from the stored one is named with its place', async () => {
  const transcript: Entry[] = [
    { ask: { ask: 'note', name: 'p', round: 1, value: [0.5, 0.5] }, answer: null },
    { ask: { ask: 'train', model: 0, proportions: [0.5, 0.5], steps: 20 }, answer: { counts: [], losses: [] } },
  ];
  await expect(conduct(short(), { transcript, answer: () => null, record: () => undefined })).rejects.toThrow(
    /ask 1 differs from the transcript: now .*"steps":10.*stored .*"steps":20/,
  );
});

test('notes are recorded but never asked, and numbers reach the method unaltered', async () => {
  const asked: Ask[] = [];
  const names: string[] = [];
  const result = await conduct(short(), {
    transcript: [],
    answer: (ask) => {
      asked.push(ask);
      return ask.ask === 'evaluate' ? { losses: [NaN] } : { counts: [40, 40], losses: [1, 1] };
    },
    record: ({ ask }, index) => void names.push(`${index} ${ask.ask}`),
  });
  expect(asked.map((ask) => ask.ask)).toEqual(['train', 'evaluate']);
  expect(names).toEqual(['0 note', '1 train', '2 evaluate']);
  expect(result).toBeNaN();
});

test('an answer that fails ends the conversation and leaves the record as it was', async () => {
  const entries: Entry[] = [];
  const failing = conduct(short(), {
    transcript: [],
    answer: () => Promise.reject(new Error('the trainer went away')),
    record: (entry) => void entries.push(entry),
  });
  await expect(failing).rejects.toThrow('the trainer went away');
  expect(entries.map((entry) => entry.ask.ask)).toEqual(['note']);
});
