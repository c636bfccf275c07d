/** Grid search: trains many mixtures and keeps the best on validation. Spec 2.4; sets of mixtures: candidates.ts. */
import type { Random } from '#base/random';
import { normalise, uniform } from '#base/simplex';
import { capped } from '#base/simplex-minimum';
import { dot } from '#base/linear-algebra';
import { note, offline, type Complaint, type KnobsOf, type Losses, type Proportions, type Setting } from '../method.ts';
import { availabilityCaps, capComplaints } from './availability.ts';
import { dirichletCover, lattice, latticeSize } from './candidates.ts';
import { knobs, presets } from './grid-search-knobs.ts';
import { budgetComplaints } from './learning-steps.ts';
import { lossShares, lossWeightComplaints } from './loss-weights.ts';
import { sweep, sweepCost } from './sweep.ts';

type Knobs = KnobsOf<typeof knobs>;

export const gridSearch = offline({
  id: 'grid-search',
  title: 'Grid search',
  paper: 'baseline',
  summary:
    'Trains one model per mixture of a grid and keeps the mixture whose validation losses are best. Simple, and dear.',
  knobs,
  presets,
  complaints,
  costFormula: 'N runs of S′ steps (times seeds per mixture), two validation passes each.',
  cost: (setting, given) => sweepCost(setting, candidateCount(setting, given), given),
  *learn(setting, given, random) {
    const m = setting.groups.length;
    if (m === 1) return [1];
    const swept = yield* sweep(setting, candidatesOf(setting, given, random), given);
    const scores = swept.map(({ losses }) => scoreOf(losses, given.score, lossShares(given.evaluationWeights, m)));
    yield* note('scores', 0, scores);
    return swept[scores.indexOf(Math.min(...scores))]!.p; // the first of equals
  },
});

/**
 * What a mixture is judged by, lower is better.
 *
 * @param losses validation losses, nats per token
 * @param shares how much each group counts, sum 1
 */
export function scoreOf(losses: Losses, score: string, shares: readonly number[]): number {
  if (score === 'perplexity') return dot(losses.map(Math.exp), shares);
  if (score === 'worst') return Math.max(...losses.filter((_loss, i) => shares[i]! > 0));
  return dot(losses, shares);
}

function kindOf({ groups }: Setting, { candidates }: Knobs): string {
  return candidates === 'auto' ? (groups.length === 2 ? 'lattice' : 'cover') : candidates;
}

function candidatesOf(setting: Setting, given: Knobs, random: Random): Proportions[] {
  const caps = given.maxEpochs > 0 ? availabilityCaps(setting, given.maxEpochs) : undefined;
  return uncapped(setting, given, random).map((p) => (caps === undefined ? p : capped(p, caps)));
}

function uncapped(setting: Setting, given: Knobs, random: Random): Proportions[] {
  const m = setting.groups.length;
  const kind = kindOf(setting, given);
  if (kind === 'given') return given.mixtures!.map((row) => normalise(row));
  if (kind === 'lattice') return lattice(m, given.latticeSteps, given.isInterior);
  const cover = dirichletCover(m, coverSize(m, given), given.coverStrength, given.coverOrder, random);
  return given.withStratified ? [uniform(m), ...cover] : cover;
}

function coverSize(m: number, { runs }: Knobs): number {
  return runs > 0 ? runs : m <= 3 ? 9 : Math.ceil(5.5 * m);
}

function candidateCount(setting: Setting, given: Knobs): number {
  const m = setting.groups.length;
  if (m === 1) return 0;
  const kind = kindOf(setting, given);
  if (kind === 'given') return given.mixtures?.length ?? 0;
  if (kind === 'lattice') return latticeSize(m, given.latticeSteps, given.isInterior);
  return coverSize(m, given) + (given.withStratified ? 1 : 0);
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  if (setting.groups.length === 1) return [];
  const count = candidateCount(setting, given);
  return [
    ...candidateComplaints(setting, given, count),
    ...budgetComplaints(setting, count * given.trialSeeds, 'runs'),
    ...lossWeightComplaints(setting, given.evaluationWeights),
    ...(given.maxEpochs > 0 ? capComplaints(setting, given.maxEpochs, 'maxEpochs') : []),
  ];
}

function candidateComplaints(setting: Setting, given: Knobs, count: number): Complaint[] {
  const kind = kindOf(setting, given);
  const m = setting.groups.length;
  if (kind === 'given') return givenComplaints(given, m);
  if (kind !== 'lattice' || (count > 0 && count <= 5000)) return [];
  const message = `A lattice of ${given.latticeSteps} divisions has ${count} points for ${m} groups.`;
  const remedy =
    count === 0
      ? `Choose at least ${m} divisions, or allow groups without a share.`
      : 'Choose fewer divisions, or a cover.';
  return [{ knob: 'latticeSteps', message, remedy }];
}

function givenComplaints({ mixtures }: Knobs, m: number): Complaint[] {
  const code = 'proportions_invalid';
  if (mixtures === null)
    return [{ knob: 'mixtures', message: 'No mixtures are given.', remedy: 'Give at least one row of weights.', code }];
  const wrong = mixtures.findIndex(
    (row) => row.length !== m || row.some((w) => !Number.isFinite(w) || w < 0) || row.every((w) => w === 0),
  );
  if (wrong < 0) return [];
  const message = `Row ${wrong + 1} of the mixtures is not a list of weights.`;
  return [{ knob: 'mixtures', message, remedy: `Give ${m} numbers of 0 or more, not all 0.`, code }];
}
