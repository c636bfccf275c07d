/** What the queue refuses, in words. */
import { Refusal, type Loss } from '#base/refusal';
import type { RunId, RunState } from '#contract/api';

export function unknownRun(id: string): Refusal {
  return new Refusal('run_unknown', `There is no run ${id}.`, {
    remedy: 'List the runs and name one of them by its id.',
  });
}

export function wrongState(id: RunId, state: RunState, verb: string): Refusal {
  return new Refusal('run_state', `Run ${id} is ${state}: it is not possible to ${verb} it now.`, {
    remedy:
      'Look at the state of the run; a paused run can be resumed, a stopped, lost, failed or diverged one retried.',
  });
}

export function trainsElsewhere(): Refusal {
  return new Refusal('run_state', 'Runs that train belong to the engine that has this workspace open.', {
    remedy: 'Pause or stop them in the window or command that trains them; or pause the queue, which lets them end.',
  });
}

/** @param most slots that there may be */
export function badSlots(count: number, most: number): Refusal {
  return new Refusal('option_invalid', `${count} is not a number of slots.`, {
    field: 'slots',
    remedy: `Choose a whole number from 1 to ${most}; each slot is a trainer with a model in memory.`,
  });
}

/** Words for a run whose trainer went away twice in one stretch. */
export function lostTwice(error: Loss): string {
  return `${error.message} It went away twice in the same stretch, so the run was set aside. Look at its log and at free memory, then retry; it goes on from its last checkpoint.`;
}

/** Words for a run that met the same fault twice. */
export function failedTwice(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message} It failed twice in the same way, so the run was set aside. This is a fault of the program; the log of the run has the details.`;
}
