/** What is wrong with the methods of an experiment: settings, steps that do not fit, and the same method twice. */
import { Refusal } from '#base/refusal';
import type { Experiment } from '#contract/experiment';
import { complaintsOf } from '#mixing/compose';
import { resolveChoice, type ResolvedChoice } from '#mixing/knobs';
import { canonicalJson } from '../run-spec.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import { error, findingOfRefusal, type Finding } from './findings.ts';
import { finalStepsOf, runSetting, settingFor } from './setting.ts';
import { shareFindings } from './warnings.ts';

export function methodFindings(
  experiment: Experiment,
  groups: readonly (StoredGroup | null)[],
  store: Store,
): Finding[] {
  const seen = new Map<string, number>();
  return experiment.methods.flatMap((choice, i): Finding[] => {
    const field = `methods.${i}`;
    let resolved: ResolvedChoice;
    try {
      resolved = resolveChoice(choice, field, experiment.groups.length);
    } catch (reason) {
      if (reason instanceof Refusal) return [findingOfRefusal(reason, field)];
      throw reason;
    }
    const key = canonicalJson({ id: choice.id, knobs: resolved.knobs, after: choice.after });
    const twin = seen.get(key);
    seen.set(key, i);
    const setting = settingFor(resolved, experiment, groups, store);
    const complaints: Finding[] = [
      ...totalFindings(resolved, experiment, groups, store, field),
      ...complaintsOf(resolved, setting, field).map((complaint) => ({
        field: complaint.field,
        message: complaint.message,
        remedy: complaint.remedy,
        severity: complaint.severity ?? ('error' as const),
        code: complaint.code ?? ('knob_invalid' as const),
      })),
    ];
    const isSound = complaints.every(({ severity }) => severity === 'warning');
    if (isSound && groups.every((group) => group !== null)) complaints.push(...shareFindings(resolved, setting, field));
    if (twin === undefined) return complaints;
    return [
      ...complaints,
      {
        ...error('experiment_invalid', field),
        message: `This method stands in the list twice with the same settings (also as methods.${twin}).`,
        remedy: 'Remove one of them, or change a setting.',
      },
    ];
  });
}

/** With learning counted towards the steps, something must be left for the final run. */
function totalFindings(
  choice: ResolvedChoice,
  experiment: Experiment,
  groups: readonly (StoredGroup | null)[],
  store: Store,
  field: string,
): Finding[] {
  if (finalStepsOf(choice, experiment, runSetting(experiment, groups, store)) !== null) return [];
  return [
    {
      ...error('steps_do_not_fit', field),
      message: `What it trains to learn takes all of the ${experiment.training.steps} steps, and nothing is left for the final run.`,
      remedy: 'Make its helper runs shorter or fewer, train longer, or do not count learning towards the steps.',
    },
  ];
}
