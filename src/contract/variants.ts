/** One design at several budgets and sizes: each becomes an experiment of its own, so that each is compared by itself. */
import type { Experiment } from './experiment.ts';

/**
 * The experiments that a design stands for, its own setting first; the design itself where it names no variants. Those of
 * several are told apart by their names: `Study, micro, 600 steps`.
 */
export function variantsOf(design: Experiment): readonly Experiment[] {
  const { variants, ...experiment } = design;
  const steps = distinct([experiment.training.steps, ...(variants?.steps ?? [])]);
  const models = distinct([experiment.model, ...(variants?.models ?? [])]);
  return models.flatMap((model) =>
    steps.map((count) => {
      const own = [...(models.length > 1 ? [nameOf(model)] : []), ...(steps.length > 1 ? [`${count} steps`] : [])];
      return {
        ...experiment,
        name: [experiment.name, ...own].join(', '),
        model,
        training: { ...experiment.training, steps: count },
      };
    }),
  );
}

function nameOf(model: Experiment['model']): string {
  return typeof model === 'string' ? model : `${model.layers} layers of ${model.hiddenSize}`;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  const texts = values.map((value) => JSON.stringify(value));
  return values.filter((_value, i) => texts.indexOf(texts[i]!) === i);
}
