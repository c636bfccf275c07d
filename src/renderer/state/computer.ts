/** Samples of the computer as lines on the axis of a run: its steps, or the time since it first started. */
import type { Line } from '#charts/laws';
import type { MachineSample } from '#contract/api';

export type TimeAxis = 'step' | 'clock';

/** A longer silence between two samples is a pause of the run, and takes no room on the axis of time. */
const pauseMs = 60_000;

/** Where each sample stands: its step, or seconds of training since the first; pauses are left out. */
export function placesOf(samples: readonly MachineSample[], axis: TimeAxis): readonly number[] {
  if (axis === 'step') return samples.map(({ step }) => step);
  let seconds = 0;
  return samples.map(({ at }, i) => {
    const since = i === 0 ? 0 : at - samples[i - 1]!.at;
    seconds += since > pauseMs ? 0 : since / 1000;
    return seconds;
  });
}

/** Load of cores, memory and, where there is one, GPU, in percent. @param memory bytes of the computer */
export function computerLines(
  samples: readonly MachineSample[],
  places: readonly number[],
  memory: number,
): readonly Line[] {
  const line = (id: string, colour: string, dash: string, valueOf: (sample: MachineSample) => number | null): Line => ({
    id,
    name: id,
    colour,
    dash,
    points: samples.map((sample, i) => ({ step: places[i] ?? 0, value: percent(valueOf(sample)) })),
  });
  const lines = [
    line('cores', 'var(--group-1)', '', ({ cpu }) => cpu),
    line('memory', 'var(--group-2)', '6 3', (sample) => sample.memory / memory),
  ];
  return samples.some(({ gpu }) => gpu !== null)
    ? [...lines, line('GPU', 'var(--group-5)', '2 3', ({ gpu }) => gpu)]
    : lines;
}

export function speedLine(samples: readonly MachineSample[], places: readonly number[]): Line {
  return {
    id: 'speed',
    name: 'tokens/s',
    colour: 'var(--accent)',
    dash: '',
    points: samples.map(({ tokensPerSecond }, i) => ({ step: places[i] ?? 0, value: tokensPerSecond })),
  };
}

function percent(share: number | null): number | null {
  return share === null ? null : 100 * share;
}
