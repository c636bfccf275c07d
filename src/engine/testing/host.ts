/** A process that runs the small experiment to its end, to be killed by a test: `host.ts FOLDER`. */
import { openEngine } from '../engine.ts';
import { smallExperiment } from './small-experiment.ts';

const engine = await openEngine({ folder: process.argv[2]!, checkpointSeconds: 0.05, sliceSeconds: 0.02 });
engine.on('runMoved', (run) => process.stdout.write(`${run.id} ${run.step}\n`));
await engine.startExperiment({ ...smallExperiment, groups: [...smallExperiment.groups] });
await engine.idle();
await engine.close();
