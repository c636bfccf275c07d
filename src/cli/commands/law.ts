import { writeFileSync } from 'node:fs';
import { Option } from 'commander';
import { formatBytes, formatNumber } from '#base/format';
import { Refusal } from '#base/refusal';
import type { LawSeries, RunSummary } from '#contract/api';
import { lawFormats, writeLaw, type LawFormat } from '#mixing/laws/law-file';
import { estimatesIn, lawUnitOf } from '#mixing/laws/law-measure';
import { originLines } from '#mixing/laws/law-origin';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { readNumber } from '../law-files.ts';
import { findRun } from '../lookup.ts';
import { columns } from '../tables.ts';

interface Options extends CommonOptions {
  readonly out?: string;
  readonly format?: LawFormat | 'svg';
  readonly form: 'raw' | 'normalised';
  readonly round?: number;
}

const formats = [...lawFormats, 'svg'] as const;

export const law: Register = (program, streams) => {
  withCommonOptions(program.command('law <run>').description('the mixing law that a run measured, round by round'))
    .addOption(new Option('--format <id>', 'of the file; by its name unless given').choices(formats))
    .option('-o, --out <file>', 'write it there: NPY (time, to, from), CSV, JSON, or one round as SVG')
    .addOption(
      new Option('--form <id>', 'as measured, or as the update uses it').choices(['raw', 'normalised']).default('raw'),
    )
    .option('--round <n>', 'round of the SVG; the last unless given', (text) => readNumber(text, '--round', [0, 1e9]))
    .action(async (named: string, options: Options) => {
      const { out, form, round } = options;
      const format = formatOf(options);
      const { found, bytes } = await withEngine(options, 'read', streams, async (engine) => {
        const run = await findRun(engine, named);
        const series = await engine.law(run.id);
        if (out === undefined) return { found: series, bytes: null };
        const picture = { form, ...(round !== undefined && { round }) };
        return {
          found: series,
          bytes:
            format === 'svg'
              ? new TextEncoder().encode(await engine.lawPicture(run.id, picture))
              : writeLaw(recordOf(run, series, form), format),
        };
      });
      if (out === undefined || bytes === null) {
        writeResult(streams, options, found, () => textOf(found));
        return;
      }
      writeFileSync(out, bytes);
      writeResult(
        streams,
        options,
        { file: out, format, bytes: bytes.length },
        () => `Wrote ${out} (${formatBytes(bytes.length)}).`,
      );
    });
};

/** @throws Refusal `option_invalid` when neither --format nor the file's name says it */
function formatOf({ out, format }: Options): LawFormat | 'svg' {
  const found = format ?? formats.find((id) => out?.toLowerCase().endsWith(`.${id}`));
  if (found !== undefined || out === undefined) return found ?? 'json';
  throw new Refusal('option_invalid', `${out} does not say what it is to be.`, {
    file: out,
    field: '--format',
    remedy: `Give --format ${formats.join('|')}, or end the name in one of them.`,
  });
}

function recordOf(run: RunSummary, series: LawSeries, form: Options['form']): Parameters<typeof writeLaw>[0] {
  const { method, seed, groups, provenance, subsetError, rounds } = series;
  return {
    label: `${run.label}, seed ${String(seed)}`,
    method,
    seeds: [seed],
    runs: [run.id],
    groups,
    unit: form === 'normalised' ? 'share of all effects' : (lawUnitOf(method) ?? 'nats over one measurement'),
    provenance,
    subsetError,
    rounds: estimatesIn(rounds, form).map((estimate, n) => ({ ...estimate, proportions: rounds[n]!.proportions })),
  };
}

function textOf({ groups, rounds, ...origin }: LawSeries): string {
  if (rounds.length === 0) return 'This run measured no law: its method estimates none, or it has not got that far.';
  const matrix = (title: string, values: LawSeries['rounds'][number]['raw'], decimals: number): string =>
    columns(
      [title, ...groups],
      values.map((row, i) => [groups[i]!, ...row.map((a) => formatNumber(a, decimals))]),
    );
  const blocks = rounds.map(({ round, step, raw, normalised, proportions }) =>
    [
      `Round ${round}, step ${step}: proportions then ${proportions.map((p) => formatNumber(p, 3)).join(', ')}`,
      matrix('raw', raw, 5),
      matrix('normalised', normalised, 4),
    ].join('\n'),
  );
  const heading = ['Rows: the group whose loss falls. Columns: the group trained on.', ...originLines(origin)];
  return [heading.join('\n'), ...blocks].join('\n\n');
}
