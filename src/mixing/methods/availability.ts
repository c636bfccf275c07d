/** How much of each group there is to train on: shares that a run can take, and passes that shares imply. Spec 2.15. */
import type { Complaint, Proportions, Setting } from '../method.ts';

/** More passes than this over a group begin to teach it by heart. */
export const usualEpochs = 4;

/**
 * Largest share of each group that a run can take without passing over it more than `epochs` times: at most 1, and all
 * 1 where the setting does not know what is read.
 */
export function availabilityCaps({ groups, totalSteps, batch, context }: Setting, epochs: number): number[] {
  if (context === undefined) return groups.map(() => 1);
  return groups.map(({ tokens }) => Math.min(1, (epochs * tokens) / (totalSteps * batch * context)));
}

/** Passes over each group's training text that a whole run at `p` makes; null where the setting does not know. */
export function epochsAt({ groups, totalSteps, batch, context }: Setting, p: Proportions): number[] | null {
  if (context === undefined) return null;
  return groups.map(({ tokens }, j) => (p[j]! > 0 ? (p[j]! * totalSteps * batch * context) / tokens : 0));
}

/** A sentence about the groups that `p` passes over too often; null when there are none. */
export function epochWarning(setting: Setting, p: Proportions, epochs = usualEpochs): string | null {
  const often = (epochsAt(setting, p) ?? []).flatMap((passes, j) =>
    passes > epochs * (1 + 1e-9) ? [`"${setting.groups[j]!.name}" ${passes.toFixed(1)} times`] : [],
  );
  return often.length === 0 ? null : `The run passes over ${often.join(', ')}.`;
}

/** The same as a finding before anything runs, for shares that are known then. */
export function epochComplaints(setting: Setting, p: Proportions): Complaint[] {
  const warning = epochWarning(setting, p);
  if (warning === null) return [];
  const remedy = 'Train fewer steps, add text to the group, or give it a smaller share.';
  return [{ knob: '', message: warning, remedy, severity: 'warning' }];
}

/** What is wrong when no mixture keeps within the caps. */
export function capComplaints(setting: Setting, epochs: number, knob: string): Complaint[] {
  const room = availabilityCaps(setting, epochs).reduce((sum, cap) => sum + cap, 0);
  if (room >= 1) return [];
  return [
    {
      knob,
      message: `${epochs} passes over all groups make ${Math.floor(100 * room)} % of the run.`,
      remedy: 'Allow more passes, train fewer steps, or add text.',
      code: 'proportions_invalid',
    },
  ];
}
