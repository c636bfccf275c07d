/**
 * Fills a workspace with runs that wait in a paused queue, to be trained for real:
 *
 *     node src/engine/testing/write-queue.ts FOLDER [SEEDS] [STEPS]
 */
import { resolve } from 'node:path';
import { openEngine } from '../engine.ts';
import { smallExperiment, writeGroupText } from './small-experiment.ts';

const [folder, seeds = '4', steps = '1500'] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: write-queue.ts FOLDER [SEEDS] [STEPS]');
const engine = await openEngine({ folder });
for (const name of smallExperiment.groups) await engine.addGroup(writeGroupText(resolve(folder), name));
await engine.pauseQueue();
await engine.startExperiment({
  ...smallExperiment,
  groups: [...smallExperiment.groups],
  name: 'Overnight',
  training: { ...smallExperiment.training, steps: Number(steps) },
  evaluation: { points: 10, sequences: 4 },
  seeds: Array.from({ length: Number(seeds) }, (_, i) => i),
  methods: [{ id: 'stratified' }],
});
await engine.close();
