import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { formatBytes, formatCount, formatNumber, formatSigned } from '#base/format';
import { Refusal } from '#base/refusal';
import type { DoctorReport } from '#contract/api';
import { verdictOn, type PrecisionCheck } from '#contract/precision-check';
import { quickest, type SlotMeasure } from '#contract/slots';
import { diagnose } from '#engine/machine/doctor';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { facts } from '../tables.ts';

/** Needs no workspace and makes none. */
export const doctor: Register = (program, streams) => {
  withCommonOptions(
    program.command('doctor').description('what this machine has, what it lacks, and how to get it'),
  ).action(async (options: CommonOptions) => {
    const report = await reportOn(options);
    writeResult(streams, options, report, () => textOf(report));
  });

  /** With what was measured in the workspace, where there is one that can be read. */
  async function reportOn(options: CommonOptions): Promise<DoctorReport> {
    if (!existsSync(join(options.workspace, 'workspace.sqlite'))) return diagnose(options.workspace);
    try {
      return await withEngine(options, 'read', streams, (engine) => engine.doctor());
    } catch (error) {
      if (error instanceof Refusal) return diagnose(options.workspace); // what ails the workspace is told by other commands
      throw error;
    }
  }
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
  return [
    machine,
    `Backends, first usable first\n${backends.join('\n')}`,
    `Set-up\n${findings.join('\n')}`,
    ...section('Trainers side by side, steps a second of all together', report.slots.map(slotLine)),
    ...section('bfloat16 against float32, mean validation loss', report.precisions.map(precisionLine)),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}\n${lines.join('\n')}`];
}

function slotLine({ work, backend, rows }: SlotMeasure): string {
  const most = quickest(rows, Number.MAX_SAFE_INTEGER);
  const words = rows.map((row) => {
    const speed = `${row.trainers} × ${row.threads} threads ${formatNumber(row.stepsPerSecond, 1)}`;
    return row === most ? `${speed} (most)` : speed;
  });
  return `  ${work}, ${backend}: ${words.join('; ')}`;
}

function precisionLine({ work, steps, pairs }: PrecisionCheck): string {
  const { difference, spread, isWithin } = verdictOn(pairs);
  const found = `${formatSigned(difference, 5)} after ${steps} steps, seeds differ by ${formatNumber(spread, 5)}`;
  return `  ${isWithin ? 'yes' : 'no '}  ${work}: ${found}`;
}

function line(name: string, ok: boolean, detail: string, remedy: string): string {
  const first = `  ${ok ? 'yes' : 'no '}  ${name}: ${detail}`;
  return ok || remedy === '' ? first : `${first}\n       Remedy: ${remedy}`;
}
