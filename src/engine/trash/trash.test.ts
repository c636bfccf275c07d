/** The trash over a real engine with runs of a known law: what goes, what comes back, what is shared. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import { freshFolder, smallExperiment, writeGroupText } from '../testing/small-experiment.ts';
import { launchWorldTrainer } from '../testing/world-trainer.ts';

async function workspace(work: (engine: Engine, folder: string) => Promise<void>, folder = freshFolder()) {
  const engine = await openEngine({ folder, launch: launchWorldTrainer });
  try {
    for (const name of smallExperiment.groups)
      if (!(await engine.listGroups()).some((group) => group.name === name))
        await engine.addGroup(writeGroupText(folder, name));
    await work(engine, folder);
  } finally {
    await engine.close();
  }
}

const start = async (engine: Engine, name = 'small') => {
  const { id } = await engine.startExperiment({ ...smallExperiment, name, groups: [...smallExperiment.groups] });
  await engine.idle();
  return id;
};
const names = async (engine: Engine) => (await engine.listGroups()).map(({ name }) => name).sort();

test('a removed group goes to the trash with its size, and undo puts it back as it was', () =>
  workspace(async (engine, folder) => {
    const before = await engine.listGroups();
    await engine.removeGroup(before[0]!.id);
    expect(await names(engine)).toEqual(['b']);
    expect(await engine.listTrash()).toMatchObject([{ kind: 'group', title: 'a', problem: null }]);
    expect((await engine.listTrash())[0]!.bytes).toBeGreaterThan(before[0]!.bytes / 2);
    expect(await engine.history()).toMatchObject({ undo: 'remove a' });
    await engine.undo();
    expect(await engine.listGroups()).toEqual(before);
    await engine.redo();
    expect(await names(engine)).toEqual(['b']);
    expect(existsSync(join(folder, 'texts', before[0]!.version!))).toBe(true);
  }));

test('space is freed only when the trash is emptied, and nothing is left to undo then', () =>
  workspace(async (engine, folder) => {
    const [group] = await engine.listGroups();
    await engine.removeGroup(group!.id);
    const { bytes } = (await engine.listTrash())[0]!;
    expect(await engine.emptyTrash()).toEqual({ removed: 1, bytes });
    expect(existsSync(join(folder, 'texts', group!.version!))).toBe(false);
    expect(await engine.listTrash()).toEqual([]);
    expect((await engine.history()).undo).not.toBe('remove a');
    await expect(engine.restoreTrashed({ kind: 'group', id: group!.id })).rejects.toMatchObject({
      code: 'trash_unknown',
    });
  }));

test('a name is free while its group is in the trash; put back, the group gets a number', () =>
  workspace(async (engine, folder) => {
    const [group] = await engine.listGroups();
    await engine.removeGroup(group!.id);
    await engine.addGroup(writeGroupText(folder, 'a'));
    await engine.restoreTrashed({ kind: 'group', id: group!.id });
    expect(await names(engine)).toEqual(['a', 'a 2', 'b']);
  }));

test('a removed experiment hides its runs; those that another one shares stay until both are gone', () =>
  workspace(async (engine, folder) => {
    const id = await start(engine);
    const runs = await engine.listRuns();
    const again = await start(engine, 'the same again');
    await engine.removeExperiment(id);
    expect((await engine.listRuns()).map((run) => run.experimentName)).toEqual(runs.map(() => 'the same again'));
    expect((await engine.listTrash())[0]).toMatchObject({ kind: 'experiment', title: 'small', bytes: 0 });
    await engine.removeExperiment(again);
    expect([await engine.listRuns(), (await engine.workspace()).runs]).toEqual([[], 0]);

    await engine.restoreTrashed({ kind: 'experiment', id });
    expect(await engine.listRuns(id)).toEqual(runs);
    await engine.emptyTrash();
    expect(await engine.listRuns(id)).toEqual(runs);

    await engine.removeExperiment(id);
    await engine.emptyTrash([{ kind: 'experiment', id }]);
    expect(existsSync(join(folder, 'checkpoints', runs[0]!.id))).toBe(false);
  }));

test('a removed run leaves its comparison and comes back with the same numbers', () =>
  workspace(async (engine) => {
    const id = await start(engine);
    const whole = await engine.comparison(id);
    const [run] = await engine.listRuns(id);
    await engine.removeRun(run!.id);
    expect((await engine.listRuns(id)).map((one) => one.id)).not.toContain(run!.id);
    expect((await engine.listExperiments())[0]).toMatchObject({ runs: 1, finished: 1 });
    await engine.undo();
    expect(await engine.comparison(id)).toEqual(whole);
    await engine.removeRun(run!.id);
    await engine.emptyTrash();
    expect(await engine.listRuns(id)).toHaveLength(1);
  }));

test('starting an experiment that is in the trash takes it out, with its results', () =>
  workspace(async (engine) => {
    const id = await start(engine);
    const runs = await engine.listRuns(id);
    await engine.removeRun(runs[0]!.id);
    await engine.removeExperiment(id);
    expect(await start(engine)).toBe(id);
    expect([await engine.listRuns(id), await engine.listTrash()]).toEqual([runs, []]);
  }));

test('runs that wait are passed over while their experiment is in the trash', () =>
  workspace(async (engine) => {
    await engine.pauseQueue();
    const { id } = await engine.startExperiment({ ...smallExperiment, groups: [...smallExperiment.groups] });
    await engine.removeExperiment(id);
    await engine.resumeQueue();
    await engine.idle();
    expect((await engine.queue()).queued).toEqual([]);
    await engine.undo();
    await engine.idle();
    expect((await engine.listRuns(id)).map(({ state }) => state)).toEqual(['finished', 'finished']);
  }));

test('a text that an unfinished run still needs goes with the last of its runs', () =>
  workspace(async (engine, folder) => {
    await engine.pauseQueue();
    const { id } = await engine.startExperiment({ ...smallExperiment, groups: [...smallExperiment.groups] });
    const [group] = await engine.listGroups();
    await engine.removeGroup(group!.id);
    await engine.emptyTrash();
    expect(existsSync(join(folder, 'texts', group!.version!))).toBe(true);
    await engine.removeExperiment(id);
    await engine.emptyTrash();
    expect(existsSync(join(folder, 'texts', group!.version!))).toBe(false);
  }));

test('an experiment whose runs are all in the trash has nothing to compare, and says so', () =>
  workspace(async (engine) => {
    const id = await start(engine);
    for (const run of await engine.listRuns(id)) await engine.removeRun(run.id);
    await expect(engine.comparison(id)).rejects.toMatchObject({ code: 'nothing_to_compare' });
  }));
