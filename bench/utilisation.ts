/**
 * How much of this machine's arithmetic a training step uses: `node bench/utilisation.ts [preset ...]` on an idle machine.
 * Operations of the model per second of a step, over the most that products of large float32 matrices reach here in the
 * better of the two libraries; PyTorch's step beside ours (cells.ts). Operations that a step needs, not those that it does:
 * six per parameter of a matrix and position, and attention over all positions (`trainingFlopsPerToken`).
 */
import { modelPresets, type ModelPreset } from '#contract/experiment';
import { trainingFlopsPerToken } from '#engine/experiments/model-size';
import { circumstances, hasTorch, inTurns, median, rounds, spreadText } from './cells.ts';
import { measurePeak, precisions, type Precision } from './peaks.ts';
import { contextOf, isTorch, measureStep, shapeOf, training, type Contender } from './steps.ts';

const words = process.argv.slice(2);
const named = modelPresets.filter((preset) => words.includes(preset));
const presets = named.length > 0 ? named : (['nano', 'micro', 'mini'] as const);
const isTorchHere = hasTorch();
const libraries = isTorchHere ? (['ours', 'torch'] as const) : (['ours'] as const);
const contenders: readonly Contender[] = isTorchHere ? ['graph', 'torch', 'torch.compile'] : ['graph'];

/** Something that does arithmetic. */
interface Job {
  readonly name: string;
  /** Operations per second that one process found. */
  readonly rate: () => number;
}

const peaks = precisions.flatMap((precision) =>
  libraries.map((library): Job & { readonly precision: Precision } => ({
    name: `peak of ${library}, ${precision}`,
    precision,
    rate: () => measurePeak(library, precision),
  })),
);
const steps = presets.flatMap((preset) =>
  contenders.map((contender): Job => {
    const flops = stepFlops(preset);
    return {
      name: `${preset}, ${isTorch(contender) ? contender : 'ours'}, ${(flops / 1e9).toFixed(2)} GFLOP a step`,
      rate: () => flops / median(measureStep(preset, contender).seconds),
    };
  }),
);

console.log(`${rounds} processes each; ${circumstances()}`);
const found = inTurns<Job, number>([...peaks, ...steps], (job) => job.rate());
const ofPeaks = peaks.flatMap((job) => (job.precision === 'float32' ? found.get(job)! : []));
const peak = Math.max(...ofPeaks);
for (const [{ name }, rates] of found) {
  const giga = rates.map((rate) => rate / 1e9);
  const share = rates.map((rate) => (100 * rate) / peak);
  console.log(`  ${name}: ${spreadText(giga, 0)} GFLOP/s, ${spreadText(share, 0)} % of the float32 peak`);
}

/** Operations of one step. A sequence of T tokens has T − 1 positions that predict one. */
function stepFlops(preset: ModelPreset): number {
  const positions = contextOf(preset) - 1;
  return training.batch * positions * trainingFlopsPerToken({ ...shapeOf(preset), context: positions });
}
