/** What a backend is to the trainer: a way to start TensorFlow.js somewhere, and the few operations that differ there. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { BackendId } from '#contract/trainer';

/** Operations of the model that a backend may do better than TensorFlow.js' portable ones. */
export interface Operations {
  /** Product of matrices or of equal stacks of matrices, each transposed first where asked. */
  matMul<T extends Tensor>(a: T, b: T, transposeA?: boolean, transposeB?: boolean): T;
  /** Cuts along the first axis into pieces of these sizes. */
  split<T extends Tensor>(x: T, sizes: readonly number[]): T[];
  /** Sum over the rows of x (N,C) -> (C). */
  sumRows(x: Tensor2D): Tensor1D;
  /** Rows (N,C) of the table (V,C) at indices (N). */
  rowsByIndex(table: Tensor2D, indices: Tensor1D): Tensor2D;
  /** Sums rows (N,C) that carry the same index (N) into `count` rows (count,C): the gradient of a look-up. */
  sumRowsByIndex(rows: Tensor2D, indices: Tensor1D, count: number): Tensor2D;
  /** Cross-entropy of logits (N,V) against targets (N): losses (N) in nats and their gradients (N,V). */
  crossEntropy(logits: Tensor2D, targets: Tensor1D): readonly [losses: Tensor1D, gradients: Tensor2D];
}

/** A backend that runs in this process. */
export interface Running {
  readonly id: BackendId;
  /** In words: library version, device, threads. */
  readonly device: string;
  readonly operations: Operations;
  /** Whether functions can be recorded and run as graphs, and whether that is what to do unless told otherwise. */
  readonly graphs: 'none' | 'possible' | 'usual';
  /** Why `auto` does not take it although it runs; absent where it does. */
  readonly avoided?: string;
  /** Most bytes of one tensor, where the device bounds them. */
  readonly largestTensorBytes?: number;
}

export interface Backend {
  readonly id: BackendId;
  /** Loads the library and makes it TensorFlow.js' current backend. @throws Unusable when this machine cannot */
  start(): Promise<Running>;
}

/** Why a backend does not run on this machine, and what would make it run. */
export class Unusable extends Error {
  readonly remedy: string;

  constructor(reason: string, remedy: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'Unusable';
    this.remedy = remedy;
  }
}
