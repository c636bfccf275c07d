import { cpus, hostname } from 'node:os';

/** What tells this computer from others for measurements that hold only here. */
export function thisMachine(): readonly unknown[] {
  return [hostname(), cpus().length, cpus()[0]?.model];
}
