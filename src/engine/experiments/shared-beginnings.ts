/**
 * What a run will not train because another one begins alike, told beforehand: from methods and settings alone, so that
 * it is never too much. Equal trials are counted apart, in workload.ts.
 */
import { learningSeedOf } from '#mixing/compose';
import { canonicalJson } from '../run-spec.ts';
import type { PlannedRun } from './workload.ts';

/** Steps that a run has in common with an earlier one. */
export interface SharedBeginning {
  /** Whether each phase's references and proxies are known; phases in order. */
  readonly learned: readonly boolean[];
  /** Steps of references and proxies. */
  readonly learningSteps: number;
  /** Steps of the final run. */
  readonly finalSteps: number;
}

export const nothingShared: SharedBeginning = { learned: [], learningSteps: 0, finalSteps: 0 };

/**
 * @param earlier run that begins before
 * @param isThere whether `earlier` is finished: then what it learned is known, but none of its models is kept on the way
 */
export function sharedBeginning(run: PlannedRun, earlier: PlannedRun, isThere: boolean): SharedBeginning {
  const learned: boolean[] = [];
  let [learningSteps, finalSteps] = [0, 0];
  if (!isSameStart(run, earlier)) return nothingShared;
  const isSameSubject = run.setting.seed === earlier.setting.seed;
  for (const [i, phase] of run.phases.entries()) {
    const other = earlier.phases[i];
    if (!other || !isSameChoice(run, earlier, i)) break;
    if (phase.method.kind === 'offline') {
      if (!learnsAlike(run, earlier, i)) break;
      learned.push(phase.trials.length === 0 && phase.cost.learningSteps > 0);
      if (phase.trials.length === 0) learningSteps += phase.cost.learningSteps;
    } else if (!isSameSubject || phase.cost.finalSteps !== other.cost.finalSteps) break;
    if (!isSameSubject || isThere) break;
    finalSteps += Math.min(phase.cost.finalSteps, other.cost.finalSteps);
    if (phase.cost.finalSteps !== other.cost.finalSteps) break;
  }
  return { learned, learningSteps, finalSteps };
}

/** What is known of one another before any method has begun. */
function isSameStart({ setting }: PlannedRun, { setting: other }: PlannedRun): boolean {
  const frame = ({ seed: _seed, ...rest }: PlannedRun['setting']): string => canonicalJson(rest);
  return frame(setting) === frame(other) && learningSeedOf(setting) === learningSeedOf(other);
}

function isSameChoice(run: PlannedRun, earlier: PlannedRun, phase: number): boolean {
  const [own, other] = [choicesOf(run)[phase]!, choicesOf(earlier)[phase]!];
  return own.method.id === other.method.id && canonicalJson(own.knobs) === canonicalJson(other.knobs);
}

/** First things first, as the phases are. */
function choicesOf({ choice }: PlannedRun): readonly PlannedRun['choice'][] {
  const found: PlannedRun['choice'][] = [];
  for (let next: PlannedRun['choice'] | null = choice; next; next = next.after) found.unshift(next);
  return found;
}

/** Whether chance is the same: methods that need some have another one in front of others, unless learning is shared. */
function learnsAlike(run: PlannedRun, earlier: PlannedRun, phase: number): boolean {
  const isAsDeep = run.phases.length === earlier.phases.length;
  return run.phases[phase]!.trials.length === 0 || isAsDeep || run.setting.sharing !== undefined;
}
