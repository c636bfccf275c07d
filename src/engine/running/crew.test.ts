import { expect, test } from 'vitest';
import { Loss } from '#base/refusal';
import type { TrainerApi } from '#contract/trainer';
import { handOf, workThrough, type Crew, type Hand } from './crew.ts';
import { openSlots } from './slots.ts';

const own = handOf({} as TrainerApi, 1);

function crew(slots: number, options: Partial<Crew> = {}): Crew {
  return {
    slots: openSlots(() => slots),
    sliceSeconds: 1,
    isWantedToRest: () => false,
    hire: () => Promise.resolve({ call: {} as TrainerApi, pid: 1, close: () => undefined }),
    onHelperLost: () => undefined,
    ...options,
  };
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('every job is done once, by as many hands as there are slots and one', async () => {
  const done: number[] = [];
  let [now, most] = [0, 0];
  const perform = async (job: number): Promise<boolean> => {
    most = Math.max(most, ++now);
    await soon();
    now--;
    done.push(job);
    return true;
  };
  await workThrough([0, 1, 2, 3, 4, 5, 6, 7], own, perform, crew(2));
  expect(done.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('a helper that is lost puts its job back, and the own hand does it', async () => {
  const done: number[] = [];
  const perform = async (job: number, hand: Hand): Promise<boolean> => {
    await soon();
    if (hand !== own) throw new Loss('gone');
    done.push(job);
    return true;
  };
  const told: unknown[] = [];
  await workThrough([0, 1, 2, 3], own, perform, crew(2, { onHelperLost: (error) => told.push(error) }));
  expect(done.sort()).toEqual([0, 1, 2, 3]);
  expect(told[0]).toBeInstanceOf(Loss);
});

test('of several jobs that fail the first in the list is blamed, whoever was faster', async () => {
  const perform = async (job: number): Promise<boolean> => {
    for (let i = 0; i < (job === 1 ? 5 : 1); i++) await soon();
    if (job > 0) throw new Error(`job ${job}`);
    return true;
  };
  await expect(workThrough([0, 1, 2, 3], own, perform, crew(3))).rejects.toThrow('job 1');
});

test('a crew that is wanted to rest leaves the rest of the list', async () => {
  let done = 0;
  const isWantedToRest = (): boolean => done >= 3;
  const perform = async (): Promise<boolean> => {
    await soon();
    done++;
    return true;
  };
  await workThrough([0, 1, 2, 3, 4, 5, 6, 7, 8], own, perform, crew(1, { isWantedToRest }));
  expect(done).toBeLessThan(6);
});

test('a helper makes room for a run that waits, and a slot that becomes free is used', async () => {
  const { slots, ...rest } = crew(1);
  let waits = false;
  let runs = 0;
  slots.addClaimant({
    waits: () => waits,
    go: () => {
      const release = slots.take();
      if (!release) return;
      waits = false;
      runs++;
      setImmediate(release);
    },
  });
  const byHelper: number[] = [];
  const perform = async (job: number, hand: Hand): Promise<boolean> => {
    await soon();
    if (hand !== own) byHelper.push(job);
    if (byHelper.length === 1 && runs === 0) waits = true;
    return true;
  };
  const jobs = Array.from({ length: 40 }, (_job, n) => n);
  await workThrough(jobs, own, perform, { slots, ...rest });
  expect(runs).toBe(1);
  expect(byHelper.length).toBeGreaterThan(2);
});
