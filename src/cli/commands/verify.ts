import { resolve } from 'node:path';
import { Option } from 'commander';
import type { BackendId, VerifyReport } from '#contract/trainer';
import { verifyModel } from '#engine/machine/models';
import { launchTrainer } from '#engine/trainer-process';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { Ended } from '../ended.ts';
import { readNumber } from '../law-files.ts';
import { columns } from '../tables.ts';

interface Options extends CommonOptions {
  readonly backend: BackendId | 'auto';
  readonly tolerance?: string;
}

type Numbers = Omit<VerifyReport, 'backend'>;

/** Largest deviation that is still right, absolute: kernels add in another order than the reference did. */
const native: Numbers = { logits: 2e-4, gradients: 2e-4, losses: 1e-4, parametersAfterSteps: 2e-4 };
const tolerances: Readonly<Record<BackendId, Numbers>> = {
  tensorflow: native,
  webgpu: native,
  wasm: evenly(2e-3),
  cpu: evenly(2e-3),
};

/** Needs no workspace. */
export const verify: Register = (program, streams) => {
  withCommonOptions(
    program.command('verify <dir>').description("compare this machine's model code with reference tensors"),
  )
    .addOption(backendOption())
    .option('--tolerance <x>', 'largest absolute deviation of every number; by number and backend unless given')
    .action(async (dir: string, options: Options) => {
      const report = await verifyModel(launchTrainer, resolve(dir), options.backend);
      const tolerance =
        options.tolerance === undefined
          ? tolerances[report.backend]
          : evenly(readNumber(options.tolerance, '--tolerance', [0, Infinity]));
      const ok = names.every(([name]) => report[name] <= tolerance[name]);
      writeResult(streams, options, { ok, tolerance, ...report }, () => textOf(report, ok, tolerance));
      if (!ok) throw new Ended(1);
    });
};

export function backendOption(): Option {
  return new Option('--backend <id>', 'where to compute')
    .choices(['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto');
}

const names = [
  ['logits', 'Logits'],
  ['gradients', 'Gradients'],
  ['losses', 'Losses'],
  ['parametersAfterSteps', 'Parameters after the steps'],
] as const;

function evenly(tolerance: number): Numbers {
  return { logits: tolerance, gradients: tolerance, losses: tolerance, parametersAfterSteps: tolerance };
}

function textOf(report: VerifyReport, ok: boolean, tolerance: Numbers): string {
  return [
    `${report.backend}: ${ok ? 'agrees with the reference' : 'does not agree with the reference'}`,
    columns(
      ['Largest deviation', 'found', 'allowed', ''],
      names.map(([name, title]) => [
        title,
        report[name].toExponential(2),
        tolerance[name].toExponential(0),
        report[name] <= tolerance[name] ? 'ok' : 'too large',
      ]),
    ),
  ].join('\n');
}
