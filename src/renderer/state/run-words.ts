/** What states of runs are called, and what can be done in each. */
import { formatCount } from '#base/format';
import type { RunState, RunSummary } from '#contract/api';
import type { IconName } from '../parts/icons.ts';

interface StateWords {
  readonly title: string;
  readonly icon: IconName;
  /** 'live' is under way, 'bad' needs a look, 'quiet' needs nothing. */
  readonly tone: 'live' | 'good' | 'bad' | 'quiet';
  readonly actions: readonly RunAction[];
  /** One sentence for who sees this state for the first time. */
  readonly meaning: string;
}

export type RunAction = 'pause' | 'resume' | 'stop' | 'retry' | 'hold' | 'release';

export const stateWords: Readonly<Record<RunState, StateWords>> = {
  queued: {
    title: 'Queued',
    icon: 'queued',
    tone: 'quiet',
    actions: ['pause', 'stop'],
    meaning: 'It starts when the runs before it are done.',
  },
  running: {
    title: 'Running',
    icon: 'play',
    tone: 'live',
    actions: ['pause', 'stop'],
    meaning: 'It trains now.',
  },
  paused: {
    title: 'Paused',
    icon: 'pause',
    tone: 'quiet',
    actions: ['resume', 'stop'],
    meaning: 'It goes on from its checkpoint, with the same numbers as without the pause.',
  },
  stopped: {
    title: 'Stopped',
    icon: 'stop',
    tone: 'quiet',
    actions: ['retry'],
    meaning: 'It was stopped by hand and is not part of any comparison.',
  },
  finished: {
    title: 'Finished',
    icon: 'check',
    tone: 'good',
    actions: [],
    meaning: 'It is done and judged on the test set.',
  },
  diverged: {
    title: 'Diverged',
    icon: 'warning',
    tone: 'bad',
    actions: ['retry'],
    meaning: 'A loss or gradient was no longer a finite number, or the stop rule ended it.',
  },
  failed: { title: 'Failed', icon: 'warning', tone: 'bad', actions: ['retry'], meaning: 'It could not be done.' },
  lost: {
    title: 'Lost',
    icon: 'warning',
    tone: 'bad',
    actions: ['retry'],
    meaning: 'The process that trained it went away twice. It can be taken up again from its checkpoint.',
  },
};

export const actionWords: Readonly<Record<RunAction, { readonly title: string; readonly icon: IconName }>> = {
  pause: { title: 'Pause', icon: 'pause' },
  resume: { title: 'Resume', icon: 'play' },
  stop: { title: 'Stop', icon: 'stop' },
  retry: { title: 'Retry', icon: 'refresh' },
  hold: { title: 'Hold', icon: 'hold' },
  release: { title: 'Release', icon: 'play' },
};

/** What can be done with a run now. */
export function actionsFor({ state, isHeld }: Pick<RunSummary, 'state' | 'isHeld'>): readonly RunAction[] {
  if (state !== 'queued') return stateWords[state].actions;
  return [isHeld ? 'release' : 'hold', 'stop'];
}

/** `48 learning and 25 final steps taken over from DoReMi, seed 0`. */
export function sharedStartWords({ title, learningSteps, step }: NonNullable<RunSummary['sharedStart']>): string {
  const parts = [
    ...(learningSteps > 0 ? [`${formatCount(learningSteps)} learning`] : []),
    ...(step > 0 ? [`${formatCount(step)} final`] : []),
  ];
  return `${parts.join(' and ')} steps taken over from ${title}`;
}

/** What a run's mark says, when it is more than its state. */
export function markOf({ state, isHeld, waitsFor }: Pick<RunSummary, 'state' | 'isHeld' | 'waitsFor'>): {
  readonly title: string;
  readonly icon: IconName;
  readonly meaning: string;
} {
  if (state === 'queued' && isHeld)
    return { title: 'Held', icon: 'hold', meaning: 'The queue passes it over until it is released.' };
  if (waitsFor !== null) return { title: 'Waiting', icon: 'queued', meaning: `Waiting for ${waitsFor}.` };
  return stateWords[state];
}
