/**
 * All learners of a trainer in one safetensors file: three flat vectors each, and their records as JSON in the metadata.
 * What `save` wrote, `load` gives back bit for bit.
 */
import { Refusal } from '#base/refusal';
import { type ExecutionKind, executionKinds } from './compiled/execution.ts';
import { Learner, type LearnerRecord, type LearnerVectors, type Workshop } from './learner.ts';
import { openSafetensors, type TensorEntry, writeSafetensors } from './safetensors.ts';

const format = 'aioli-checkpoint-1';
const vectors = ['parameters', 'first', 'second'] as const;

/** @param execution kind that made the numbers @returns bytes written */
export function saveLearners(
  file: string,
  execution: ExecutionKind,
  learners: ReadonlyMap<number, Learner>,
): Promise<number> {
  const records = [...learners].map(([model, learner]) => ({ model, record: learner.record() }));
  const entries = [...learners].flatMap(([model, learner]) =>
    vectors.map((which): TensorEntry => {
      const length = learner.parameters.shape[0];
      return { name: `${model}.${which}`, shape: [length], type: 'F32', data: () => learner.vector(which) };
    }),
  );
  return writeSafetensors(file, entries, { format, execution, models: JSON.stringify(records) });
}

/**
 * The learners of a file, in a shop that goes on as the kind of execution that the file names.
 * @throws Refusal `checkpoint_unreadable` when the file is damaged or belongs to another model
 */
export function loadLearners(file: string, shop: Workshop): Map<number, Learner> {
  const refuse = (message: string): Refusal =>
    new Refusal('checkpoint_unreadable', message, { file, remedy: 'Remove the file; the run then starts over.' });
  const stored = openSafetensors(file, 'checkpoint_unreadable');
  const learners = new Map<number, Learner>();
  try {
    if (stored.metadata['format'] !== format) throw refuse('The file is not a checkpoint of this version.');
    const records = JSON.parse(stored.metadata['models'] ?? '[]') as { model: number; record: LearnerRecord }[];
    for (const { model, record } of records) {
      if (stored.shape(`${model}.parameters`)[0] !== shop.model.parameterCount)
        throw refuse('The checkpoint belongs to a model of another shape.');
      const data = Object.fromEntries(vectors.map((which) => [which, stored.floats(`${model}.${which}`)]));
      learners.set(model, new Learner(shop, record, data as unknown as LearnerVectors));
    }
    // Last digits depend on it. Files of earlier versions, which were always eager, name none.
    shop.execution.use(executionKinds.find((kind) => kind === stored.metadata['execution']) ?? 'eager');
    return learners;
  } catch (error) {
    for (const learner of learners.values()) learner.dispose();
    throw error;
  } finally {
    stored.close();
  }
}
