import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShards, type Shards } from '#corpus/shards';
import { freshFolder, settingOn } from './testing/small-trainer.ts';
import { openValidation, type ValidationState } from './validation-sampler.ts';

let shards: readonly Shards[];
beforeAll(() => {
  shards = settingOn(freshFolder(), 'cpu').groups.map(({ folder, name }) => openShards(folder, name));
});
afterAll(() => shards.forEach((group) => group.close()));

const open = (state?: ValidationState) => openValidation({ shards, context: 8, seed: 1, state });

test('draws equally from every group, whatever the sizes of the draws', () => {
  const sampler = open();
  for (let i = 0; i < 4; i++) sampler.draw(3);
  expect(sampler.state()).toEqual({ turn: 0, used: [6, 6] });
});

test('goes on from a state with the sequences that would have come', () => {
  const whole = open();
  whole.draw(5);
  const state = JSON.parse(JSON.stringify(whole.state())) as ValidationState;
  expect(open(state).draw(300)).toEqual(whole.draw(300));
});
