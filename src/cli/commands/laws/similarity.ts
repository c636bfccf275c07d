import type { Command } from 'commander';
import { formatNumber } from '#base/format';
import { similarityOf } from '#mixing/laws/similarity';
import { withCommonOptions, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { readMatrix } from '../../law-files.ts';
import { facts } from '../../tables.ts';

interface SimilarityOptions extends CommonOptions {
  readonly aRows: string;
  readonly bRows: string;
}

export function registerSimilarity(command: Command, streams: Streams): void {
  withCommonOptions(command.command('similarity <a> <b>').description('how alike two matrices of law parameters are'))
    .option('--a-rows <what>', 'rows of the first matrix: evaluated or trained', 'evaluated')
    .option('--b-rows <what>', 'rows of the second matrix: evaluated or trained', 'evaluated')
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
