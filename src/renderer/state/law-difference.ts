/** What differs: a method from another, now from then, what was learned from what was measured. */
import { formatCount } from '#base/format';
import type { LawMeasurement } from '#contract/api';
import { difference, foldLaws, mapped, type LawEstimate } from '#mixing/laws/folded-law';
import { similarityOf } from '#mixing/laws/similarity';
import type { Matrix } from '#mixing/method';
import { normalised } from '#mixing/methods/aioli-law';
import type { LawForm, LawPanel } from './law-panel.ts';
import { indexAt, roundAt, type Timeline } from './law-view.ts';

export type Difference = 'none' | 'minus' | 'then' | 'measured';

/** A panel of differences, with how alike both sides are at each of its rounds. */
export interface DifferencePanel extends LawPanel {
  /** In [-1, 1]; null where it is not defined. One per round. */
  readonly similarity: readonly (number | null)[];
  /** What was taken away, in words. */
  readonly minus: string;
}

/** A - B at every place where either has a round, seed by seed where both have the same seeds. Both are of one kind. */
export function panelMinus(timeline: Timeline, A: LawPanel, B: LawPanel): DifferencePanel {
  const [a, b] = [timeline.placesOf(A), timeline.placesOf(B)];
  const places = [...new Set([...a, ...b])].sort((x, y) => x - y);
  const perStep = timeline.axis === 'share' ? 1 / A.steps : timeline.perStep;
  const steps = places.map((place) => Number((place / perStep).toPrecision(12)));
  const minus = (x: readonly LawEstimate[], y: readonly LawEstimate[]): readonly LawEstimate[] =>
    places.flatMap((place, n) => {
      const [left, right] = [x[indexAt(a, place)], y[indexAt(b, place)]];
      return left && right ? [{ round: n, step: steps[n]!, matrix: difference(left.matrix, right.matrix) }] : [];
    });
  const paired = A.seeds.flatMap((own) => {
    const other = B.seeds.find(({ seed }) => seed === own.seed);
    return other ? [{ ...own, estimates: minus(own.estimates, other.estimates) }] : [];
  });
  const seeds = paired.length > 0 ? paired : [{ run: null, seed: 0, estimates: minus(A.rounds, B.rounds) }];
  return {
    ...A,
    axis: 'step',
    rounds: foldLaws(seeds.map(({ estimates }) => estimates)),
    seeds,
    similarity: places.map((place) => alike(A.rounds[indexAt(a, place)]!.matrix, B.rounds[indexAt(b, place)]!.matrix)),
    minus: B.title,
  };
}

/** Every round of a panel minus the one that held at a place, seed by seed. */
export function panelSince(timeline: Timeline, panel: LawPanel, place: number): DifferencePanel {
  const then = roundAt(timeline, panel, place);
  if (!then) return { ...panel, similarity: [], minus: 'an earlier round' };
  const seeds = panel.seeds.map((seed) => ({ ...seed, estimates: since(seed.estimates, then.round) }));
  return {
    ...panel,
    rounds: foldLaws(seeds.map(({ estimates }) => estimates)),
    seeds,
    similarity: panel.rounds.map((now) => alike(now.matrix, then.matrix)),
    minus: panel.axis === 'step' ? `step ${formatCount(then.step)}` : `round ${formatCount(then.round)}`,
  };
}

/**
 * What a method had learned minus the law A* measured at the same points of its runs, folded over them; the learned one is
 * put on the scale of A* first. null without a finished measurement of a method that estimates a law.
 *
 * @param order places of the groups in the panel's order, as `reordered` has it
 */
export function panelMinusMeasured(
  panel: LawPanel,
  measurements: readonly LawMeasurement[],
  form: LawForm,
  order: readonly number[],
): DifferencePanel | null {
  const runs = new Set(panel.seeds.map(({ run }) => run));
  const found = measurements.flatMap(({ run, seed, step, steps, A, own }) =>
    runs.has(run) && A && own ? [{ run, seed, step, steps, A, own }] : [],
  );
  if (found.length === 0) return null;
  const inOrder = (M: Matrix) => order.map((i) => order.map((j) => M[i]![j]!));
  const steps = [...new Set(found.map(({ step }) => step))].sort((a, b) => a - b);
  const estimates = found.map((one) => ({
    run: one.run,
    seed: one.seed,
    estimate: {
      round: steps.indexOf(one.step),
      step: one.step,
      matrix: inOrder(
        form === 'normalised'
          ? difference(normalised(one.own.matrix), normalised(one.A))
          : difference(one.own.scaled, one.A),
      ),
    },
  }));
  const bySeed = Map.groupBy(estimates, ({ run }) => run);
  return {
    ...panel,
    axis: 'step',
    rounds: foldLaws([...bySeed.values()].map((of) => of.map(({ estimate }) => estimate))),
    seeds: [...bySeed].map(([run, of]) => ({ run, seed: of[0]!.seed, estimates: of.map(({ estimate }) => estimate) })),
    kind: form === 'normalised' ? 'share' : 'measured',
    measure: `nats per whole share, over ${formatCount(found[0]!.steps)} steps`,
    similarity: steps.map((step) =>
      meanOf(found.filter((one) => one.step === step).map(({ own }) => own.similarity.similarity)),
    ),
    minus: 'measured A*',
  };
}

function since(estimates: readonly LawEstimate[], round: number): readonly LawEstimate[] {
  const then = estimates.find((one) => one.round === round);
  return then ? estimates.map((one) => ({ ...one, matrix: difference(one.matrix, then.matrix) })) : [];
}

/** Of column sums; entries that were not estimated add nothing. */
function alike(A: Matrix, B: Matrix): number | null {
  const known = (M: Matrix) => mapped(M, (entry) => (Number.isNaN(entry) ? 0 : entry));
  return similarityOf(known(A), known(B)).similarity;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : null;
}
