/**
 * Fills a workspace with a finished study, in seconds: real groups of text, real methods and a real store, trained in a
 * world of known law (`world-trainer.ts`).
 *
 *     node src/engine/testing/write-study.ts FOLDER '{"groups": 7, "seeds": 5, "steps": 200}'
 */
import { resolve } from 'node:path';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine } from '../engine.ts';
import { smallExperiment, writeGroupText } from './small-experiment.ts';
import { launchWorldTrainer } from './world-trainer.ts';

export interface Study {
  readonly name: string;
  readonly groups: number;
  readonly seeds: number;
  readonly steps: number;
  readonly methods: ExperimentInput['methods'];
}

const names = ['law', 'code', 'math', 'news', 'recipes', 'letters', 'manuals'];

export const sevenGroupStudy: Study = {
  name: 'Seven groups',
  groups: 7,
  seeds: 5,
  steps: 200,
  methods: [
    { id: 'stratified' },
    { id: 'natural' },
    { id: 'data-mixing-laws', knobs: { trialSteps: 60 } },
    { id: 'regmix', knobs: { trialSteps: 60 } },
    { id: 'skill-it' },
    { id: 'doremi' },
    { id: 'doge' },
    { id: 'aioli', preset: 'small' },
  ],
};

/** @returns the id of the study's experiment; the engine is closed again */
export async function writeStudy(folder: string, changes: Partial<Study> = {}): Promise<string> {
  const { name, groups, seeds, steps, methods } = { ...sevenGroupStudy, ...changes };
  const engine = await openEngine({ folder, launch: launchWorldTrainer, sliceSeconds: 60 });
  try {
    const chosen = Array.from({ length: groups }, (_, i) => names[i] ?? `group ${i + 1}`);
    const there = new Set((await engine.listGroups()).map((group) => group.name));
    for (const [i, group] of chosen.entries())
      if (!there.has(group)) await engine.addGroup(writeGroupText(resolve(folder), group, 120 + 30 * i));
    const { id } = await engine.startExperiment({
      ...smallExperiment,
      name,
      groups: chosen,
      training: { ...smallExperiment.training, steps, batch: 16 },
      evaluation: { points: 20, sequences: 6 },
      seeds: Array.from({ length: seeds }, (_, i) => i),
      methods,
    });
    await engine.idle();
    return id;
  } finally {
    await engine.close();
  }
}

if (import.meta.main) {
  const [folder, changes = '{}'] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: write-study.ts FOLDER [CHANGES as JSON]');
  process.stdout.write(`${await writeStudy(folder, JSON.parse(changes) as Partial<Study>)}\n`);
}
