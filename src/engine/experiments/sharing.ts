/** What an experiment's runs learn together, from what its file says. */
import { Refusal } from '#base/refusal';
import type { Experiment } from '#contract/experiment';
import type { RunSetting } from '#mixing/compose';
import { resolveChoice, type ResolvedChoice } from '#mixing/knobs';
import type { Setting, Sharing } from '#mixing/method';
import { warning, type Finding } from './findings.ts';

/** @param setting of a run that learns by itself */
export function sharingOf(experiment: Experiment, setting: RunSetting): Sharing | null {
  const { sharing, seeds } = experiment;
  if (!sharing) return null;
  const found: Sharing = {
    ...(sharing.sweeps === 'common' && { sweepSteps: commonSteps(experiment, setting) }),
    ...(sharing.learning === 'once' && { learningSeed: seeds[0]! }),
  };
  return Object.keys(found).length > 0 ? found : null;
}

/** What keeps runs from sharing what they are meant to. */
export function sharingFindings({ sharing, budget, training }: Experiment): Finding[] {
  const isUneven = budget?.learning === 'included' && training.warmupSteps === undefined;
  if (sharing?.sweeps !== 'common' || !isUneven) return [];
  return [
    {
      ...warning('sharing.sweeps'),
      message:
        'With equal totals methods train for different times, and warm up for a tenth of each, so no run of a sweep is like another.',
      remedy: 'Set the warm-up in steps, the same for all.',
    },
  ];
}

/** Steps of each run of the common sweep: as given, or the fewest of any method's own; never more than any budget allows. */
function commonSteps({ methods, sharing }: Experiment, setting: RunSetting): number {
  const whole: Setting = { ...setting, totalSteps: setting.steps };
  const sweeps = methods.flatMap((choice) => sweepsOf(resolvedOrNull(choice, setting.groups.length), whole));
  const own = sharing!.trialSteps ?? Math.min(...sweeps.map(({ steps }) => steps), setting.steps);
  const { learningBudget = Infinity } = setting;
  return Math.max(1, Math.min(own, ...sweeps.map(({ runs }) => Math.floor(learningBudget / runs))));
}

interface Sweep {
  readonly runs: number;
  /** Of each run, as the method would make it by itself. */
  readonly steps: number;
}

function sweepsOf(choice: ResolvedChoice | null, setting: Setting): readonly Sweep[] {
  if (!choice) return [];
  const { method, knobs, after } = choice;
  const before = sweepsOf(after, setting);
  if (!method.learnsBy?.includes('sweep')) return before;
  const runs = method.cost({ ...setting, sharing: { sweepSteps: 1 } }, knobs).learningSteps;
  if (runs === 0) return before;
  return [...before, { runs, steps: method.cost(setting, knobs).learningSteps / runs }];
}

/** A choice that is wrong is found to be so elsewhere. */
function resolvedOrNull(choice: Experiment['methods'][number], groups: number): ResolvedChoice | null {
  try {
    return resolveChoice(choice, '', groups);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
