/**
 * What an experiment has to train: each run with its phases, and how many of its steps are new. A short run that several
 * methods or seeds ask for is trained once, by the first; what the workspace has stored is not trained at all.
 */
import { setImmediate } from 'node:timers/promises';
import type { Experiment } from '#contract/experiment';
import { costOf, labelsOf, type RunSetting } from '#mixing/compose';
import { resolveChoice, type ResolvedChoice } from '#mixing/knobs';
import type { Cost } from '#mixing/method';
import { phasesOf, type Phase, type Trial } from '#mixing/plan';
import { canonicalJson, spelledOut } from '../run-spec.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import { settingFor } from './setting.ts';
import { nothingShared, sharedBeginning, type SharedBeginning } from './shared-beginnings.ts';

export interface PlannedRun {
  /** Index into the experiment's methods. */
  readonly methodIndex: number;
  readonly label: string;
  readonly choice: ResolvedChoice;
  readonly setting: RunSetting;
  readonly cost: Cost;
  readonly phases: readonly Phase[];
}

/** What the workspace has stored already. */
export interface KnownResults {
  readonly hasRun: (run: PlannedRun) => boolean;
  readonly hasTrial: (run: PlannedRun, trial: Trial) => boolean;
}

export const nothingKnown: KnownResults = { hasRun: () => false, hasTrial: () => false };

/** A run with what of it is new. */
export interface Workload extends PlannedRun {
  readonly isFinished: boolean;
  /** Short runs of each phase that nobody before it trains. */
  readonly newTrials: readonly (readonly Trial[])[];
  /** What it need not train because a run before it begins alike. */
  readonly shared: SharedBeginning;
  /** Steps that it will train itself. */
  readonly computedSteps: number;
}

/**
 * The runs of an experiment, method by method and seed by seed. Others get their turn in between: designing the sweep of
 * one run can take a second with many groups.
 */
export async function plannedRuns(
  experiment: Experiment,
  groups: readonly StoredGroup[],
  store: Store,
): Promise<readonly PlannedRun[]> {
  const labels = labelsOf(experiment.methods);
  const runs: PlannedRun[] = [];
  for (const [methodIndex, given] of experiment.methods.entries()) {
    const choice = resolveChoice(given, `methods.${methodIndex}`, groups.length);
    for (const seed of experiment.seeds) {
      const setting = settingFor(choice, experiment, groups, store, seed);
      const label = labels[methodIndex]!;
      runs.push({ methodIndex, label, choice, setting, cost: costOf(choice, setting), phases: plan(choice, setting) });
      await setImmediate();
    }
  }
  return runs;
}

/** Plans are looked at again after each edit of the form, and most edits leave most of them as they are. */
const remembered = new Map<string, readonly Phase[]>();
const mostRemembered = 500;

function plan(choice: ResolvedChoice, setting: RunSetting): readonly Phase[] {
  const key = canonicalJson([spelledOut(choice), setting]);
  const known = remembered.get(key) ?? phasesOf(choice, setting);
  remembered.delete(key);
  remembered.set(key, known); // the latest last
  if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!);
  return known;
}

export function workloadsOf(runs: readonly PlannedRun[], known: KnownResults): readonly Workload[] {
  const taken = new Set<string>();
  const before = new Map<string, PlannedRun[]>();
  return runs.map((run) => {
    const kin = before.get(beginningOf(run)) ?? [];
    before.set(beginningOf(run), [...kin, run]);
    const isFinished = known.hasRun(run);
    const newTrials = run.phases.map(({ trials }) =>
      trials.filter((trial) => {
        const key = trialText(trial);
        if (isFinished || taken.has(key) || known.hasTrial(run, trial)) return false;
        taken.add(key);
        return true;
      }),
    );
    const saved = run.phases.reduce((sum, { trials }, i) => sum + stepsOf(trials) - stepsOf(newTrials[i]!), 0);
    const shared = isFinished ? nothingShared : mostShared(run, kin, known);
    const own = run.cost.learningSteps + run.cost.finalSteps - saved - shared.learningSteps - shared.finalSteps;
    return { ...run, isFinished, newTrials, shared, computedSteps: isFinished ? 0 : own };
  });
}

function beginningOf({ phases }: PlannedRun): string {
  return phases[0]!.method.id;
}

function mostShared(run: PlannedRun, earlier: readonly PlannedRun[], known: KnownResults): SharedBeginning {
  const steps = ({ learningSteps, finalSteps }: SharedBeginning): number => learningSteps + finalSteps;
  return earlier
    .map((other) => sharedBeginning(run, other, known.hasRun(other)))
    .reduce((most, one) => (steps(one) > steps(most) ? one : most), nothingShared);
}

/** Equal for equal short runs of one experiment. */
export function trialText({ proportions, steps, seed }: Trial): string {
  return JSON.stringify([proportions, steps, seed]);
}

export function stepsOf(trials: readonly Trial[]): number {
  return trials.reduce((sum, { steps }) => sum + steps, 0);
}

/** References, proxies and short runs that are trained besides the final run. */
export function helperRunsOf({ isFinished, phases, newTrials, shared }: Workload): number {
  if (isFinished) return 0;
  return phases.reduce((sum, { parts, trials }, i) => {
    const models = shared.learned[i] ? 0 : parts.filter(({ kind }) => kind === 'learning').length;
    return sum + (trials.length > 0 ? newTrials[i]!.length : models);
  }, 0);
}

/** Models that a run holds at a time, at most: the one that is judged, and one for each thing it learns by. */
export function modelsHeld({ phases }: PlannedRun): number {
  return 1 + Math.max(...phases.map(({ parts }) => parts.filter(({ kind }) => kind === 'learning').length));
}
