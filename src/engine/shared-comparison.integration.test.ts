/** The comparisons of resources/, with the real engine and methods in a world of known law: how much of what is asked for is computed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine, type Engine } from './engine.ts';
import type { NoteValue } from '#mixing/method';
import { freshFolder, writeGroupText } from './testing/small-experiment.ts';
import { launchWorldTrainer } from './testing/world-trainer.ts';

const read = (name: string): ExperimentInput =>
  JSON.parse(
    readFileSync(new URL(`../../resources/${name}.experiment.json`, import.meta.url), 'utf8'),
  ) as ExperimentInput;

const allMethods = read('all-methods');
const withCompositions = read('all-methods-shared');

test('every method, and Aioli after each that learns: sharing computes at most 60 % of the steps asked for', () =>
  inWorld(async (engine) => {
    const { id, estimate, asked, computed } = await runOut(engine, withCompositions);
    expect(asked).toBe(2 * (12 * 240 + 3100 + 7 * 240 + 3100));
    expect(computed / asked).toBeLessThanOrEqual(0.6);
    expect(estimate.steps).toBe(asked);
    expect(estimate.computedSteps).toBeGreaterThanOrEqual(computed);
    expect(estimate.computedSteps).toBeLessThan(1.01 * computed);
    expect(await costNotes(engine, id)).toContain('48.0 % of the steps asked for were computed');

    const mixtures = await notesOf(engine, id, 'mixtures', 0);
    const longest = mixtures.get('Data Mixing Laws') as readonly unknown[];
    for (const [label, count] of Object.entries({ 'Grid search': 6, RegMix: 16, Olmix: 22 }))
      expect(mixtures.get(label)).toEqual(longest.slice(0, count));
    const learned = await notesOf(engine, id, 'learned', 0);
    for (const name of ['Grid search', 'Data Mixing Laws', 'RegMix', 'DoReMi', 'DoGE', 'Olmix'])
      expect(learned.get(`Aioli + ${name}`)).toEqual(learned.get(name));
  }));

test('learning once for all seeds brings even the plain comparison below 60 %, and tables say so', () =>
  inWorld(async (engine) => {
    const sharing = { sweeps: 'common', learning: 'once' } as const;
    const { id, estimate, asked, computed } = await runOut(engine, { ...allMethods, sharing });
    expect(computed / asked).toBeLessThanOrEqual(0.6);
    expect(estimate.computedSteps).toBe(computed);
    expect(await notesOf(engine, id, 'learned', 1)).toEqual(await notesOf(engine, id, 'learned', 0));
    expect(await costNotes(engine, id)).toContain(
      'Proportions were learned from common sweeps of 40 steps a run, once, with seed 0.',
    );
  }));

test('without the option each method and seed learns by itself, as published', () =>
  inWorld(async (engine) => {
    const { id, asked, computed } = await runOut(engine, allMethods);
    expect([asked, computed]).toEqual([2 * 5980, 2 * 5940]); // equal trials only
    const learned = await notesOf(engine, id, 'learned', 0);
    expect(await notesOf(engine, id, 'learned', 1)).not.toEqual(learned);
  }));

async function inWorld(work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await openEngine({ folder: freshFolder(), launch: launchWorldTrainer, sliceSeconds: 60 });
  try {
    for (const [i, name] of allMethods.groups.entries())
      await engine.addGroup(writeGroupText(freshFolder(), name, 120 + 30 * i));
    await engine.tokenize('byte');
    await work(engine);
  } finally {
    await engine.close();
  }
}

async function runOut(engine: Engine, experiment: ExperimentInput) {
  const estimate = await engine.estimate(experiment);
  const { id } = await engine.startExperiment(experiment);
  await engine.idle();
  const costs = (await engine.comparison(id)).rows.map(({ cost, runs }) => ({ ...cost, runs: runs.length }));
  const asked = costs.reduce(
    (sum, { learningSteps, finalSteps, runs }) => sum + runs * (learningSteps + finalSteps),
    0,
  );
  const computed = costs.reduce((sum, { computedSteps, runs }) => sum + runs * computedSteps, 0);
  return { id, estimate, asked, computed };
}

/** Sentences below the tables. */
async function costNotes(engine: Engine, experiment: string): Promise<string> {
  return engine.comparisonTable({ experiments: [experiment] }, 'md', { metric: 'perplexity' });
}

/** What each method's run with a seed noted under a name in round 0. */
async function notesOf(
  engine: Engine,
  experiment: string,
  name: string,
  seed: number,
): Promise<Map<string, NoteValue>> {
  const found = new Map<string, NoteValue>();
  for (const { id, label, seed: own } of await engine.listRuns(experiment)) {
    if (own !== seed) continue;
    const note = (await engine.runNotes(id)).find((one) => one.name === name && one.round === 0);
    if (note) found.set(label, note.value);
  }
  return found;
}
