/** What this machine has, what it lacks, and how to get it. */
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { DoctorReport } from '#contract/api';
import { sqliteVersion } from '../store/database.ts';
import { launchTrainer } from '../trainer-process.ts';
import { openBackends, type Backends } from './backends.ts';
import { version } from './version.ts';

/** The report without a workspace. @param folder where one is or would be */
export function diagnose(folder: string): Promise<DoctorReport> {
  return examine(openBackends(launchTrainer), folder, sqliteVersion());
}

export async function examine(
  backends: Backends,
  folder: string,
  sqlite: string,
  measured: Pick<DoctorReport, 'slots' | 'precisions'> = { slots: [], precisions: [] },
): Promise<DoctorReport> {
  return {
    version,
    node: process.versions.node,
    electron: setUpPart('electron')?.version ?? 'not set up',
    platform: `${platform()} ${release()} ${arch()}`,
    cores: cpus().length,
    memoryBytes: totalmem(),
    diskFreeBytes: freeBytesAt(folder),
    workspace: resolve(folder),
    sqlite,
    backends: await backends.list(true),
    ...measured,
    findings: setUpFindings(),
  };
}

/** Free bytes where a folder is or would be. */
function freeBytesAt(folder: string): number {
  let place = resolve(folder);
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

/** One part of the record that set-up leaves (docs/setup.md). */
interface SetUpPart {
  readonly state: 'ready' | 'failed' | 'unsupported' | 'off';
  readonly reason?: string;
  readonly remedy?: string;
  readonly note?: string;
  readonly path?: string;
  readonly version?: string;
  readonly source?: string;
}

/** A part as set-up recorded it; undefined without a record. */
export function setUpPart(name: string): SetUpPart | undefined {
  return readSetUp()[name];
}

function readSetUp(): Readonly<Record<string, SetUpPart>> {
  const file = process.env['AIOLI_SETUP_STATE'];
  if (file === undefined || !existsSync(file)) return {};
  const content = JSON.parse(readFileSync(file, 'utf8')) as { parts?: Readonly<Record<string, SetUpPart>> };
  return content.parts ?? {};
}

function setUpFindings(): DoctorReport['findings'] {
  const parts = Object.entries(readSetUp());
  if (parts.length === 0)
    return [
      {
        part: 'set-up',
        ok: false,
        detail: 'No record of set-up was found.',
        remedy: 'Run `npm run setup`, and start the workbench by `npm start` or `npm run -s aioli`.',
      },
    ];
  return parts.map(([part, { state, reason, remedy, note, version: partVersion, source }]) => ({
    part,
    ok: state === 'ready',
    detail: [partVersion, source && `from ${source}`, reason, note].filter(Boolean).join(', ') || state,
    remedy: remedy ?? '',
  }));
}
