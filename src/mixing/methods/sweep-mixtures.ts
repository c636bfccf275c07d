/** Mixtures that a sweep trains at: a lattice, a cover, or the ones given; how many there are, and what cannot be. Spec 2.4. */
import type { Random } from '#base/random';
import { normalise, uniform } from '#base/simplex';
import { capped } from '#base/simplex-minimum';
import type { Complaint, Proportions, Setting } from '../method.ts';
import { availabilityCaps, capComplaints } from './availability.ts';
import { dirichletCover, lattice, latticeSize } from './candidates.ts';
import { commonSweepComplaints, sweepMixtures } from './common-sweep.ts';
import { budgetComplaints } from './learning-steps.ts';
import type { SweepPlan } from './sweep.ts';
import type { MixtureKnobs } from './sweep-knobs.ts';

type Knobs = MixtureKnobs & { readonly maxEpochs: number };

/** The mixtures, every share within the text that there is when `maxEpochs` says so; those of a common sweep are what they are. */
export function mixturesOf(setting: Setting, given: Knobs, random: Random): Proportions[] {
  const own = (): Proportions[] => {
    const caps = given.maxEpochs > 0 ? availabilityCaps(setting, given.maxEpochs) : undefined;
    return uncapped(setting, given, random).map((p) => (caps === undefined ? p : capped(p, caps)));
  };
  return kindOf(setting, given) === 'given' ? own() : sweepMixtures(setting, mixtureCount(setting, given), own);
}

/** How many mixtures `mixturesOf` makes; none for a single group. */
export function mixtureCount(setting: Setting, given: Knobs): number {
  const m = setting.groups.length;
  if (m === 1) return 0;
  const kind = kindOf(setting, given);
  if (kind === 'given') return given.mixtures?.length ?? 0;
  if (kind === 'lattice') return latticeSize(m, given.latticeSteps, given.isInterior);
  return coverSize(m, given) + (given.withStratified ? 1 : 0);
}

/** Everything that is wrong with the mixtures and with the runs at them. */
export function sweepComplaints(setting: Setting, given: Knobs & SweepPlan): Complaint[] {
  const count = mixtureCount(setting, given);
  return [
    ...mixtureComplaints(setting, given, count),
    ...commonSweepComplaints(setting, given.trialSteps),
    ...budgetComplaints(setting, count * given.trialSeeds, 'runs'),
    ...(given.maxEpochs > 0 ? capComplaints(setting, given.maxEpochs, 'maxEpochs') : []),
  ];
}

function kindOf({ groups }: Setting, { candidates }: Knobs): string {
  return candidates === 'auto' ? (groups.length === 2 ? 'lattice' : 'cover') : candidates;
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

function mixtureComplaints(setting: Setting, given: Knobs, count: number): Complaint[] {
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
