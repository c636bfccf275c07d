/** How many seeds an experiment needs, from the spread that comparable runs of the workspace have shown. */
import { mean, sampleDeviation } from '#base/statistics';
import { pairsFor, visibleEffect } from '#base/power';
import type { SeedPlan, SeedSpread } from '#contract/api';
import type { Experiment } from '#contract/experiment';
import { canonicalJson } from '../run-spec.ts';
import type { Store } from '../store/index.ts';

/**
 * Deviation of a paired difference where no run of the workspace tells, nats per token: of the order that small models
 * trained for some hundred steps show. It is an assumption, and the plan says so.
 */
const assumedDeviation = 0.01;
const otherSeeds = [2, 3, 5, 10, 20];

/** @param difference wished for, nats per token; null for none */
export function planSeeds(experiment: Experiment, difference: number | null, store: Store): SeedPlan {
  const spread = spreadFor(experiment, store);
  const seeds = experiment.seeds.length;
  const visible = (pairs: number): number | null => {
    const effect = visibleEffect(pairs);
    return effect === null ? null : effect * spread.deviation;
  };
  return {
    spread,
    seeds,
    visible: visible(seeds),
    others: otherSeeds.filter((n) => n !== seeds).map((n) => ({ seeds: n, visible: visible(n)! })),
    needed: difference === null || difference <= 0 ? null : pairsFor(difference / spread.deviation),
  };
}

/** Mean test loss of a finished run, with what it may be compared by. */
interface Judged {
  readonly experiment: string;
  readonly methodIndex: number;
  readonly seed: number;
  readonly loss: number;
}

function spreadFor(experiment: Experiment, store: Store): SeedSpread {
  const judged = comparableRuns(experiment, store);
  const paired = pairedDeviations(judged);
  if (paired.count > 0) return { ...paired, source: 'paired' };
  const single = seedDeviations(judged);
  if (single.count > 0) return { ...single, deviation: single.deviation * Math.SQRT2, source: 'seeds' };
  return { deviation: assumedDeviation, source: 'assumed', count: 0, experiments: [] };
}

/** Finished runs of experiments that train the same model for as long on the same groups. */
function comparableRuns(experiment: Experiment, store: Store): readonly Judged[] {
  const wanted = frameOf(experiment);
  return store.experiments.summaries().flatMap(({ id, name }) => {
    const other = store.experiments.get(id)!;
    if (frameOf(other) !== wanted) return [];
    return store.experiments.places(id).flatMap(({ run, methodIndex, seed }) => {
      const losses = store.evaluations.last(run, 'test')?.losses;
      return losses ? [{ experiment: name, methodIndex, seed, loss: mean(losses) }] : [];
    });
  });
}

function frameOf({ groups, tokenizer, model, training, evaluation }: Experiment): string {
  return canonicalJson([groups, tokenizer, model, training, evaluation.sequences]);
}

interface Pooled {
  readonly deviation: number;
  readonly count: number;
  readonly experiments: readonly string[];
}

/** Spread of each method's difference to the first method of its experiment over the seeds that both have. */
function pairedDeviations(judged: readonly Judged[]): Pooled {
  return pooled(judged, (own) => {
    const methods = [...Map.groupBy(own, (run) => run.methodIndex).values()];
    const [first, ...others] = methods;
    return others.map((method) =>
      method.flatMap(({ seed, loss }) => {
        const partner = first!.find((run) => run.seed === seed);
        return partner ? [loss - partner.loss] : [];
      }),
    );
  });
}

/** Spread of each method's losses over its seeds. */
function seedDeviations(judged: readonly Judged[]): Pooled {
  return pooled(judged, (own) =>
    [...Map.groupBy(own, (run) => run.methodIndex).values()].map((method) => method.map(({ loss }) => loss)),
  );
}

/** Root mean square of the deviations of all samples, each weighted by its degrees of freedom. */
function pooled(
  judged: readonly Judged[],
  samplesOf: (own: readonly Judged[]) => readonly (readonly number[])[],
): Pooled {
  let [squares, degrees, count] = [0, 0, 0];
  const experiments: string[] = [];
  for (const [name, own] of Map.groupBy(judged, (run) => run.experiment)) {
    const samples = samplesOf(own).filter(({ length }) => length > 1);
    for (const sample of samples) {
      squares += (sampleDeviation(sample) ?? 0) ** 2 * (sample.length - 1);
      degrees += sample.length - 1;
      count += sample.length;
    }
    if (samples.length > 0) experiments.push(name);
  }
  const deviation = Math.sqrt(squares / degrees);
  return deviation > 0 ? { deviation, count, experiments } : { deviation: 0, count: 0, experiments: [] };
}
