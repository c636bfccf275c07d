/** What has moved on in the workspace since a report's numbers were taken. */
import type { ReportRecord } from '#report/record';
import type { Store } from '../store/index.ts';

export function changesSince(record: ReportRecord, store: Store): string[] {
  const groups = record.groups.flatMap(({ name, version }) => {
    const now = store.groups.named(name);
    if (now === null) return [`The group ${name} is no longer there.`];
    return now.version === version ? [] : [`The text of ${name} has changed; the runs read the older version.`];
  });
  const before = new Map(record.runs.map((run) => [run.id, run.state]));
  const places = store.experiments.places(record.experiment.id);
  const finished = places.filter(
    ({ run }) => store.runs.get(run)?.state === 'finished' && before.get(run) !== 'finished',
  ).length;
  const runs = finished === 0 ? [] : [`${finished} run${finished === 1 ? ' has' : 's have'} finished since.`];
  return [...groups, ...runs];
}
