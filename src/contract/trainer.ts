/**
 * What the engine may say to a trainer. Numbers cross, tensors do not. The trainer owns nothing that must survive it:
 * every call either changes only its memory or writes a file that the engine named.
 */
import type { Proportions, Splitter } from '#mixing/method';

/** GPT-NeoX architecture (Pythia): untied embeddings, rotary, exact GELU, layer norms with bias. */
export interface ModelShape {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediateSize: number;
  /** Share of each head's width that is rotated. */
  readonly rotaryShare: number;
  readonly rotaryBase: number;
  /** Context length, tokens. */
  readonly context: number;
  readonly parallelResidual: boolean;
  readonly layerNormEpsilon: number;
}

/** Optimiser and schedule (spec of methods, section 3.3). */
export interface TrainingSetting {
  /** Sequences per batch. */
  readonly batch: number;
  readonly peakLearningRate: number;
  readonly startLearningRate: number;
  readonly endLearningRate: number;
  readonly warmupSteps: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Not applied to biases and layer norms. */
  readonly weightDecay: number;
  /** Largest global gradient norm. */
  readonly clip: number;
  readonly splitter: Splitter;
  /** Absent: float32. In bfloat16 the products of matrices are rounded to 8 bits; sums, parameters and moments are not. */
  readonly precision?: Precision;
}

export type Precision = 'float32' | 'bfloat16';

/** Token shards of one group. */
export interface GroupShards {
  readonly name: string;
  /** Folder with train.bin, val.bin, test.bin and meta.json. */
  readonly folder: string;
}

export type BackendId = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';

/** Everything a trainer needs before the first call that computes. */
export interface TrainerSetting {
  readonly backend: BackendId | 'auto';
  readonly shape: ModelShape;
  readonly training: TrainingSetting;
  readonly groups: readonly GroupShards[];
  /** Largest number of sequences per group in a validation or test pass; the same ones whatever the seed. */
  readonly evaluationSequences: number;
}

export interface TrainerFacts {
  readonly backend: BackendId;
  /** In words: library version, device, threads. */
  readonly device: string;
  /** Why backends that come first in the order of `auto` are not used. */
  readonly passedOver: readonly { readonly backend: BackendId; readonly reason: string; readonly remedy: string }[];
  readonly parameters: number;
}

/** One optimiser step, as it happened. */
export interface StepRecord {
  /** Number of this step, the first is 1. */
  readonly step: number;
  /** Mean loss of the batch, nats per token. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly counts: readonly number[];
  readonly groupLosses: readonly (number | null)[];
}

/** A step whose loss or gradient is not finite; the model is as it was before it. */
export interface Divergence {
  readonly step: number;
  readonly what: 'loss' | 'gradient';
}

export interface TrainedSlice {
  readonly steps: readonly StepRecord[];
  /** Present when training ended early because a number was not finite. */
  readonly diverged?: Divergence;
}

export interface SplitLosses {
  /** Mean loss per group, nats per token. */
  readonly losses: readonly number[];
  /** Sequences evaluated per group. */
  readonly sequences: readonly number[];
}

export interface TrainerApi {
  /** Starts the backend and opens the shards. Must be the first call. */
  open(setting: TrainerSetting): Promise<TrainerFacts>;
  /** Makes model number `model` from `seed`, or from a Hugging Face folder when `from` is given. */
  create(order: {
    readonly model: number;
    readonly seed: number;
    /** Length of the learning-rate schedule. */
    readonly steps: number;
    readonly from?: string;
  }): Promise<{ readonly parameters: number }>;
  /**
   * Trains `steps` steps. A segment may come in several calls: all but the first say `continues`, and the numbers do
   * not depend on where it is cut.
   */
  train(order: {
    readonly model: number;
    readonly proportions: Proportions;
    readonly steps: number;
    readonly splitter?: Splitter;
    readonly lossWeights?: readonly number[];
    readonly continues: boolean;
  }): Promise<TrainedSlice>;
  evaluate(order: {
    readonly model: number;
    readonly split: 'val' | 'test';
    readonly fraction?: number;
    readonly subset?: number;
  }): Promise<SplitLosses>;
  probe(order: {
    readonly model: number;
    readonly proportions: Proportions;
    readonly reference?: number;
    readonly tokenExcess?: true;
    readonly gradients?: { readonly validationSequences: number; readonly perGroup?: true };
  }): Promise<{
    readonly counts: readonly number[];
    readonly losses: readonly (number | null)[];
    readonly referenceLosses?: readonly (number | null)[];
    readonly tokenExcess?: readonly (number | null)[];
    readonly alignments?: readonly number[];
    readonly gradientNorms?: readonly number[];
    readonly gradientScales?: readonly number[];
    readonly alignmentMatrix?: readonly (readonly number[])[];
    readonly learningRate: number;
  }>;
  /**
   * Falls of each group's validation loss, nats per token, that steps on each group alone would bring to first order; changes
   * nothing. Rows evaluated, columns trained on.
   */
  slopes(order: {
    readonly model: number;
    readonly steps: number;
    readonly sequences: number;
    readonly subset: number;
  }): Promise<{ readonly falls: readonly (readonly number[])[] }>;
  /** Forgets a model and frees its memory. */
  drop(order: { readonly model: number }): Promise<void>;
  /** Writes every model with moments, step, cursors and generators to one file, atomically. */
  save(order: { readonly file: string }): Promise<{ readonly bytes: number }>;
  /** Replaces all models by those of a file that `save` wrote. */
  load(order: { readonly file: string }): Promise<{ readonly models: readonly { model: number; step: number }[] }>;
  /** Writes config.json and model.safetensors with the GPTNeoXForCausalLM names. */
  exportModel(order: { readonly model: number; readonly folder: string }): Promise<void>;
  /** The most memory that the process has held so far. Needs no `open`. */
  memory(): Promise<{ readonly peakBytes: number }>;
  /** Shape of the model in a Hugging Face folder. Needs no `open`. */
  readShape(order: { readonly folder: string }): Promise<ModelShape>;
  /** Compares this machine's model code with reference tensors (`aioli verify`). Needs no `open`. */
  verify(order: { readonly folder: string; readonly backend: BackendId | 'auto' }): Promise<VerifyReport>;
  /** State of every backend on this machine. Needs no `open`. */
  backends(): Promise<readonly BackendState[]>;
}

/** Largest absolute deviation from the reference of each kind. */
export interface VerifyReport {
  readonly backend: BackendId;
  readonly logits: number;
  readonly gradients: number;
  readonly losses: number;
  readonly parametersAfterSteps: number;
}

export interface BackendState {
  readonly backend: BackendId;
  readonly usable: boolean;
  /** Version and device when usable, else the reason. */
  readonly detail: string;
  /** What makes it usable; empty when it is. */
  readonly remedy: string;
  /** Why `auto` does not take it although it is usable; absent where it does. */
  readonly avoided?: string;
}

/** A trainer reports nothing on its own; all it has to say is in its answers. */
export type TrainerNews = Record<string, never>;
