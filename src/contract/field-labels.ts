/** What the fields of an experiment are called where people read them: in the form, in findings, in the words of an edit. */
import type { Knob, Method, MethodChoice } from '#mixing/method';
import { methods } from '#mixing/methods/index';
import type { Experiment } from './experiment.ts';

/** Labels of the fields that are not knobs, by their path in the experiment. */
export const fieldLabels = {
  name: 'Name',
  notes: 'Notes',
  groups: 'Groups',
  tokenizer: 'Tokenizer',
  model: 'Model',
  'model.hiddenSize': 'Width',
  'model.layers': 'Layers',
  'model.heads': 'Heads',
  'model.intermediateSize': 'Inner width',
  'training.steps': 'Steps',
  'training.batch': 'Batch',
  'training.context': 'Context',
  'training.peakLearningRate': 'Peak learning rate',
  'training.startLearningRate': 'Start learning rate',
  'training.endLearningRate': 'End learning rate',
  'training.warmupSteps': 'Warm-up',
  'training.beta1': 'AdamW β₁',
  'training.beta2': 'AdamW β₂',
  'training.epsilon': 'AdamW ε',
  'training.weightDecay': 'Weight decay',
  'training.clip': 'Clip gradients at',
  'training.splitter': 'Division of batches',
  'training.precision': 'Precision',
  'evaluation.points': 'Validation passes',
  'evaluation.sequences': 'Validation sequences',
  budget: 'Learning budget',
  'budget.learning': 'Learning budget',
  'budget.share': 'Learning share',
  sharing: 'Learning together',
  'sharing.sweeps': 'Sweeps',
  'sharing.trialSteps': 'Steps of a common run',
  'sharing.learning': 'Learning',
  variants: 'Variants',
  'variants.steps': 'Also with steps',
  'variants.models': 'Also with models',
  seeds: 'Seeds',
  methods: 'Methods',
  backend: 'Backend',
  threads: 'Threads of a trainer',
} as const;

/** What a field is called: `Steps`, `Aioli: Step size`, the name of a group; the path where nothing better is known. */
export function labelOf(field: string, experiment: Pick<Experiment, 'groups' | 'methods'>): string {
  if (Object.hasOwn(fieldLabels, field)) return fieldLabels[field as keyof typeof fieldLabels];
  const [part, place = '', ...rest] = field.split('.');
  if (part === 'groups') return experiment.groups[Number(place)] ?? field;
  if (part === 'variants') return labelOf(`variants.${place}`, experiment);
  const choice = part === 'methods' ? experiment.methods[Number(place)] : undefined;
  return choice ? labelInChoice(choice, rest) : field;
}

/** Title of a method as the form shows it; its id where this version does not know it. */
export function methodTitle({ id }: MethodChoice): string {
  return known(id)?.title ?? id;
}

/** The declaration of a knob; undefined where this version does not know it. */
export function knobOf({ id }: MethodChoice, name: string): Knob | undefined {
  return known(id)?.knobs[name];
}

function labelInChoice(choice: MethodChoice, path: readonly string[]): string {
  const [part, name] = path;
  const title = methodTitle(choice);
  if (part === 'after' && choice.after) return labelInChoice(choice.after, path.slice(1));
  if (part === 'preset') return `${title}: Preset`;
  if (part === 'knobs' && name !== undefined) return `${title}: ${knobOf(choice, name)?.label ?? name}`;
  return title;
}

function known(id: string): Method | undefined {
  return methods.find((method) => method.id === id);
}
