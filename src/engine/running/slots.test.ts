import { expect, test } from 'vitest';
import { openSlots } from './slots.ts';

test('a measurement of the machine has all slots or none, and what waited starts after it', () => {
  const slots = openSlots(() => 2);
  let started = 0;
  const giveOneBack = slots.take()!;
  expect(slots.takeAll()).toBeNull(); // something trains
  giveOneBack();
  const giveAllBack = slots.takeAll()!;
  expect(slots.take()).toBeNull();
  expect(slots.takeAll()).toBeNull();
  const start = (): void => {
    if (slots.take()) started++;
  };
  slots.addClaimant({ waits: () => started === 0, go: start });
  slots.offer();
  expect(started).toBe(0);
  giveAllBack();
  expect(started).toBe(1);
});
