import { first } from './0001-first.ts';
import { measurements } from './0002-measurements.ts';
import { reports } from './0003-reports.ts';

/** In order; a store's `user_version` is the number of migrations it has had. */
export const migrations: readonly string[] = [first, measurements, reports];
