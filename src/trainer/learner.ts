/**
 * A model in training: parameters and moments, step counter, schedule and data. The training loop of the whole product
 * is here, once; methods reach it through `train` and `probe`.
 */
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { type Batch, openSampler, type Sampler, type SamplerState } from '#corpus/sampler';
import type { Shards } from '#corpus/shards';
import type { Divergence, StepRecord, TrainedSlice, TrainingSetting } from '#contract/trainer';
import type { Proportions, Splitter } from '#mixing/method';
import { learningRate } from '#mixing/schedule';
import type { Execution } from './compiled/execution.ts';
import type { Model } from './model.ts';
import { decayMask, type OptimiserState, updated, updateScalars } from './optimiser.ts';
import { step } from './step.ts';
import { openValidation, type ValidationSampler, type ValidationState } from './validation-sampler.ts';

/** What all learners of a trainer share. */
export interface Workshop {
  readonly model: Model;
  readonly execution: Execution;
  readonly training: TrainingSetting;
  readonly shards: readonly Shards[];
  /** C, tokens per sequence. */
  readonly context: number;
}

/** Everything of a learner that is not a tensor; plain data, so that a checkpoint can hold it. */
export interface LearnerRecord {
  readonly seed: number;
  /** Length of the learning-rate schedule. */
  readonly scheduleSteps: number;
  /** Steps taken. */
  readonly step: number;
  /** Proportions of the segment that the sampler is in; null before the first. */
  readonly proportions: Proportions | null;
  readonly sampler: SamplerState | null;
  readonly validation: ValidationState | null;
  /** The batch of the last probe while no training has followed it. */
  readonly kept: { readonly tokens: readonly number[]; readonly groups: readonly number[] } | null;
}

/** Flat vectors of a learner: parameters, first and second moments. */
export interface LearnerVectors {
  readonly parameters: Float32Array;
  /** Both absent for a fresh learner: zeros. */
  readonly first?: Float32Array;
  readonly second?: Float32Array;
}

export interface Segment {
  readonly proportions: Proportions;
  readonly steps: number;
  readonly splitter?: Splitter | undefined;
  /** Weight of each group's mean loss, applied to the batch that the last probe kept; `steps` is then 1. */
  readonly lossWeights?: readonly number[] | undefined;
  /** Goes on with a segment that an earlier call began. */
  readonly continues: boolean;
}

export class Learner {
  readonly #shop: Workshop;
  readonly #seed: number;
  readonly #scheduleSteps: number;
  readonly #sampler: Sampler;
  readonly #validation: ValidationSampler;
  readonly #mask: tf.Tensor1D;
  #state: OptimiserState;
  #step: number;
  #proportions: Proportions | null;
  #kept: Batch | null;

