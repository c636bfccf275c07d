/** Colours and dashes of a report's groups and methods, the same as in the window. */
import { groupLook, methodLook, type Look } from '#charts/series';
import type { ReportRecord } from '../record.ts';

export function groupLooks({ groups }: ReportRecord): readonly Look[] {
  return groups.map(({ name, colour }) => groupLook(name, colour));
}

export function methodLooks({ methods }: ReportRecord): readonly Look[] {
  const ids = methods.map(({ id }) => id);
  // the same method twice in an experiment differs by dash
  return methods.map(({ id, label }, i) => {
    const look = methodLook(id, label);
    return ids.indexOf(id) === i ? look : { ...look, dash: '2 3' };
  });
}
