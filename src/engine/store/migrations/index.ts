import { first } from './0001-first.ts';
import { measurements } from './0002-measurements.ts';
import { reports } from './0003-reports.ts';
import { edits } from './0004-edits.ts';
import { groups } from './0005-groups.ts';
import { designs } from './0006-designs.ts';
import { queue } from './0007-queue.ts';
import { views } from './0008-views.ts';
import { workspace } from './0009-workspace.ts';
import { sharing } from './0010-sharing.ts';
import { resolutions } from './0011-resolutions.ts';
import { stepRows } from './0012-step-rows.ts';

/** In order; a store's `user_version` is the number of migrations it has had. */
export const migrations: readonly string[] = [
  first,
  measurements,
  reports,
  edits,
  groups,
  designs,
  queue,
  views,
  workspace,
  sharing,
  resolutions,
  stepRows,
];
