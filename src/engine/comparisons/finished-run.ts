/** A stored run as the comparison takes it: its losses, its cost, and what it was trained and judged on. */
import { relative } from 'node:path';
import { formatCompact, formatCount, thinSpace } from '#base/format';
import type { Circumstances, FinishedRun } from '#mixing/comparison';
import { parameterCount, trainingFlopsPerToken } from '../experiments/model-size.ts';
import type { RunSpec } from '../run-spec.ts';
import { finishedModelFolder } from '../running/checkpointing.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';
import type { Workspace } from '../workspace.ts';

/** What the experiment that compares a run calls it, which may be otherwise than where the run was made. */
type Place = Pick<FinishedRun, 'method' | 'label'> & { readonly row: string; readonly groups: readonly string[] };

/** Reads finished runs; one that was read before is remembered, since a finished run does not change. */
export function openFinishedRuns(store: Store, workspace: Workspace): (run: StoredRun, place: Place) => FinishedRun {
  const known = new Map<string, Omit<FinishedRun, keyof Place | 'circumstances'>>();
  return (run, place) => {
    const key = `${run.id} ${run.endedAt ?? ''}`;
    const facts = known.get(key) ?? factsOf(run, store, workspace);
    known.set(key, facts);
    return { ...facts, ...place, circumstances: circumstancesOf(run, place.groups) };
  };
}

function factsOf(run: StoredRun, store: Store, workspace: Workspace): Omit<FinishedRun, keyof Place | 'circumstances'> {
  const { spec } = run;
  const stretches = store.stretches.after(run.id, -1);
  const measuringSteps = stretches.reduce(
    (sum, { isMeasuring, from, step }) => sum + (isMeasuring ? step - from : 0),
    0,
  );
  const tokens = (run.learningSteps + run.step) * spec.training.batch * spec.shape.context;
  return {
    run: run.id,
    seed: run.seed,
    testLosses: store.evaluations.last(run.id, 'test')!.losses,
    validation: store.evaluations.after(run.id, 'val', -1).map(({ step, losses }) => ({ step, losses })),
    tokensPerByte: tokensPerByte(spec, store),
    proportions: stretches.findLast(({ isMeasuring }) => !isMeasuring)!.asked,
    cost: {
      learningSteps: run.learningSteps,
      finalSteps: run.step,
      measuringSteps,
      computedSteps: run.computedSteps,
      seconds: run.seconds,
      tokens,
      flops: tokens * trainingFlopsPerToken(spec.shape),
    },
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

function circumstancesOf({ spec, cost, backend, learningSteps }: StoredRun, groups: readonly string[]): Circumstances {
  const { layers, hiddenSize, heads, intermediateSize, rotaryShare, parallelResidual } = spec.shape;
  const { batch, precision, ...training } = spec.training;
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
    totalSteps: learningSteps + spec.steps,
    batch,
    evaluationSequences: spec.evaluation.sequences,
    training,
    ...(precision && { precision }),
    learning: spec.learningBudget === undefined ? 'unrestricted' : `at most ${formatCount(spec.learningBudget)} steps`,
    ...(cost.learningSteps > 0 && { sharing: spec.sharing ?? {} }),
    backend: backendWords(backend ?? spec.backend, spec.threads),
  };
}

/** Threads are told where the experiment named them: otherwise they were those of its machine. */
function backendWords(backend: string, threads: number | undefined): string {
  return threads === undefined
    ? backend
    : `${backend} with ${formatCount(threads)} ${threads === 1 ? 'thread' : 'threads'}`;
}
