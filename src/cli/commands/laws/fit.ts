import { Option, type Command } from 'commander';
import { Refusal } from '#base/refusal';
import type { ExperimentLaw } from '#contract/api';
import type { LawTable } from '#mixing/laws/fit';
import { lawById } from '#mixing/laws/index';
import { reportLaw, type LawReport } from '#mixing/laws/report';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { readNumber, readShares, readTable, tableFormats, type TableFormat } from '../../law-files.ts';
import { lawReportText } from '../../law-report-text.ts';
import { findExperiment } from '../../lookup.ts';

interface FitOptions extends CommonOptions {
  readonly law: string;
  readonly experiment?: string;
  readonly length?: string;
  readonly format: TableFormat;
  readonly losses?: string;
  readonly groups?: string;
  readonly held?: string;
  readonly huber?: string;
  readonly starts?: string;
  readonly thorough?: true;
  readonly floor: string;
  readonly weights?: string;
  readonly caps?: string;
  readonly prior?: string;
  readonly lambda?: string;
  readonly folds: string;
  readonly resamples: string;
  readonly seed: string;
}

export function registerFit(command: Command, streams: Streams): void {
  withCommonOptions(command.command('fit [file]').description('fit a law to proportions and losses of runs'))
    .option('--law <id>', 'which law; `aioli laws list` has them', 'log-linear-static')
    .option('--experiment <name>', 'fit the trials and runs of an experiment instead of a file')
    .option('--length <steps>', 'with --experiment: steps of the runs to fit; the most numerous unless given')
    .addOption(
      new Option('--format <id>', 'of FILE; by its name and --losses unless given')
        .choices(tableFormats)
        .default('auto'),
    )
    .option('--losses <file>', 'losses, when FILE holds mixtures only (RegMix, NPY)')
    .option('--groups <list>', 'names of the columns of an NPY file, separated by commas')
    .option('--held <file>', 'further runs, to be predicted and not fitted')
    .option('--huber <delta>', "minimise Huber's loss that turns linear here, in nats; least squares unless given")
    .option('--starts <n>', 'starts of a curved law; 64 unless given')
    .option('--thorough', 'start also from the grids that the sources search')
    .option('--floor <rule>', 'any: c of 0 or more; below-data: also below every observed loss', 'any')
    .option('--weights <list>', 'weight of each target in the optimum, separated by commas')
    .option('--caps <list>', 'largest share of each group at the optimum, separated by commas')
    .option('--prior <list or file>', 'proportions that the optimum is held near, with --lambda')
    .option('--lambda <x>', 'strength of the divergence from the prior')
    .option('--folds <n>', 'folds of the cross-validation; 0 for none', '5')
    .option('--resamples <n>', 'resamples of the bootstrap; 0 for none', '200')
    .option('--seed <n>', 'seed of starts, folds and resamples', '0')
    .action(async (file: string | undefined, options: FitOptions) => {
      if ((file === undefined) === (options.experiment === undefined))
        throw new Refusal('option_invalid', 'Name either a file or an experiment to fit.', {
          field: '--experiment',
          remedy: 'Give FILE, or --experiment NAME.',
        });
      if (file !== undefined) {
        const report = fitTable(readTable(file, options), options);
        writeResult(streams, options, report, () => lawReportText(report));
        return;
      }
      const found = await experimentRuns(options, streams);
      const report = fitTable(tableOf(found), options);
      writeResult(streams, options, { ...found, report }, () => `${aboutRuns(found)}\n\n${lawReportText(report)}`);
    });
}

function fitTable(table: LawTable, options: FitOptions): LawReport {
  const law = lawById(options.law, '--law');
  const shares = (value: string, option: string) => readShares(value, option, table.groups);
  return reportLaw(law, table, {
    seed: whole(options.seed, '--seed'),
    folds: whole(options.folds, '--folds'),
    resamples: whole(options.resamples, '--resamples'),
    ...(options.held !== undefined && { held: readTable(options.held) }),
    fit: {
      floor: options.floor === 'below-data' ? 'below-data' : 'any',
      isThorough: options.thorough === true,
      ...(options.huber !== undefined && { delta: readNumber(options.huber, '--huber', [1e-6, 1e6]) }),
      ...(options.starts !== undefined && { starts: Math.max(1, whole(options.starts, '--starts')) }),
    },
    optimum: {
      ...(options.weights !== undefined && { weights: readShares(options.weights, '--weights', table.targets) }),
      ...(options.caps !== undefined && { caps: shares(options.caps, '--caps') }),
      ...(options.prior !== undefined && { prior: shares(options.prior, '--prior'), lambda: 0.1 }),
      ...(options.lambda !== undefined && { lambda: readNumber(options.lambda, '--lambda', [0, 1e6]) }),
    },
  });
}

function whole(value: string, option: string): number {
  return Math.round(readNumber(value, option, [0, 1e6]));
}

/** What an experiment has trained at fixed proportions; the engine's own fit is made without intervals. */
function experimentRuns(options: FitOptions, streams: Streams): Promise<ExperimentLaw> {
  return withEngine(options, 'read', streams, async (engine) => {
    const { id } = await findExperiment(engine, options.experiment);
    const steps = options.length === undefined ? {} : { steps: whole(options.length, '--length') };
    return engine.fitLaws(id, options.law, { resamples: 0, ...steps });
  });
}

function tableOf({ report, rows }: ExperimentLaw): LawTable {
  return {
    groups: report.groups,
    targets: report.groups,
    proportions: rows.map(({ proportions }) => proportions),
    losses: rows.map(({ losses }) => losses),
    starts: rows.map(({ start }) => start),
  };
}

function aboutRuns({ steps, rows, lengths }: ExperimentLaw): string {
  const trials = rows.filter(({ source }) => source === 'trial').length;
  const others = lengths.filter((length) => length.steps !== steps);
  const rest = others.map((length) => `${length.runs} of ${length.steps} steps`).join(', ');
  return `Fitted to ${trials} trials and ${rows.length - trials} whole runs of ${steps} steps${rest === '' ? '' : `; left out: ${rest}`}.`;
}
