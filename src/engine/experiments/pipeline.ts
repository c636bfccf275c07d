/** What has to be done before what: the boxes of an experiment's pipeline, with what several methods share drawn once. */
import type { PipelineBox } from '#contract/api';
import type { Phase, PhasePart } from '#mixing/plan';
import { stepsOf, trialText, type Workload } from './workload.ts';

const titles: Readonly<Record<PhasePart['name'], string>> = {
  reference: 'Reference',
  proxy: 'Proxy',
  sweep: 'Sweep',
  graph: 'Graph',
  measuring: 'Measuring',
  final: 'Final run',
};

/** The boxes of all methods, in an order in which they can be done. */
export function pipelineOf(loads: readonly Workload[]): readonly PipelineBox[] {
  const boxes = new Map<string, PipelineBox>();
  const add = (box: PipelineBox): string => {
    const there = boxes.get(box.id);
    const methods = there ? [...new Set([...there.methods, ...box.methods])] : box.methods;
    boxes.set(box.id, { ...(there ?? box), methods });
    return box.id;
  };
  for (const [methodIndex, seeds] of Map.groupBy(loads, (load) => load.methodIndex)) addMethod(methodIndex, seeds, add);
  return [...boxes.values()];
}

/** @param seeds the method's runs, one per seed */
function addMethod(method: number, seeds: readonly Workload[], add: (box: PipelineBox) => string): void {
  const { phases } = seeds[0]!;
  let before: readonly string[] = [];
  phases.forEach((phase, nth) => {
    const isLast = nth === phases.length - 1;
    const own = `${method}.${nth}`;
    for (const part of phase.parts.filter(({ kind }) => kind === 'learning'))
      before = [add(learningBox(part, nth, `${own}.${part.name}`, { method, seeds, before }))];
    if (phase.method.kind === 'offline' && phase.cost.learningSteps > 0)
      before = [
        add({
          id: `${own}.mixture`,
          title: 'Mixture',
          detail: 'learnt',
          kind: 'mixture',
          methods: [method],
          steps: 0,
          after: before,
        }),
      ];
    if (phase.cost.finalSteps === 0) return;
    const steps = seeds.filter((run) => !run.isFinished).length * phase.cost.finalSteps;
    const title = isLast ? titles.final : `First at ${phase.method.title}`;
    before = [
      add({
        id: `${own}.final`,
        title,
        detail: finalDetail(phase, seeds),
        kind: 'final',
        methods: [method],
        steps,
        after: before,
      }),
    ];
  });
}

interface Place {
  readonly method: number;
  readonly seeds: readonly Workload[];
  readonly before: readonly string[];
}

/** Short runs are one box for all methods that ask for the same ones. */
function learningBox(part: PhasePart, nth: number, own: string, { method, seeds, before }: Place): PipelineBox {
  const trials = seeds.flatMap(({ phases }) => phases[nth]!.trials);
  const box = { title: titles[part.name], kind: 'learning' as const, methods: [method] };
  if (trials.length === 0) {
    const toTrain = seeds.filter(({ isFinished, shared }) => !isFinished && !shared.learned[nth]).length;
    return { ...box, id: own, detail: counted(toTrain, 'run'), steps: toTrain * part.steps, after: before };
  }
  const fresh = seeds.flatMap(({ newTrials }) => newTrials[nth]!);
  const id = `trials ${trials.map(trialText).sort().join()}`;
  return { ...box, id, detail: counted(fresh.length, 'trial'), steps: stepsOf(fresh), after: [] };
}

function finalDetail({ cost }: Phase, seeds: readonly Workload[]): string {
  const unfinished = seeds.filter((run) => !run.isFinished).length;
  const measuring = Math.round((100 * cost.measuringSteps) / Math.max(1, cost.finalSteps));
  return counted(unfinished, 'run') + (measuring > 0 ? `, ${measuring} % measuring` : '');
}

function counted(n: number, what: string): string {
  if (n === 0) return 'done already';
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
