/** What a run says to its trainer, from its first ask on. */
import { subjectRun } from '#mixing/compose';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';

export function conversation({ spec }: StoredRun, store: Store) {
  return subjectRun(spec.choice, {
    groups: spec.groups.map(({ name, version }) => ({
      name,
      tokens: store.shards.get(version, spec.tokenizer)!.train,
    })),
    steps: spec.steps,
    batch: spec.training.batch,
    context: spec.shape.context,
    validationSequences: spec.evaluation.sequences,
    seed: spec.seed,
    ...(spec.sharing && { sharing: spec.sharing }),
    ...(spec.learningBudget !== undefined && { learningBudget: spec.learningBudget }),
  });
}
