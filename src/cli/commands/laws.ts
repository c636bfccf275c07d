import type { Command } from 'commander';
import { formatNumber } from '#base/format';
import { laws as all, lawById } from '#mixing/laws/index';
import { reportLaw } from '#mixing/laws/report';
import { similarityOf } from '#mixing/laws/similarity';
import { withCommonOptions, writeResult, type CommonOptions, type Register, type Streams } from '../command.ts';
import { readMatrix, readNumber, readShares, readTable } from '../law-files.ts';
import { lawReportText } from '../law-report-text.ts';
import { columns, facts } from '../tables.ts';

interface FitOptions extends CommonOptions {
  readonly law: string;
  readonly losses?: string;
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

interface SimilarityOptions extends CommonOptions {
  readonly aRows: string;
  readonly bRows: string;
}

export const laws: Register = (program, streams) => {
  const command = program.command('laws').description('fit mixing laws to tables of runs, compare their matrices');
  registerList(command, streams);
  registerFit(command, streams);
  registerSimilarity(command, streams);
};

function registerList(command: Command, streams: Streams): void {
  withCommonOptions(command.command('list').description('the laws there are')).action((options: CommonOptions) => {
    const list = all.map(({ id, title, kind, equation }) => ({ id, title, kind, equation }));
    writeResult(streams, options, list, () =>
      columns(
        ['id', 'law', 'kind', 'equation'],
        list.map(({ id, title, kind, equation }) => [id, title, kind, equation]),
      ),
    );
  });
}

function registerFit(command: Command, streams: Streams): void {
  withCommonOptions(command.command('fit <file>').description('fit a law to proportions and losses of runs'))
    .option('--law <id>', 'which law; `aioli laws list` has them', 'log-linear-static')
    .option('--losses <file>', 'losses, when FILE is a CSV of mixtures only (RegMix)')
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
    .action((file: string, options: FitOptions) => {
      const report = fitFile(file, options);
      writeResult(streams, options, report, () => lawReportText(report));
    });
}

function fitFile(file: string, options: FitOptions) {
  const law = lawById(options.law, '--law');
  const table = readTable(file, options.losses);
  const shares = (value: string, option: string) => readShares(value, option, table.groups);
  const whole = (value: string, option: string) => Math.round(readNumber(value, option, [0, 1e6]));
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

function registerSimilarity(command: Command, streams: Streams): void {
  withCommonOptions(command.command('similarity <a> <b>').description('how alike two matrices of law parameters are'))
    .option('--a-rows <what>', 'rows of the first matrix: evaluated or trained on', 'evaluated')
    .option('--b-rows <what>', 'rows of the second matrix: evaluated or trained on', 'evaluated')
    .action((a: string, b: string, options: SimilarityOptions) => {
      const found = similarityOf(readMatrix(a, options.aRows), readMatrix(b, options.bRows));
      const show = (value: number | null) => (value === null ? 'undefined' : formatNumber(value, 4));
      writeResult(streams, options, found, () =>
        [
          facts([
            ['Similarity', show(found.similarity)],
            ['Cosine', show(found.cosine)],
            ['Spearman', show(found.spearman)],
            ...found.columnSums.map(
              (sums, n) =>
                [`Column sums of ${n === 0 ? 'A' : 'B'}`, sums.map((x) => formatNumber(x, 4)).join(', ')] as const,
            ),
          ]),
          ...found.warnings,
        ].join('\n'),
      );
    });
}
