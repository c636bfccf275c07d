/** The most multiplications and additions per second that this machine's processor does in products of matrices. */
import { cellOf, threads } from './cells.ts';

export const precisions = ['float32', 'bfloat16'] as const;
export type Precision = (typeof precisions)[number];

/** Widths of the square matrices that are tried; the best counts. */
export const sizes = [512, 1024, 2048] as const;
/** Products, each of the last one's result, in one go. */
export const chain = 4;
/** Seconds for which a size is tried. */
export const seconds = 0.4;

/** Operations per second of the best size. @param library TensorFlow as the trainer uses it, or PyTorch */
export function measurePeak(library: 'ours' | 'torch', precision: Precision): number {
  if (library === 'ours') return Number(cellOf('peak-cell.ts', [precision]));
  return Number(cellOf('torch_peak.py', [JSON.stringify({ precision, sizes, chain, seconds, threads })]));
}
