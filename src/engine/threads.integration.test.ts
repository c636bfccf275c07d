/** The threads that an experiment names reach every trainer of its runs, whatever else the machine does. */
import { expect, test } from 'vitest';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine } from './engine.ts';
import { diagnose } from './machine/doctor.ts';
import { freshFolder, smallExperiment, writeGroupText } from './testing/small-experiment.ts';
import { launchTrainer, type LaunchOptions, type LaunchTrainer } from './trainer-process.ts';

const { backends } = await diagnose(freshFolder());
const hasLibrary = backends.some(({ backend, usable }) => backend === 'tensorflow' && usable);

/** A sweep, whose trials are lent to idle slots, and a run at fixed proportions. */
const sweep: ExperimentInput = {
  ...smallExperiment,
  groups: [...smallExperiment.groups],
  training: { ...smallExperiment.training, steps: 30 },
  methods: [{ id: 'grid-search', knobs: { trialSteps: 30 } }, { id: 'stratified' }],
  backend: 'tensorflow',
  threads: 3,
};

async function found(experiment: ExperimentInput, slots: number) {
  const folder = freshFolder();
  const asked: LaunchOptions[] = [];
  const launch: LaunchTrainer = (hear, options = {}) => {
    asked.push(options);
    return launchTrainer(hear, options);
  };
  const engine = await openEngine({ folder, launch });
  for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(folder, name));
  await engine.setSlots(slots);
  asked.length = 0; // nothing has trained yet
  const { id } = await engine.startExperiment(experiment);
  await engine.idle();
  const runs = await engine.listRuns();
  const losses = (await engine.comparison(id)).rows.map(({ runs: own }) => own.map(({ testLosses }) => testLosses));
  const devices = await Promise.all(runs.map(async (run) => (await engine.runMachine(run.id)).device));
  await engine.close();
  return {
    ids: runs.map((run) => run.id).toSorted(),
    losses,
    devices,
    threads: asked.map((options) => options.threads),
  };
}

test.skipIf(!hasLibrary)(
  'runs have the threads of their experiment, one slot or three, to the last digit',
  async () => {
    const [alone, shared] = [await found(sweep, 1), await found(sweep, 3)];
    expect(shared.losses).toEqual(alone.losses);
    expect(shared.ids).toEqual(alone.ids);
    expect(alone.devices.every((device) => device?.includes('3 threads'))).toBe(true);
    const trainers = shared.threads.filter((threads) => threads !== undefined);
    expect(trainers.length).toBeGreaterThan(2); // helpers, too
    expect(new Set(trainers)).toEqual(new Set([3]));
  },
);

test.skipIf(!hasLibrary)('other threads are other runs; a backend without a choice of them has the same', async () => {
  const { threads: _threads, ...usual } = { ...sweep, methods: [{ id: 'stratified' }] };
  const one = { ...usual, training: { ...usual.training, steps: 2 } };
  const idsOf = async (changes: Partial<ExperimentInput>) => (await found({ ...one, ...changes }, 1)).ids;
  expect(await idsOf({ threads: 1 })).not.toEqual(await idsOf({}));
  expect(await idsOf({ threads: 1, backend: 'wasm' })).toEqual(await idsOf({ backend: 'wasm' }));
});
