/** Templates that come with the program: settings to begin from, without the groups, which belong to a workspace. */
import { defaultsOf } from '#mixing/knobs';
import type { Method } from '#mixing/method';
import { methods } from '#mixing/methods/index';
import type { Template } from './calls/designs.ts';
import { experimentSchema, type Experiment } from './experiment.ts';

/** Groups that a design from a template begins with: more make a run long before they make it interesting. */
const fewGroups = 3;

/** Whether a method can run as it is, without a person's own numbers. */
function needsNoInput(method: Method): boolean {
  const groups = Array.from({ length: fewGroups }, (_, i) => ({ name: String(i), tokens: 1e9 }));
  const setting = { groups, steps: 300, totalSteps: 300, batch: 8, seed: 0 };
  const complaints = method.complaints(setting, defaultsOf(method.knobs));
  return complaints.every(({ severity }) => severity === 'warning');
}

/** A method with its preset for short runs on one workstation, where it has one. */
const short = (id: string) => {
  const presets = methods.find((method) => method.id === id)?.presets ?? {};
  return { id, ...('small' in presets && { preset: 'small' }) };
};

export const builtInTemplates: readonly Template[] = [
  {
    name: 'First comparison',
    purpose: 'Stratified against Aioli, two seeds, in minutes.',
    isBuiltIn: true,
    design: {
      training: { steps: 300 },
      evaluation: { points: 10, sequences: 32 },
      seeds: [0, 1],
      methods: [{ id: 'stratified' }, short('aioli')],
    },
  },
  {
    name: 'Quick look',
    purpose: 'One seed and few steps: does it run, and what would it show?',
    isBuiltIn: true,
    design: {
      training: { steps: 100 },
      evaluation: { points: 5, sequences: 16 },
      seeds: [0],
      methods: [{ id: 'stratified' }, short('aioli')],
    },
  },
  {
    name: 'As in the Aioli paper',
    purpose: 'A 160 M model over 5 seeds; learning restricted to half of the steps. Takes days.',
    isBuiltIn: true,
    design: {
      tokenizer: 'gpt2',
      model: 'pythia-160m',
      training: { steps: 5000, batch: 8, context: 2048, peakLearningRate: 5e-4 },
      evaluation: { points: 20, sequences: 64 },
      budget: { learning: 'restricted', share: 0.5 },
      seeds: [0, 1, 2, 3, 4],
      methods: ['stratified', 'grid-search', 'data-mixing-laws', 'skill-it', 'doremi', 'doge', 'aioli'].map((id) => ({
        id,
      })),
    },
  },
  {
    name: 'All methods',
    purpose: 'Every method that needs no input, three seeds, the smallest model, short helper runs.',
    isBuiltIn: true,
    design: {
      training: { steps: 300 },
      evaluation: { points: 10, sequences: 32 },
      budget: { learning: 'restricted', share: 0.5 },
      seeds: [0, 1, 2],
      methods: methods.filter(needsNoInput).map(({ id }) => short(id)),
    },
  },
];

/** An experiment with a template's settings. @param groups names of the groups that there are */
export function experimentFrom(
  { name, design }: Pick<Template, 'name' | 'design'>,
  groups: readonly string[],
): Experiment {
  return experimentSchema.parse({
    ...design,
    format: 1,
    name,
    groups: groups.length === 0 ? ['-'] : groups.slice(0, fewGroups),
  });
}
