/**
 * Training speed of presets on every backend, as ratios: run `node bench/step.ts [preset ...]` on an idle machine.
 * Backends take turns, so that what else the machine does touches all of them alike.
 */
import { modelPresets, modelPresetShapes, type ModelPreset } from '#contract/experiment';
import type { BackendId, ModelShape, TrainingSetting } from '#contract/trainer';
import { startBackend } from '../src/trainer/backends/index.ts';
import { execution, wantedKind } from '../src/trainer/compiled/execution.ts';
import { measure } from '../src/trainer/measure.ts';
import { gptNeoX, parameterCount } from '../src/trainer/model.ts';

const context = 128;
const rounds = 4;
const stepsPerRound = 4;
const training: TrainingSetting = {
  batch: 8,
  peakLearningRate: 1e-3,
  startLearningRate: 1e-7,
  endLearningRate: 1e-4,
  warmupSteps: 0,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clip: 1,
  splitter: 'exactCarry',
};

const asked = modelPresets.filter((preset) => process.argv.slice(2).includes(preset));
for (const preset of asked.length > 0 ? asked : (['nano', 'micro'] as const)) await compare(preset);

async function compare(preset: ModelPreset): Promise<void> {
  const shape: ModelShape = {
    ...modelPresetShapes[preset],
    vocabularySize: 257,
    context,
    rotaryShare: 0.25,
    rotaryBase: 10_000,
    parallelResidual: true,
    layerNormEpsilon: 1e-5,
  };
  const seconds: Record<'tensorflow' | 'wasm', number[]> = { tensorflow: [], wasm: [] };
  for (let round = 0; round < rounds; round++)
    for (const backend of ['tensorflow', 'wasm'] as const) seconds[backend].push(...(await stepsOn(backend, shape)));
  const base = median(seconds.tensorflow);
  console.log(
    `${preset}: ${(parameterCount(shape) / 1e6).toFixed(2)} M parameters, ${training.batch} × ${context} tokens`,
  );
  for (const [backend, times] of Object.entries(seconds)) {
    const time = median(times);
    const speed = Math.round((training.batch * context) / time);
    const range = `${milliseconds(Math.min(...times))} to ${milliseconds(Math.max(...times))}`;
    console.log(
      `  ${backend}: ${milliseconds(time)} a step (${range}), ${speed} tokens/s, ${(time / base).toFixed(2)} ×`,
    );
  }
}

async function stepsOn(backend: BackendId, shape: ModelShape): Promise<readonly number[]> {
  const { running } = await startBackend(backend);
  const model = gptNeoX(shape, running.operations);
  try {
    return measure(
      { model, training, context, execution: execution(running, wantedKind(running)) },
      shape,
      stepsPerRound,
    ).secondsPerStep;
  } finally {
    model.dispose();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(0)} ms`;
}
