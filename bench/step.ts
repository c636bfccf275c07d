/**
 * Time of a training step, ours and PyTorch's: `node bench/step.ts [preset ...] [contender ...]` on an idle machine.
 * Every cell is a process of its own; cells take turns for several rounds, so that what else the machine does touches all
 * alike. PyTorch takes part when AIOLI_BENCH_PYTHON (or python3) has it. AIOLI_BENCH_ROUNDS sets the rounds and
 * AIOLI_TRAINER_THREADS the threads of both; on a busy machine, processor time on one thread says more than time on the wall.
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { modelPresets, modelPresetShapes, type ModelPreset } from '#contract/experiment';
import type { ModelShape, TrainingSetting } from '#contract/trainer';
import { startBackend } from '../src/trainer/backends/index.ts';
import { execution, type ExecutionKind } from '../src/trainer/compiled/execution.ts';
import { throwawayModel } from '../src/trainer/measure.ts';
import { gptNeoX } from '../src/trainer/model.ts';

/** One line of the table. */
type Contender = ExecutionKind | 'wasm' | 'torch' | 'torch.compile';

const allContenders: readonly Contender[] = ['wasm', 'eager', 'graph', 'xla', 'torch', 'torch.compile'];

/** What one process found. */
interface Cell {
  readonly seconds: readonly number[];
  /** Of all threads, per step. */
  readonly processorSeconds: number;
}

const rounds = Number(process.env['AIOLI_BENCH_ROUNDS'] ?? 4);
const python = process.env['AIOLI_BENCH_PYTHON'] ?? 'python3';
const threads = Number(process.env['AIOLI_TRAINER_THREADS']) || availableParallelism();
const hasTorch = process.argv[2] !== '--cell' && findTorch();
const warmUp = 3;
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

const words = process.argv.slice(2);
if (words[0] === '--cell') {
  const [, preset, contender] = words as [string, ModelPreset, ExecutionKind | 'wasm'];
  console.log(JSON.stringify(await ours(preset, contender)));
} else {
  const asked = modelPresets.filter((preset) => words.includes(preset));
  for (const preset of asked.length > 0 ? asked : (['nano', 'mini'] as const)) compare(preset);
}

function compare(preset: ModelPreset): void {
  const named = allContenders.filter((contender) => words.includes(contender));
  const contenders = (named.length > 0 ? named : allContenders).filter((contender) => !isTorch(contender) || hasTorch);
  const cells = new Map<Contender, Cell[]>(contenders.map((contender) => [contender, []]));
  const load = loadavg()[0]!.toFixed(1);
  for (let round = 0; round < rounds; round++)
    for (const contender of contenders) cells.get(contender)!.push(inOwnProcess(preset, contender));
  const best = Math.min(...contenders.filter(isTorch).map((contender) => typical(cells.get(contender)!)));
  const size = `${training.batch} × ${contextOf(preset)} tokens`;
  console.log(`${preset}, ${size}, ${threads} threads, ${rounds} processes each, load ${load} at the start`);
  for (const [contender, found] of cells) {
    const times = found.flatMap(({ seconds }) => seconds);
    const spread = found.map(({ seconds }) => median(seconds));
    const parts = [
      `${milliseconds(typical(found))} ms a step`,
      `medians ${milliseconds(Math.min(...spread))} to ${milliseconds(Math.max(...spread))}`,
      `least ${milliseconds(Math.min(...times))}`,
      `processor ${milliseconds(median(found.map(({ processorSeconds }) => processorSeconds)))}`,
      `${Math.round((training.batch * contextOf(preset)) / typical(found))} tokens/s`,
      ...(Number.isFinite(best) ? [`${(typical(found) / best).toFixed(2)} of the better PyTorch`] : []),
    ];
    console.log(`  ${contender}: ${parts.join(', ')}`);
  }
}

function inOwnProcess(preset: ModelPreset, contender: Contender): Cell {
  if (!isTorch(contender)) {
    const command = [import.meta.filename, '--cell', preset, contender];
    return JSON.parse(outputOf(process.execPath, command)) as Cell;
  }
  const settings = {
    shape: shapeOf(preset),
    training,
    context: contextOf(preset),
    steps: stepsOf(preset),
    warmUp,
    threads,
    compile: contender === 'torch.compile',
  };
  const command = [join(import.meta.dirname, 'torch_step.py'), JSON.stringify(settings)];
  return JSON.parse(outputOf(python, command)) as Cell;
}

function outputOf(program: string, words: readonly string[]): string {
  return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

async function ours(preset: ModelPreset, contender: ExecutionKind | 'wasm'): Promise<Cell> {
  const { running } = await startBackend(contender === 'wasm' ? 'wasm' : 'tensorflow');
  const kind = contender === 'wasm' ? 'eager' : contender;
  const shape = shapeOf(preset);
  const shop = {
    model: gptNeoX(shape, running.operations),
    execution: execution(running, kind),
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
  return { seconds, processorSeconds: (user + system) / 1e6 / seconds.length };
}

function shapeOf(preset: ModelPreset): ModelShape {
  return {
    ...modelPresetShapes[preset],
    vocabularySize: preset.startsWith('pythia') ? 50_304 : 257,
    context: contextOf(preset),
    rotaryShare: 0.25,
    rotaryBase: 10_000,
    parallelResidual: true,
    layerNormEpsilon: 1e-5,
  };
}

function contextOf(preset: ModelPreset): number {
  return preset === 'nano' || preset === 'micro' ? 128 : 256;
}

function stepsOf(preset: ModelPreset): number {
  if (preset.startsWith('pythia')) return 4;
  return preset === 'nano' || preset === 'micro' ? 25 : 8;
}

function isTorch(contender: Contender): contender is 'torch' | 'torch.compile' {
  return contender.startsWith('torch');
}

function findTorch(): boolean {
  try {
    execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(
      `${python} has no PyTorch, so there is nothing to compare with (AIOLI_BENCH_PYTHON names another one).`,
    );
    return false;
  }
}

/** Median over processes of their medians. */
function typical(cells: readonly Cell[]): number {
  return median(cells.map(({ seconds }) => median(seconds)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function milliseconds(seconds: number): string {
  return (seconds * 1000).toFixed(1);
}
