/** Times training steps of a preset in this process: `node bench/step-cell.ts nano graph`. Prints a StepCell as JSON. */
import { performance } from 'node:perf_hooks';
import type { ModelPreset } from '#contract/experiment';
import { startBackend } from '../src/trainer/backends/index.ts';
import { execution, type ExecutionKind } from '../src/trainer/compiled/execution.ts';
import { throwawayModel } from '../src/trainer/measure.ts';
import { gptNeoX } from '../src/trainer/model.ts';
import { contextOf, shapeOf, stepsOf, training, warmUp, type Contender, type StepCell } from './steps.ts';

const [preset, contender] = process.argv.slice(2) as [ModelPreset, Contender];
if (contender === 'graph.small') process.env['AIOLI_TRAINER_KERNELS'] = 'off';
const { running } = await startBackend(contender === 'wasm' ? 'wasm' : 'tensorflow');
const kind = contender === 'wasm' ? 'eager' : (contender.replace(/\..*/, '') as ExecutionKind);
const precision = contender === 'graph.bfloat16' ? 'bfloat16' : 'float32';
const shape = shapeOf(preset);
const shop = {
  model: gptNeoX(shape, running.operations),
  execution: execution(running, kind, console.warn, precision),
  training,
  context: contextOf(preset),
};
const { takeStep } = throwawayModel(shop, shape);
for (let i = 0; i < warmUp; i++) takeStep();
const before = process.cpuUsage();
const seconds = Array.from({ length: contender === 'wasm' ? 4 : stepsOf(preset) }, () => {
  const start = performance.now();
  takeStep();
  return (performance.now() - start) / 1000;
});
const { user, system } = process.cpuUsage(before);
if (shop.execution.kind !== kind) throw new Error(`${kind} does not run here`);
const cell: StepCell = { seconds, processorSeconds: (user + system) / 1e6 / seconds.length };
console.log(JSON.stringify(cell));
