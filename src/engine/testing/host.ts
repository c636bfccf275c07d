/**
 * A process that runs an experiment to its end, to be killed by a test: `host.ts FOLDER [EXPERIMENT] [SLOTS] [MEASUREMENT]`.
 * With a measurement it then measures the law of the second run, and only that is told.
 */
import type { MeasurementInput } from '#contract/api';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine } from '../engine.ts';
import { smallExperiment } from './small-experiment.ts';

const [folder, experiment, slots, measurement] = process.argv.slice(2);
const engine = await openEngine({ folder: folder!, checkpointSeconds: 0.05, sliceSeconds: 0.02 });
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
if (measurement === undefined) engine.on('runMoved', (run) => tell(`${run.id} ${run.step}`));
else engine.on('measurementMoved', ({ id, children }) => tell(`${id} ${children.length}`));
if (slots !== undefined) await engine.setSlots(Number(slots));
await engine.startExperiment(
  experiment === undefined
    ? { ...smallExperiment, groups: [...smallExperiment.groups] }
    : (JSON.parse(experiment) as ExperimentInput),
);
await engine.idle();
if (measurement !== undefined)
  await engine.measureLaw((await engine.listRuns())[1]!.id, JSON.parse(measurement) as MeasurementInput);
await engine.close();
