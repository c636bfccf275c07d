/** Trials with real trainers: shared by methods and runs, divided among slots, and kept through kills. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { EngineApi, ExperimentId } from '#contract/api';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine, type Engine, type EngineOptions } from './engine.ts';
import { freshFolder, smallExperiment, writeGroupText } from './testing/small-experiment.ts';
import { runHost } from './testing/killing.ts';
import { launchTrainer } from './trainer-process.ts';

/** Nine trials of 40 steps; a tenth mixture is what the stratified run trains at. */
const sweep: ExperimentInput = {
  ...smallExperiment,
  name: 'sweep',
  groups: [...smallExperiment.groups],
  training: { ...smallExperiment.training, steps: 40 },
  methods: [{ id: 'grid-search', knobs: { trialSteps: 40 } }],
};
let prepared: string;
/** What one slot finds without a break. */
let alone: unknown;

beforeAll(async () => {
  prepared = freshFolder();
  const engine = await openEngine({ folder: prepared });
  for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(prepared, name));
  await engine.tokenize('byte');
  await engine.close();
  alone = await inCopy((engine) => runOut(engine, sweep));
});

test('a sweep divided among three slots finds the same to the last digit', async () => {
  let launched = 0;
  const launch: typeof launchTrainer = (hear) => {
    launched++;
    return launchTrainer(hear);
  };
  const found = await inCopy(
    async (engine) => {
      await engine.setSlots(3);
      return runOut(engine, sweep);
    },
    { launch },
  );
  expect(found).toEqual(alone);
  expect(launched).toBeGreaterThan(1);
});

test('a sweep whose trainers and engine are killed makes only the trials that are missing', async () => {
  const folder = copy();
  let kills = 0;
  const args = [folder, JSON.stringify(sweep), '3'];
  while (kills < 3 && (await runHost(args, 2 + kills)) === 'killed') kills++;
  expect(kills).toBeGreaterThan(0);
  const engine = await openEngine({ folder });
  expect(await runOut(engine, sweep)).toEqual(alone);
  const [run] = await engine.listRuns();
  const { rows } = await engine.comparison((await engine.listExperiments())[0]!.id);
  await engine.close();
  expect(run!.resumes).toBeGreaterThan(0);
  expect(rows[0]!.cost).toMatchObject({ learningSteps: 360, finalSteps: 40, computedSteps: 400 });
});

test('methods that ask for the same trials share them, and a run at fixed proportions is a trial of its own', async () => {
  await inCopy(async (engine) => {
    const methods = [
      { id: 'stratified' },
      { id: 'grid-search', knobs: { trialSteps: 40 } },
      { id: 'data-mixing-laws', knobs: { trialSteps: 40 } },
    ];
    const { id } = await engine.startExperiment({ ...sweep, methods });
    await engine.idle();
    const costs = await costsOf(engine, id);
    expect(costs[0]).toMatchObject({ learningSteps: 0, finalSteps: 40, computedSteps: 40 });
    expect(costs[1]).toMatchObject({ learningSteps: 360, finalSteps: 40, computedSteps: 360 }); // equal shares are known
    expect(costs[2]!.learningSteps).toBe(360);
    expect(costs[2]!.computedSteps).toBe(40);
  });
});

async function costsOf(engine: EngineApi, id: ExperimentId) {
  return (await engine.comparison(id)).rows.map(({ cost }) => cost);
}

/** Everything that the experiment finds. */
async function runOut(engine: Engine, experiment: ExperimentInput): Promise<unknown> {
  const { id } = await engine.startExperiment(experiment);
  await engine.idle();
  const runs = await engine.listRuns(id);
  return {
    runs: await Promise.all(
      runs.map(async ({ id: run, state, learningSteps }) => ({
        state,
        learningSteps,
        notes: await engine.runNotes(run),
        series: await engine.runSeries(run, 0),
      })),
    ),
    losses: (await engine.comparison(id)).rows.map((row) => row.runs.map(({ testLosses }) => testLosses)),
    law: (await engine.fitLaws(id, 'linear-dynamic-intercept', { resamples: 0 })).rows.map(({ losses }) => losses),
  };
}

function copy(): string {
  const folder = join(freshFolder(), 'workspace');
  cpSync(prepared, folder, { recursive: true });
  return folder;
}

async function inCopy<T>(work: (engine: Engine) => Promise<T>, options: Partial<EngineOptions> = {}): Promise<T> {
  const engine = await openEngine({ folder: copy(), sliceSeconds: 0.02, ...options });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
