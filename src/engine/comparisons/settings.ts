/** What a row was made with, as names and values by which rows can be grouped, filtered and told apart. */
import type { Setting } from '#mixing/comparison';
import { settingsOf } from '../run-table/settings.ts';
import type { RunSpec } from '../run-spec.ts';

/** Experiment and method, then everything that its runs were set to; knobs by their own names. */
export function rowSettings(experiment: string, method: string, spec: RunSpec | undefined): Setting[] {
  const set = [...(spec ? settingsOf(spec) : [])].map(([id, value]) => ({
    name: id.replace(/^(set|knob)\//, ''),
    value,
  }));
  return [{ name: 'experiment', value: experiment }, { name: 'method', value: method }, ...set];
}
