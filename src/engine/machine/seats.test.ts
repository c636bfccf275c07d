import { expect, test } from 'vitest';
import { environmentOf, type LaunchOptions, type LaunchTrainer } from '../trainer-process.ts';
import { cardsOf, freestCard, seated } from './seats.ts';

function scene(cards: readonly string[]) {
  const asked: LaunchOptions[] = [];
  const launch: LaunchTrainer = (_hear, options = {}) => {
    asked.push(options);
    return { call: {} as never, pid: 1, close: () => undefined };
  };
  return { asked, launch: seated(launch, () => cards) };
}

test('trainers get one card each before any card has two, and a card that is free again first', () => {
  const { asked, launch } = scene(['0', '1']);
  const [first] = [launch(() => undefined), launch(() => undefined), launch(() => undefined)];
  expect(asked.map(({ card }) => card)).toEqual(['0', '1', '0']);
  first.close();
  first.close(); // twice is once
  launch(() => undefined);
  launch(() => undefined);
  expect(asked.map(({ card }) => card).slice(3)).toEqual(['0', '1']);
});

test('without cards a trainer starts as it is, with the threads it was asked for', () => {
  const { asked, launch } = scene([]);
  launch(() => undefined, { threads: 2 });
  expect(asked).toEqual([{ threads: 2 }]);
  expect(freestCard([], [])).toBeUndefined();
});

test('cards are those of the driver unless a person has named some, and none may be named', () => {
  expect(cardsOf(undefined, () => '0\n1\n')).toEqual(['0', '1']);
  expect(cardsOf('3, 5', () => '0\n1\n')).toEqual(['3', '5']);
  expect(cardsOf('-1', () => '0\n')).toEqual([]);
  expect(cardsOf(undefined, () => '')).toEqual([]);
});

test('a trainer is told its threads and its card, and leaves memory of the card to others', () => {
  expect(environmentOf({})).toEqual({});
  expect(environmentOf({ threads: 2, card: '1' })).toEqual({
    AIOLI_TRAINER_THREADS: '2',
    CUDA_VISIBLE_DEVICES: '1',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  });
});
