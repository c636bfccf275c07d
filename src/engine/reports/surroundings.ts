/** What a report says of the program and the machine that wrote it. */
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { formatBytes } from '#base/format';
import type { Fact } from '#report/record';
import { setUpPart } from '../machine/doctor.ts';
import { version } from '../machine/version.ts';
import { sqliteVersion } from '../store/database.ts';

/** @param backends of the runs; null for those that have not begun */
export function softwareFacts(backends: readonly (string | null)[]): Fact[] {
  const used = [...new Set(backends.flatMap((backend) => backend ?? []))];
  const tensorflow = setUpPart('tensorflow')?.version;
  return [
    ['Aioli Workbench', version],
    ['Backend of the runs', used.join(', ') || 'none yet'],
    ...(used.includes('tensorflow') && tensorflow !== undefined ? [['TensorFlow', tensorflow] as const] : []),
    ['Node', process.versions.node],
    ['SQLite', sqliteVersion()],
  ];
}

export function machineFacts(): Fact[] {
  const cores = cpus();
  return [
    ['System', `${platform()} ${release()} ${arch()}`],
    ['Processor', cores[0]?.model.trim() || 'unknown'],
    ['Cores', String(cores.length)],
    ['Memory', formatBytes(totalmem())],
  ];
}
