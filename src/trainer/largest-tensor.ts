/** Whether a training's tensors are small enough for a device that bounds each of them. */
import { formatBytes, formatCount } from '#base/format';
import { Refusal } from '#base/refusal';
import type { TrainerSetting } from '#contract/trainer';
import { parameterCount } from './model.ts';

type Trained = Pick<TrainerSetting, 'shape'> & { readonly training: Pick<TrainerSetting['training'], 'batch'> };

/** @param limit bytes of a tensor @throws Refusal `insufficient_memory` that names the tensor */
export function checkLargestTensor({ shape, training }: Trained, limit: number): void {
  const bytesPerNumber = 4;
  const { vocabularySize, heads } = shape;
  const time = shape.context - 1; // the last token of a sequence is only predicted
  const smaller = 'a smaller batch or context';
  const tensors = [
    { what: 'all parameters in one vector', numbers: parameterCount(shape), remedy: 'a smaller model' },
    {
      what: `a batch's predictions over a vocabulary of ${formatCount(vocabularySize)}`,
      numbers: training.batch * time * vocabularySize,
      remedy: smaller,
    },
    { what: "a batch's attention of tokens to tokens", numbers: training.batch * heads * time ** 2, remedy: smaller },
  ];
  for (const { what, numbers, remedy } of tensors) {
    if (numbers * bytesPerNumber <= limit) continue;
    throw new Refusal(
      'insufficient_memory',
      `One tensor, ${what}, has ${formatBytes(numbers * bytesPerNumber)}; this graphics card takes ${formatBytes(limit)}.`,
      { field: 'backend', remedy: `Use ${remedy}, or another backend.` },
    );
  }
}
