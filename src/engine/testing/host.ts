/** A process that runs an experiment to its end, to be killed by a test: `host.ts FOLDER [EXPERIMENT] [SLOTS]`. */
import type { ExperimentInput } from '#contract/experiment';
import { openEngine } from '../engine.ts';
import { smallExperiment } from './small-experiment.ts';

const [folder, experiment, slots] = process.argv.slice(2);
const engine = await openEngine({ folder: folder!, checkpointSeconds: 0.05, sliceSeconds: 0.02 });
engine.on('runMoved', (run) => process.stdout.write(`${run.id} ${run.step}\n`));
if (slots !== undefined) await engine.setSlots(Number(slots));
await engine.startExperiment(
  experiment === undefined
    ? { ...smallExperiment, groups: [...smallExperiment.groups] }
    : (JSON.parse(experiment) as ExperimentInput),
);
await engine.idle();
await engine.close();
