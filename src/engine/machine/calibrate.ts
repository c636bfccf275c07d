/** Measures how fast this machine trains a shape, on made-up tokens, so that no group need be tokenised for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFor } from '#base/random';
import type { BackendId, ModelShape, TrainerFacts, TrainingSetting } from '#contract/trainer';
import { writeShards } from '#corpus/shards';
import type { Calibration } from '../store/calibrations.ts';
import type { LaunchTrainer } from '../trainer-process.ts';

export interface Measured extends Calibration {
  readonly facts: TrainerFacts;
}

export interface MeasureOrder {
  readonly backend: BackendId | 'auto';
  readonly shape: ModelShape;
  readonly training: TrainingSetting;
  readonly steps: number;
}

export async function measureSpeed(launch: LaunchTrainer, order: MeasureOrder): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-measure-'));
  const trainer = launch(() => undefined);
  try {
    writeMadeUpShards(folder, order.shape);
    const { backend, shape, training } = order;
    const facts = await trainer.call.open({
      backend,
      shape,
      training,
      groups: [{ name: 'made-up', folder }],
      evaluationSequences: 16,
    });
    return { facts, ...(await trainer.call.measure({ steps: order.steps })) };
  } finally {
    trainer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeMadeUpShards(folder: string, shape: ModelShape): void {
  const random = randomFor(0, 'made-up tokens');
  const draw = (sequences: number): number[] =>
    Array.from({ length: sequences * shape.context }, () => random.below(shape.vocabularySize));
  writeShards(
    folder,
    { train: draw(64), val: draw(16), test: draw(2) },
    { key: 'made-up', tokenizer: 'made-up', vocabularySize: shape.vocabularySize },
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
