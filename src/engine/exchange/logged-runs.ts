/** An experiment's runs as other programs know runs: settings, and every number over steps. */
import type { LawSeries, LoggedMetric, LoggedRun } from '#contract/api';
import { resolveChoice } from '#mixing/knobs';
import type { LawOrigin } from '#mixing/laws/law-origin';
import { mean } from '#base/statistics';
import { lawOf } from '../results.ts';
import type { Store } from '../store/index.ts';
import type { StoredRun } from '../store/runs.ts';

export function loggedRun(store: Store, run: StoredRun): LoggedRun {
  const groups = run.spec.groups.map(({ name }) => name);
  const law = lawOf(store, run);
  return {
    id: run.id,
    name: `${run.label}, seed ${run.seed}`,
    settings: settingsOf(run, law.rounds.length > 0 ? law.provenance : null),
    state: run.state === 'finished' ? 'finished' : run.state === 'running' ? 'running' : 'failed',
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    metrics: [
      ...trainMetrics(store, run),
      ...(['val', 'test'] as const).flatMap((split) => lossMetrics(store, run, split, groups)),
      ...proportionMetrics(store, run, groups),
      ...lawMetrics(law, groups),
    ],
  };
}

/** @param law where the law that the run learned comes from; null without one */
function settingsOf(
  { spec, method, seed, backend, steps }: StoredRun,
  law: LawOrigin['provenance'],
): LoggedRun['settings'] {
  const { method: found, knobs } = resolveChoice(spec.choice, 'choice', spec.groups.length);
  const plain = (value: unknown): string | number | boolean =>
    typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
      ? value
      : JSON.stringify(value);
  return {
    method,
    seed,
    steps,
    tokenizer: spec.tokenizer,
    ...(backend === null ? {} : { backend }),
    ...(law === null ? {} : { law }),
    ...Object.fromEntries(spec.groups.map(({ name, version }) => [`data.${name}`, version])),
    ...Object.fromEntries(Object.entries(spec.shape).map(([name, value]) => [`model.${name}`, plain(value)])),
    ...Object.fromEntries(Object.entries(spec.training).map(([name, value]) => [`training.${name}`, plain(value)])),
    ...Object.fromEntries(Object.entries(knobs).map(([name, value]) => [`${found.id}.${name}`, plain(value)])),
  };
}

function trainMetrics(store: Store, { id }: StoredRun): LoggedMetric[] {
  const steps = store.stepMetrics.within(id);
  const metric = (name: string, of: (step: (typeof steps)[number]) => number): LoggedMetric => ({
    name,
    points: steps.map((step) => ({ step: step.step, value: of(step), at: null })),
  });
  return steps.length === 0
    ? []
    : [
        metric('train/loss', ({ loss }) => loss),
        metric('train/gradient norm', ({ gradientNorm }) => gradientNorm),
        metric('train/learning rate', ({ learningRate }) => learningRate),
      ];
}

function lossMetrics(
  store: Store,
  { id }: StoredRun,
  split: 'val' | 'test',
  groups: readonly string[],
): LoggedMetric[] {
  const passes = store.evaluations.after(id, split, -1);
  return passes.length === 0
    ? []
    : [
        { name: `${split}/mean loss`, points: passes.map(({ step, losses }) => point(step, mean(losses))) },
        ...groups.map((group, i) => ({
          name: `${split}/loss/${group}`,
          points: passes.map(({ step, losses }) => point(step, losses[i]!)),
        })),
      ];
}

/** From the step on at which they were asked for; stretches that only measure are left out. */
function proportionMetrics(store: Store, { id }: StoredRun, groups: readonly string[]): LoggedMetric[] {
  const stretches = store.stretches.after(id, -1).filter(({ isMeasuring }) => !isMeasuring);
  return groups.map((group, i) => ({
    name: `proportions/${group}`,
    points: stretches.map(({ step, asked }) => point(step, asked[i]!)),
  }));
}

/**
 * Entry (i, j) of A^t, what training on j does for i, at the step of each round. A method that estimates it on a helper
 * model does so while the run itself stands still; its rounds are counted instead.
 */
function lawMetrics({ rounds, subsetError }: LawSeries, groups: readonly string[]): LoggedMetric[] {
  const doesMove = rounds.every(({ step }, i) => i === 0 || step > rounds[i - 1]!.step);
  if (rounds.length === 0) return [];
  const placeOf = ({ step, round }: (typeof rounds)[number]): number => (doesMove ? step : round);
  return [
    ...groups.flatMap((evaluated, i) =>
      groups.map((trained, j) => ({
        name: `law/${evaluated}/${trained}`,
        points: rounds.map((one) => point(placeOf(one), one.raw[i]![j]!)),
      })),
    ),
    ...(subsetError === null ? [] : [{ name: 'law/subset error', points: [point(placeOf(rounds[0]!), subsetError)] }]),
  ];
}

function point(step: number, value: number): LoggedMetric['points'][number] {
  return { step, value, at: null };
}
