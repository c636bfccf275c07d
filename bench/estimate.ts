/**
 * Estimates against what was taken: `node bench/estimate.ts [preset:steps ...]`. In a fresh workspace each experiment (two
 * groups, stratified) is estimated and run; with AIOLI_BENCH_SEEDS=2 the next seed again, with what was learnt. Time is that of
 * the run from start to end with its evaluations and checkpoints, memory the most that a trainer held (Linux).
 */
import { existsSync, readFileSync } from 'node:fs';
import { formatBytes } from '#base/format';
import type { ExperimentInput, ModelPreset } from '#contract/experiment';
import type { Engine } from '#engine/engine';
import { launchTrainer, type LaunchTrainer } from '#engine/trainer-process';
import { circumstances } from './cells.ts';
import { inMadeUpWorkspace, secondsOf } from './workspace.ts';

const usual = ['nano:200', 'micro:150', 'mini:60', 'pythia-14m:30', 'pythia-160m:5'];
const asked = process.argv.length > 2 ? process.argv.slice(2) : usual;
const seeds = Number(process.env['AIOLI_BENCH_SEEDS'] ?? 1);
const groups = ['a', 'b'];

console.log(circumstances());
for (const words of asked) {
  const [preset, steps] = words.split(':') as [ModelPreset, string];
  const tokenizer = preset.startsWith('pythia') ? 'gpt2' : 'byte';
  const watch = watchTrainers();
  const work = async (engine: Engine): Promise<void> => {
    for (let seed = 0; seed < seeds; seed++)
      await compare(engine, experimentOf(preset, Number(steps), tokenizer, seed), watch);
  };
  await inMadeUpWorkspace(groups, tokenizer, work, { launch: watch.launch });
}

async function compare(engine: Engine, experiment: ExperimentInput, watch: TrainerWatch): Promise<void> {
  const estimate = await engine.estimate(experiment);
  watch.forget();
  const took = await secondsOf(engine, experiment);
  const { low, high } = estimate.seconds;
  const likely = Math.sqrt(low * high);
  const off = (100 * (likely - took)) / took;
  console.log(
    `  ${experiment.name}: estimated ${low.toFixed(1)} to ${high.toFixed(1)} s, likely ${likely.toFixed(1)}, ` +
      `took ${took.toFixed(1)} s (${off > 0 ? '+' : ''}${off.toFixed(0)} %); ` +
      `memory estimated ${formatBytes(estimate.memoryBytes)}, held ${formatBytes(watch.peakBytes())}`,
  );
}

function experimentOf(preset: ModelPreset, steps: number, tokenizer: string, seed: number): ExperimentInput {
  const isLarge = preset === 'pythia-160m' || preset === 'pythia-70m';
  return {
    format: 1,
    name: `${preset}, ${steps} steps, seed ${seed}`,
    groups,
    tokenizer,
    model: preset,
    training: { steps, context: preset.startsWith('pythia') || preset === 'mini' ? 256 : 128 },
    evaluation: isLarge ? { points: 1, sequences: 8 } : { points: 4, sequences: 64 },
    seeds: [seed],
    methods: [{ id: 'stratified' }],
  };
}

type TrainerWatch = ReturnType<typeof watchTrainers>;

/** Trainers whose most memory is looked at twice a second. */
function watchTrainers() {
  let peak = 0;
  const launch: LaunchTrainer = (...given) => {
    const trainer = launchTrainer(...given);
    const look = (): void => void (peak = Math.max(peak, mostBytes(trainer.pid)));
    const timer = setInterval(look, 500);
    return {
      ...trainer,
      close: () => {
        clearInterval(timer);
        look();
        trainer.close();
      },
    };
  };
  return { launch, peakBytes: () => peak, forget: () => void (peak = 0) };
}

function mostBytes(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}
