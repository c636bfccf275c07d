import { formatBytes, formatCount } from '#base/format';
import type { DoctorReport } from '#contract/api';
import { diagnose } from '#engine/machine/doctor';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { facts } from '../tables.ts';

/** Needs no workspace and makes none. */
export const doctor: Register = (program, streams) => {
  withCommonOptions(
    program.command('doctor').description('what this machine has, what it lacks, and how to get it'),
  ).action(async (options: CommonOptions) => {
    const report = await diagnose(options.workspace);
    writeResult(streams, options, report, () => textOf(report));
  });
};

function textOf(report: DoctorReport): string {
  const machine = facts([
    ['Aioli Workbench', report.version],
    ['Node', report.node],
    ['Electron', report.electron],
    ['SQLite', report.sqlite],
    ['System', report.platform],
    ['Cores', formatCount(report.cores)],
    ['Memory', formatBytes(report.memoryBytes)],
    ['Disk free', formatBytes(report.diskFreeBytes)],
    ['Workspace', report.workspace],
  ]);
  const backends = report.backends.map(({ backend, usable, detail, remedy, avoided }) => {
    const own = line(backend, usable, detail, remedy);
    return avoided ? `${own}\n       Only when named: ${avoided}` : own;
  });
  const findings = report.findings.map(({ part, ok, detail, remedy }) => line(part, ok, detail, remedy));
  return [machine, `Backends, first usable first\n${backends.join('\n')}`, `Set-up\n${findings.join('\n')}`].join(
    '\n\n',
  );
}

function line(name: string, ok: boolean, detail: string, remedy: string): string {
  const first = `  ${ok ? 'yes' : 'no '}  ${name}: ${detail}`;
  return ok || remedy === '' ? first : `${first}\n       Remedy: ${remedy}`;
}
