import { resolve } from 'node:path';
import { Option } from 'commander';
import type { BackendId, VerifyReport } from '#contract/trainer';
import { verifyModel } from '#engine/machine/models';
import { launchTrainer } from '#engine/trainer-process';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { Ended } from '../ended.ts';
import { facts } from '../tables.ts';

interface Options extends CommonOptions {
  readonly backend: BackendId | 'auto';
  readonly tolerance?: string;
}

/** Largest deviation that is still right, absolute: kernels add in another order than the reference did. */
const tolerances: Readonly<Record<BackendId, number>> = { tensorflow: 2e-4, wasm: 2e-3, cpu: 2e-3 };

/** Needs no workspace. */
export const verify: Register = (program, streams) => {
  withCommonOptions(
    program.command('verify <dir>').description("compare this machine's model code with reference tensors"),
  )
    .addOption(backendOption())
    .option('--tolerance <x>', 'largest absolute deviation; 2e-4 for tensorflow, 2e-3 for the others unless given')
    .action(async (dir: string, options: Options) => {
      const report = await verifyModel(launchTrainer, resolve(dir), options.backend);
      const tolerance = options.tolerance === undefined ? tolerances[report.backend] : Number(options.tolerance);
      const deviations = [report.logits, report.gradients, report.losses, report.parametersAfterSteps];
      const ok = deviations.every((deviation) => deviation <= tolerance);
      writeResult(streams, options, { ok, tolerance, ...report }, () => textOf(report, ok, tolerance));
      if (!ok) throw new Ended(1);
    });
};

export function backendOption(): Option {
  return new Option('--backend <id>', 'where to compute')
    .choices(['auto', 'tensorflow', 'wasm', 'cpu'])
    .default('auto');
}

function textOf(report: VerifyReport, ok: boolean, tolerance: number): string {
  return [
    `${report.backend}: ${ok ? 'agrees' : 'does not agree'} within ${tolerance}`,
    facts([
      ['Logits', report.logits.toExponential(2)],
      ['Gradients', report.gradients.toExponential(2)],
      ['Losses', report.losses.toExponential(2)],
      ['Parameters after the steps', report.parametersAfterSteps.toExponential(2)],
    ]),
  ].join('\n');
}
