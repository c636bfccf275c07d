/** A stored run as the comparison takes it: its losses, its cost, and what it was trained and judged on. */
import { relative } from 'node:path';
import { formatCompact, formatCount, thinSpace } from '#base/format';
import type { Circumstances, FinishedRun } from '#mixing/comparison';
import { parameterCount, trainingFlopsPerToken } from '../experiments/model-size.ts';
import { trajectoryOfRun } from '../results.ts';
import type { RunSpec } from '../run-spec.ts';
import { finishedModelFolder } from '../running/checkpointing.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { Workspace } from '../workspace.ts';

/** Method, label, row and names of groups are the experiment's own, which may call those of a shared run differently. */
export function finishedRun(
  run: StoredRun,
  place: Pick<FinishedRun, 'method' | 'label'> & { readonly row: string; readonly groups: readonly string[] },
  store: Store,
  workspace: Workspace,
): FinishedRun {
  const { spec } = run;
  const tokens = (run.learningSteps + run.step) * spec.training.batch * spec.shape.context;
  return {
    ...place,
    run: run.id,
    seed: run.seed,
    testLosses: store.evaluations.last(run.id, 'test')!.losses,
    validation: store.evaluations.after(run.id, 'val', -1).map(({ step, losses }) => ({ step, losses })),
    tokensPerByte: tokensPerByte(spec, store),
    proportions: trajectoryOfRun(store, run).points.at(-1)!.proportions,
    cost: {
      learningSteps: run.learningSteps,
      finalSteps: run.step,
      measuringSteps: measuringSteps(store, run),
      computedSteps: run.computedSteps,
      seconds: run.seconds,
      tokens,
      flops: tokens * trainingFlopsPerToken(spec.shape),
    },
    circumstances: circumstancesOf(run, place.groups),
    model: relative(workspace.folder, finishedModelFolder(workspace.checkpoints, run.id)).replaceAll('\\', '/'),
  };
}

/** Of each group's test text; NaN where the text is no longer there. */
export function tokensPerByte({ groups, tokenizer }: RunSpec, store: Store): number[] {
  return groups.map(({ version }) => {
    const tokens = store.shards.get(version, tokenizer)?.test;
    const bytes = store.texts.get(version)?.splits.test.bytes;
    return tokens === undefined || bytes === undefined ? NaN : tokens / bytes;
  });
}

function circumstancesOf({ spec, backend }: StoredRun, groups: readonly string[]): Circumstances {
  const { layers, hiddenSize, heads, intermediateSize, rotaryShare, parallelResidual } = spec.shape;
  const { batch, ...training } = spec.training;
  const rest = [
    `${String(heads)} heads`,
    `inner width ${String(intermediateSize)}`,
    `rotary ${String(rotaryShare)}`,
    parallelResidual ? 'parallel residual' : 'serial residual',
  ];
  return {
    data: spec.groups.map(({ version }, i) => ({ group: groups[i]!, version })),
    tokenizer: spec.tokenizer,
    model: `${String(layers)} layers of ${String(hiddenSize)}, ${rest.join(', ')}, ${formatCompact(parameterCount(spec.shape) - 2 * spec.shape.vocabularySize * hiddenSize)}${thinSpace}parameters besides embeddings`,
    context: spec.shape.context,
    steps: spec.steps,
    batch,
    evaluationSequences: spec.evaluation.sequences,
    training,
    learning: spec.learningBudget === undefined ? 'unrestricted' : `at most ${formatCount(spec.learningBudget)} steps`,
    backend: backend ?? spec.backend,
  };
}

/** Steps of the subject that only measured what a mixture does. */
function measuringSteps(store: Store, { id }: StoredRun): number {
  return store.stretches
    .after(id, -1)
    .filter(({ isMeasuring }) => isMeasuring)
    .reduce((sum, { from, step }) => sum + step - from, 0);
}
