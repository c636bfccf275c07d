/** What a row was made with, as names and values by which rows can be grouped, filtered and told apart. */
import { learningBudget, type Experiment } from '#contract/experiment';
import { idOf } from '#mixing/compose';
import { resolveChoice, type ResolvedChoice } from '#mixing/knobs';
import type { MethodChoice } from '#mixing/method';
import type { Setting } from '#mixing/comparison';

/** Settings of the experiment first, then every knob of the method; those of what runs before carry its title in front. */
export function settingsOf(experiment: Experiment, choice: MethodChoice, methodIndex: number): Setting[] {
  const { training, tokenizer, model, groups, evaluation, backend } = experiment;
  return [
    { name: 'experiment', value: experiment.name },
    { name: 'method', value: idOf(choice) },
    { name: 'groups', value: groups.length },
    { name: 'tokenizer', value: tokenizer },
    { name: 'model', value: typeof model === 'string' ? model : JSON.stringify(model) },
    { name: 'steps', value: training.steps },
    { name: 'batch', value: training.batch },
    { name: 'context', value: training.context },
    { name: 'peakLearningRate', value: training.peakLearningRate },
    { name: 'evaluation sequences', value: evaluation.sequences },
    { name: 'learning budget', value: learningBudget(experiment) },
    { name: 'backend', value: backend },
    ...knobsOf(resolveChoice(choice, `methods.${methodIndex}`, groups.length), ''),
  ];
}

function knobsOf({ knobs, after }: ResolvedChoice, before: string): Setting[] {
  const own = Object.entries(knobs).map(([name, value]) => ({ name: before + name, value }));
  return after === null ? own : [...own, ...knobsOf(after, `${before}${after.method.title}: `)];
}
