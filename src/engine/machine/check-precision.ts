/** Trains the same model from the same seeds in float32 and in bfloat16, at equal proportions, and compares where they end. */
import { performance } from 'node:perf_hooks';
import { mean } from '#base/statistics';
import type { PrecisionCheck } from '#contract/precision-check';
import type { Precision, TrainerSetting } from '#contract/trainer';
import type { Progress } from '#corpus/progress';
import { openSlicer } from '../running/slices.ts';
import type { LaunchTrainer } from '../trainer-process.ts';

export interface PrecisionOrder {
  /** In float32. */
  readonly setting: TrainerSetting;
  readonly threads: number | undefined;
  readonly steps: number;
  readonly seeds: readonly number[];
}

export interface PrecisionTools {
  readonly launch: LaunchTrainer;
  readonly signal: AbortSignal;
  /** Steps of all runs. */
  readonly onProgress: (progress: Progress) => void;
}

interface Ended {
  readonly loss: number;
  readonly secondsPerStep: number;
}

const precisions: readonly Precision[] = ['float32', 'bfloat16'];
/** Of a slice: a measurement that is called off ends so soon. */
const sliceSeconds = 1;

/** @throws Refusal `precision_unavailable`; the signal's reason when it is aborted */
export async function comparePrecisions(
  { setting, threads, steps, seeds }: PrecisionOrder,
  { launch, signal, onProgress }: PrecisionTools,
): Promise<Pick<PrecisionCheck, 'pairs' | 'secondsPerStep'>> {
  const total = steps * seeds.length * precisions.length;
  let done = 0;
  const ends: Record<Precision, Ended[]> = { float32: [], bfloat16: [] };
  for (const seed of seeds)
    for (const precision of precisions) {
      const trainer = launch(() => undefined, { threads });
      const end = (): void => trainer.close();
      signal.addEventListener('abort', end, { once: true });
      try {
        signal.throwIfAborted();
        const { precision: _usual, ...training } = setting.training;
        await trainer.call.open({
          ...setting,
          training: { ...training, ...(precision === 'bfloat16' && { precision }) },
        });
        await trainer.call.create({ model: 0, seed, steps });
        const proportions = setting.groups.map(() => 1 / setting.groups.length);
        const slicer = openSlicer(sliceSeconds);
        let seconds = 0;
        for (let taken = 0; taken < steps;) {
          const count = Math.min(steps - taken, slicer.next());
          const from = performance.now();
          const slice = await trainer.call.train({ model: 0, proportions, steps: count, continues: taken > 0 });
          const took = (performance.now() - from) / 1000;
          slicer.learn(count, took);
          seconds += took;
          taken += count;
          done += count;
          onProgress({ done, total });
          if (slice.diverged) break;
        }
        const { losses } = await trainer.call.evaluate({ model: 0, split: 'val' });
        ends[precision].push({ loss: mean(losses), secondsPerStep: seconds / steps });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', end);
        trainer.close();
      }
    }
  const pairs = seeds.map((seed, i) => ({ seed, float32: ends.float32[i]!.loss, bfloat16: ends.bfloat16[i]!.loss }));
  const speed = (precision: Precision): number => mean(ends[precision].map(({ secondsPerStep }) => secondsPerStep));
  return { pairs, secondsPerStep: { float32: speed('float32'), bfloat16: speed('bfloat16') } };
}
