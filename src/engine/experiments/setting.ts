/** What methods may know of the runs of an experiment before they start. */
import { learningBudget, type Experiment } from '#contract/experiment';
import { costOf, type RunSetting } from '#mixing/compose';
import type { ResolvedChoice } from '#mixing/knobs';
import { finalStepsWithin } from '#mixing/plan';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import { sharingOf } from './sharing.ts';

/** What methods know of a run; groups without shards count by their bytes. */
export function runSetting(
  experiment: Experiment,
  groups: readonly (StoredGroup | null)[],
  store: Store,
  seed = experiment.seeds[0]!,
): RunSetting {
  const budget = learningBudget(experiment);
  return {
    groups: experiment.groups.map((name, i) => ({
      name,
      tokens: tokensOf(groups[i] ?? null, experiment, store).train,
    })),
    steps: experiment.training.steps,
    batch: experiment.training.batch,
    context: experiment.training.context,
    validationSequences: experiment.evaluation.sequences,
    seed,
    ...(budget !== null && { learningBudget: budget }),
  };
}

/** The same with what the experiment's runs learn together. */
function sharedSetting(
  experiment: Experiment,
  groups: readonly (StoredGroup | null)[],
  store: Store,
  seed?: number,
): RunSetting {
  const own = runSetting(experiment, groups, store, seed);
  const sharing = sharingOf(experiment, own);
  return sharing ? { ...own, sharing } : own;
}

/** The setting of one method: where learning counts towards the steps, its final run is shorter by what it learns. */
export function settingFor(
  choice: ResolvedChoice,
  experiment: Experiment,
  groups: readonly (StoredGroup | null)[],
  store: Store,
  seed = experiment.seeds[0]!,
): RunSetting {
  const whole = sharedSetting(experiment, groups, store, seed);
  return { ...whole, steps: finalStepsOf(choice, experiment, whole) ?? whole.steps };
}

/** Steps of a method's final run; null when learning leaves nothing for it. */
export function finalStepsOf(choice: ResolvedChoice, { budget }: Experiment, whole: RunSetting): number | null {
  if (budget?.learning !== 'included') return whole.steps;
  return finalStepsWithin(whole.steps, (steps) => costOf(choice, { ...whole, steps }).learningSteps);
}

/** Tokens per part: counted once the group is tokenised, judged from its bytes before. */
export function tokensOf(
  group: StoredGroup | null,
  { tokenizer }: Pick<Experiment, 'tokenizer'>,
  store: Store,
): { readonly train: number; readonly val: number; readonly test: number } {
  if (!group) return { train: 1, val: 1, test: 1 };
  const counted = store.shards.get(group.version, tokenizer);
  if (counted) return counted;
  const { splits } = store.texts.get(group.version)!;
  const bytesPerToken = tokenizer === 'byte' ? 1 : 4; // four is usual for English under GPT-2's vocabulary
  const judge = ({ documents, bytes }: { documents: number; bytes: number }): number =>
    Math.round(bytes / bytesPerToken) + documents;
  return { train: judge(splits.train), val: judge(splits.val), test: judge(splits.test) };
}
