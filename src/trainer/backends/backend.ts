/** What a backend is to the trainer: a way to start TensorFlow.js somewhere, and the operations that may differ there. */
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { BackendId } from '#contract/trainer';
import type { OptimiserSetting, OptimiserState } from '../optimiser.ts';

/** Small operations of the model that a backend may do better than TensorFlow.js' portable ones. */
export interface BasicOperations {
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

/** What attention needs to know of positions; depends on T alone. */
export interface Positions {
  /** Cosines and sines (T,D) of the rotary angles; 1 and 0 where the head is not rotated. */
  readonly cosines: Tensor2D;
  readonly sines: Tensor2D;
  /** Signed permutation (D,D): x·turn is x with the halves of its rotated part swapped and the new first one negated. */
  readonly turn: Tensor2D;
  /** 0 where a row may look, a huge negative number where the column lies in its future (T,T). */
  readonly mask: Tensor2D;
  /** Half of the numbers of a head that are rotated. */
  readonly half: number;
}

/**
 * All that the training step is made of beside TensorFlow.js' plain arithmetic: layers and their gradients, the update.
 * N = B·T rows, C = width, H heads of width D = C/H, P parameters. What a gradient needs of the forward pass is in `kept`.
 */
export interface Operations extends BasicOperations {
  /** x·Φ(x), the exact GELU, elementwise on (N,F). */
  gelu(x: Tensor2D): readonly [y: Tensor2D, ...kept: Tensor[]];
  geluGradient(dy: Tensor2D, x: Tensor2D, kept: readonly Tensor[]): Tensor2D;
  /** Normalises each row of x (N,C), then scales by weight (C) and shifts by bias (C). */
  layerNorm(x: Tensor2D, weight: Tensor1D, bias: Tensor1D, epsilon: number): readonly [y: Tensor2D, ...kept: Tensor[]];
  layerNormGradient(
    dy: Tensor2D,
    weight: Tensor1D,
    kept: readonly Tensor[],
  ): readonly [dx: Tensor2D, dWeight: Tensor1D, dBias: Tensor1D];
  /**
   * fused (N,3C), per head the query, key and value side by side (the layout of GPT-NeoX: H, 3, D) -> queries (rotated,
   * divided by √D), keys (rotated) and values, each (B·H,T,D).
   */
  partHeads(fused: Tensor2D, heads: number, positions: Positions): readonly [Tensor3D, Tensor3D, Tensor3D];
  /** Gradients of queries, keys and values -> of `fused`. */
  partHeadsGradient(gradients: readonly [Tensor3D, Tensor3D, Tensor3D], heads: number, positions: Positions): Tensor2D;
  /** Values mixed by the causal softmax of queries·keysᵀ, heads side by side: three (B·H,T,D) -> (N,C). */
  attend(
    parts: readonly [Tensor3D, Tensor3D, Tensor3D],
    heads: number,
    positions: Positions,
  ): readonly [mixed: Tensor2D, ...kept: Tensor[]];
  /** Gradients of queries, keys and values, each (B·H,T,D). */
  attendGradient(
    dy: Tensor2D,
    parts: readonly [Tensor3D, Tensor3D, Tensor3D],
    kept: readonly Tensor[],
    heads: number,
  ): readonly [Tensor3D, Tensor3D, Tensor3D];
  /** Euclidean norm of a flat gradient (P). */
  norm(gradient: Tensor1D): Scalar;
  /**
   * One AdamW update by a gradient that is not clipped yet. The old state stays as it was; the caller owns the new one.
   *
   * @param mask    from `decayMask`
   * @param scalars from `updateScalars`
   */
  update(
    state: OptimiserState,
    gradient: Tensor1D,
    gradientNorm: Scalar,
    mask: Tensor1D,
    scalars: Tensor1D,
    setting: OptimiserSetting,
  ): OptimiserState;
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
  /** Computes without the operations that only this library has, where it has any: XLA cannot compile them. */
  readonly withoutKernels?: <T>(compute: () => T) => T;
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
