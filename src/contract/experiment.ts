/**
 * The experiment file (`*.experiment.json`): everything an experiment depends on. The window's form edits this object,
 * the command line reads it; both mean the same.
 */
import { z } from 'zod';
import type { KnobValue, MethodChoice } from '#mixing/method';
import type { ModelShape, TrainingSetting } from './trainer.ts';

const count = z.int().min(1);
/** A count with a bound that no workstation reaches: beyond it a number is a slip, and would only exhaust the machine. */
const upTo = (most: number) => count.max(most);
const positive = z.number().positive();

const knobValue: z.ZodType<KnobValue> = z.union([
  z.number(),
  z.string(),
  z.boolean(),
  z.array(z.number()),
  z.array(z.array(z.number())),
  z.null(),
]);

/** A method with its settings; `after` is the method that runs before it. */
export const methodChoiceSchema: z.ZodType<MethodChoice> = z.strictObject({
  id: z.string(),
  preset: z.string().optional(),
  knobs: z.record(z.string(), knobValue).optional(),
  get after() {
    return methodChoiceSchema.optional();
  },
}) as z.ZodType<MethodChoice>;

export const modelPresets = ['nano', 'micro', 'mini', 'pythia-14m', 'pythia-31m', 'pythia-70m', 'pythia-160m'] as const;
export type ModelPreset = (typeof modelPresets)[number];

/** Width and depth of each preset; the vocabulary comes from the tokenizer, the context from the training section. */
export const modelPresetShapes: Readonly<
  Record<ModelPreset, Pick<ModelShape, 'hiddenSize' | 'layers' | 'heads' | 'intermediateSize'>>
> = {
  nano: { hiddenSize: 128, layers: 4, heads: 4, intermediateSize: 512 },
  micro: { hiddenSize: 192, layers: 4, heads: 6, intermediateSize: 768 },
  mini: { hiddenSize: 256, layers: 6, heads: 8, intermediateSize: 1024 },
  'pythia-14m': { hiddenSize: 128, layers: 6, heads: 4, intermediateSize: 512 },
  'pythia-31m': { hiddenSize: 256, layers: 6, heads: 8, intermediateSize: 1024 },
  'pythia-70m': { hiddenSize: 512, layers: 6, heads: 8, intermediateSize: 2048 },
  'pythia-160m': { hiddenSize: 768, layers: 12, heads: 12, intermediateSize: 3072 },
};

const customModel = z.strictObject({
  hiddenSize: upTo(16_384),
  layers: upTo(256),
  heads: upTo(256),
  intermediateSize: upTo(65_536),
  rotaryShare: z.number().min(0).max(1).default(0.25),
  rotaryBase: positive.default(10_000),
  parallelResidual: z.boolean().default(true),
  layerNormEpsilon: positive.default(1e-5),
});

export const trainingSchema = z.strictObject({
  steps: upTo(100_000_000),
  batch: upTo(65_536).default(8),
  context: z.int().min(8).max(65_536).default(128),
  peakLearningRate: positive.default(1e-3),
  startLearningRate: z.number().min(0).default(1e-7),
  endLearningRate: z.number().min(0).default(1e-4),
  /** Absent: a tenth of the steps. */
  warmupSteps: z.int().min(0).optional(),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: positive.default(1e-8),
  weightDecay: z.number().min(0).default(0.01),
  clip: positive.default(1),
  splitter: z.enum(['exactCarry', 'multinomial']).default('exactCarry'),
  /** Of products of matrices. Absent: float32. */
  precision: z.enum(['float32', 'bfloat16']).optional(),
});

export const evaluationSchema = z.strictObject({
  /** Validation passes along the run, beside the one before the first step. */
  points: upTo(100_000).default(10),
  /** Largest number of sequences per group in one pass. */
  sequences: upTo(1_000_000).default(64),
});