  constructor(shop: Workshop, record: LearnerRecord, vectors: LearnerVectors) {
    const { shards, context, model, training } = shop;
    const { seed, sampler, validation, kept } = record;
    this.#shop = shop;
    this.#seed = seed;
    this.#scheduleSteps = record.scheduleSteps;
    this.#step = record.step;
    this.#proportions = record.proportions;
    this.#kept = kept && batchOf(kept, shards.length);
    this.#sampler = openSampler({ shards, context, batch: training.batch, seed, ...(sampler && { state: sampler }) });
    this.#validation = openValidation({ shards, context, seed, ...(validation && { state: validation }) });
    this.#mask = tf.tensor1d(decayMask(model.parameters));
    const zeros = (): tf.Tensor1D => tf.zeros([model.parameterCount]);
    this.#state = {
      parameters: tf.tensor1d(vectors.parameters),
      first: vectors.first ? tf.tensor1d(vectors.first) : zeros(),
      second: vectors.second ? tf.tensor1d(vectors.second) : zeros(),
    };
  }

  /** Steps taken. */
  get step(): number {
    return this.#step;
  }

  /** The flat vector as it is now; it belongs to the learner. */
  get parameters(): tf.Tensor1D {
    return this.#state.parameters;
  }

  /** Learning rate of the next step. */
  get learningRate(): number {
    return this.#rateAfter(this.#step);
  }

  /** Takes steps until they are done or a number is not finite. Other work of the process gets its turn in between. */
  async train(segment: Segment): Promise<TrainedSlice> {
    // A step on a kept batch draws nothing, so it begins nothing: the probe did.
    if (!segment.continues && !segment.lossWeights) this.#beginSegment(segment.proportions);
    const steps: StepRecord[] = [];
    for (let i = 0; i < segment.steps; i++) {
      const batch = this.#nextBatch(segment);
      const result = await this.#take(batch, sequenceWeights(batch, segment.lossWeights));
      if ('what' in result) return { steps, diverged: result };
      steps.push(result);
      await setImmediate();
    }
    return { steps };
  }

  /** Draws the batch that the next `train` with loss weights will use. */
  keepBatch(proportions: Proportions): Batch {
    // Probes at unchanged proportions are one segment: exactCarry goes on from one to the next.
    if (proportions.join() !== this.#proportions?.join()) this.#beginSegment(proportions);
    this.#kept = this.#sampler.draw(proportions, this.#shop.training.splitter);
    return this.#kept;
  }

  /** Validation sequences for a probe (tokens: count·C), and the group of each. */
  drawValidation(count: number): { readonly tokens: Int32Array; readonly groups: Int32Array } {
    return this.#validation.draw(count);
  }

  /**
   * How far the next steps would take the parameters down if the gradients stayed as they are: parameters now minus
   * parameters then, a flat vector. Nothing changes.
   *
   * @param gradients clipped; the steps take them in turn
   */
  wayAlong(gradients: readonly tf.Tensor1D[], steps: number): tf.Tensor1D {
    const { training } = this.#shop;
    return tf.tidy(() => {
      let state = this.#state;
      for (let taken = 0; taken < steps; taken++) {
        const before = state;
        const step = this.#step + taken;
        const scalars = updateScalars(training, this.#rateAfter(step), step + 1);
        state = updated(before, gradients[taken % gradients.length]!, this.#mask, scalars, training);
        if (before !== this.#state) tf.dispose([before.parameters, before.first, before.second]);
      }
      return tf.sub<tf.Tensor1D>(this.#state.parameters, state.parameters);
    });
  }

  record(): LearnerRecord {
    const kept = this.#kept && { tokens: [...this.#kept.tokens], groups: [...this.#kept.groups] };
    return {
      seed: this.#seed,
      scheduleSteps: this.#scheduleSteps,
      step: this.#step,
      proportions: this.#proportions,
      sampler: this.#sampler.state(),
      validation: this.#validation.state(),
      kept,
    };
  }

  /** Reads one of the flat vectors. */
  vector(which: keyof OptimiserState): Promise<Float32Array> {
    return this.#state[which].data<'float32'>();
  }

  dispose(): void {
    tf.dispose([this.#mask, ...Object.values(this.#state as unknown as Record<string, tf.Tensor>)]);
  }

  /** Learning rate of the step after `steps` steps. */
  #rateAfter(steps: number): number {
    return learningRate(steps, { ...this.#shop.training, steps: this.#scheduleSteps });
  }

  #beginSegment(proportions: Proportions): void {
    this.#sampler.beginSegment();
    this.#proportions = proportions;
  }

  #nextBatch({ proportions, splitter, lossWeights }: Segment): Batch {
    const kept = this.#kept;
    this.#kept = null;
    if (!lossWeights) return this.#sampler.draw(proportions, splitter ?? this.#shop.training.splitter);
    if (!kept) throw new Error('loss weights need a batch that a probe has drawn');
    return kept;
  }

  async #take(batch: Batch, weights: Float32Array): Promise<StepRecord | Divergence> {
    const { model, training, execution, context } = this.#shop;
    const number = this.#step + 1;
    const rate = this.learningRate;
    const given = {
      tokens: tf.tensor2d(batch.tokens, [weights.length, context], 'int32'),
      weights: tf.tensor1d(weights),
      scalars: updateScalars(training, rate, number),
    };
    const taken = execution.run('step', { ...this.#state, mask: this.#mask, ...given }, (inputs) =>
      step(model, training, inputs),
    );
    const { losses, gradientNorm: length, ...next } = taken;
    const [ofSequences, ofGradient] = await Promise.all([losses.data<'float32'>(), length.data<'float32'>()]);
    const read = [...ofSequences];
    const gradientNorm = ofGradient[0]!;
    tf.dispose([...Object.values(given), losses, length]);
    const loss = mean(read);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      tf.dispose(Object.values(next));
      return { step: number, what: Number.isFinite(loss) ? 'gradient' : 'loss' };
    }
    tf.dispose([this.#state.parameters, this.#state.first, this.#state.second]);
    this.#state = next;
    this.#step = number;
    const { counts, groups } = batch;
    const groupLosses = meansByGroup(read, groups, counts.length);
    return { step: number, loss, gradientNorm, learningRate: rate, counts, groupLosses };
  }
}

/** A record for step 0. */
export function freshRecord(seed: number, scheduleSteps: number): LearnerRecord {
  return { seed, scheduleSteps, step: 0, proportions: null, sampler: null, validation: null, kept: null };
}

/** Mean of each group's values; null where a group has none. */
export function meansByGroup(values: readonly number[], groups: Int32Array, count: number): (number | null)[] {
  return Array.from({ length: count }, (_, group) => {
    const own = values.filter((_value, row) => groups[row] === group);
    return own.length > 0 ? mean(own) : null;
  });
}

/** What each sequence's loss counts: equal shares, or its group's weight divided among the group's sequences. */
function sequenceWeights({ groups, counts }: Batch, lossWeights: readonly number[] | undefined): Float32Array {
  return Float32Array.from(groups, (group) => (lossWeights ? lossWeights[group]! / counts[group]! : 1 / groups.length));
}

function batchOf(kept: NonNullable<LearnerRecord['kept']>, groups: number): Batch {
  const counts = Array<number>(groups).fill(0);
  for (const group of kept.groups) counts[group]! += 1;
  return { tokens: Int32Array.from(kept.tokens), groups: Int32Array.from(kept.groups), counts };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
