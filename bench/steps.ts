/** A training step of a preset, ours or PyTorch's, measured in a process of its own. */
import { modelPresetShapes, type ModelPreset } from '#contract/experiment';
import type { ModelShape, TrainingSetting } from '#contract/trainer';
import type { ExecutionKind } from '../src/trainer/compiled/execution.ts';
import { cellOf, median, threads } from './cells.ts';

/** Ours by the ways in which the trainer can run a step, two of them also otherwise, and PyTorch's. */
export const contenders = [
  'wasm',
  'eager',
  'graph',
  'graph.bfloat16',
  'graph.small', // without the kernels
  'xla',
  'torch',
  'torch.compile',
] as const satisfies (ExecutionKind | 'graph.bfloat16' | 'graph.small' | 'wasm' | 'torch' | 'torch.compile')[];
export type Contender = (typeof contenders)[number];

/** What one process found. */
export interface StepCell {
  readonly seconds: readonly number[];
  /** Of all threads, per step. */
  readonly processorSeconds: number;
}

/** Steps before those that count: they record, compile and fill caches. */
export const warmUp = 3;

export const training: TrainingSetting = {
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

export function measureStep(preset: ModelPreset, contender: Contender): StepCell {
  if (!isTorch(contender)) return cellOf('step-cell.ts', [preset, contender]) as StepCell;
  const settings = {
    shape: shapeOf(preset),
    training,
    context: contextOf(preset),
    steps: stepsOf(preset),
    warmUp,
    threads,
    compile: contender === 'torch.compile',
  };
  return cellOf('torch_step.py', [JSON.stringify(settings)]) as StepCell;
}

/** Median over processes of their medians, seconds. */
export function typical(cells: readonly StepCell[]): number {
  return median(cells.map(({ seconds }) => median(seconds)));
}

export function isTorch(contender: Contender): contender is 'torch' | 'torch.compile' {
  return contender.startsWith('torch');
}

export function shapeOf(preset: ModelPreset): ModelShape {
  return {
    ...modelPresetShapes[preset],
    vocabularySize: isPythia(preset) ? 50_304 : 257,
    context: contextOf(preset),
    rotaryShare: 0.25,
    rotaryBase: 10_000,
    parallelResidual: true,
    layerNormEpsilon: 1e-5,
  };
}

export function contextOf(preset: ModelPreset): number {
  return preset === 'nano' || preset === 'micro' ? 128 : 256;
}

/** Steps that one process times: one to three seconds of them where a step is short. */
export function stepsOf(preset: ModelPreset): number {
  if (isPythia(preset)) return preset === 'pythia-14m' ? 4 : 2;
  return { nano: 25, micro: 20 }[preset as string] ?? 8;
}

function isPythia(preset: ModelPreset): boolean {
  return preset.startsWith('pythia');
}