/** What each run may spend on learning proportions besides its final training (spec of methods, section 3.6). */
export const budgetSchema = z.discriminatedUnion('learning', [
  z.strictObject({ learning: z.literal('unrestricted') }),
  /** At most this share of the run's steps; 0.5 is the published one. */
  z.strictObject({ learning: z.literal('restricted'), share: z.number().positive().max(100).default(0.5) }),
  /** Learning counts towards the run's steps: a method that learns has a shorter final run, so that totals are equal. */
  z.strictObject({ learning: z.literal('included') }),
]);

/** What the runs of an experiment learn together instead of each by itself. The numbers are others than as published. */
export const sharingSchema = z.strictObject({
  /** 'common': every sweep trains at the first mixtures of one sequence, with runs of equal length. */
  sweeps: z.enum(['own', 'common']).default('own'),
  /** Steps of each run of a common sweep. Absent: the fewest that a method of the experiment would make by itself. */
  trialSteps: upTo(100_000_000).optional(),
  /** 'once': what is learned with the first seed is used by the final runs of all. */
  learning: z.enum(['each-seed', 'once']).default('each-seed'),
});

const modelWords = `is neither a preset (${modelPresets.join(', ')}) nor a shape with hiddenSize, layers, heads and intermediateSize`;

const modelChoice = z.union([z.enum(modelPresets), customModel], modelWords);

/** Further budgets and sizes at which the whole comparison is made again; each becomes an experiment of its own. */
export const variantsSchema = z.strictObject({
  /** Steps beside those of the training section. */
  steps: z.array(upTo(100_000_000)).min(1).optional(),
  /** Models beside the experiment's own. */
  models: z.array(modelChoice).min(1).optional(),
});

export const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(1),
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u, 'holds a line break or another control character'),
  notes: z.string().default(''),
  groups: z.array(z.string()).min(1),
  tokenizer: z.string().default('byte'),
  model: modelChoice.default('nano'),
  training: trainingSchema,
  evaluation: evaluationSchema.default({ points: 10, sequences: 64 }),
  /** Absent: unrestricted. */
  budget: budgetSchema.optional(),
  /** Absent: each run learns by itself, as published; equal trials and equal beginnings are shared all the same. */
  sharing: sharingSchema.optional(),
  /** Absent: this one setting alone. */
  variants: variantsSchema.optional(),
  seeds: z.array(z.int().min(0)).min(1),
  methods: z.array(methodChoiceSchema).min(1),
  backend: z.enum(['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu']).default('auto'),
  /** Of each trainer. Absent: as many as the computer has cores. */
  threads: upTo(1024).optional(),
});

/** An experiment with every default filled in. */
export type Experiment = z.output<typeof experimentSchema>;
/** An experiment as a person may write it. */
export type ExperimentInput = z.input<typeof experimentSchema>;

/** Shape of the experiment's model for a vocabulary of `vocabularySize` entries. */
export function modelShape(experiment: Experiment, vocabularySize: number): ModelShape {
  const rest =
    typeof experiment.model === 'string'
      ? {
          ...modelPresetShapes[experiment.model],
          rotaryShare: 0.25,
          rotaryBase: 10_000,
          parallelResidual: true,
          layerNormEpsilon: 1e-5,
        }
      : experiment.model;
  return { vocabularySize, context: experiment.training.context, ...rest };
}

/** Steps that a run may spend on learning proportions; null when nothing but what it asks for limits them. */
export function learningBudget({ budget, training }: Pick<Experiment, 'budget' | 'training'>): number | null {
  return budget?.learning === 'restricted' ? Math.floor(budget.share * training.steps) : null;
}

/** Optimiser and schedule as the trainer wants them. */
export function trainingSetting(experiment: Experiment): TrainingSetting {
  const { steps, context: _context, warmupSteps, precision, ...rest } = experiment.training;
  return {
    ...rest,
    warmupSteps: warmupSteps ?? Math.round(steps / 10),
    // Named only where it is not the usual one: whoever spells out float32 means the same run.
    ...(precision === 'bfloat16' && { precision }),
  };
}
