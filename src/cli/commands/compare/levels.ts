/** Runs folded level by level, for a terminal. */
import { absent, decimalsFor, formatCount, formatMeasured, formatSigned } from '#base/format';
import { Refusal } from '#base/refusal';
import { headlineOf, type Comparison, type Metric, type Summary } from '#mixing/comparison';
import type { Level } from '#mixing/comparison/levels';
import { measureInWords } from '#mixing/comparison/sentence';
import { columns } from '../../tables.ts';

/** @throws Refusal `option_invalid` for a setting that no row has */
export function settingsNamed(list: string, { rows }: Comparison): string[] {
  const known = ['label', 'seed', ...new Set(rows.flatMap(({ settings }) => settings.map(({ name }) => name)))];
  return list.split(',').map((name) => {
    if (known.includes(name.trim())) return name.trim();
    throw new Refusal('option_invalid', `No row has a setting "${name.trim()}".`, {
      field: 'by',
      remedy: `Choose from ${known.join(', ')}.`,
    });
  });
}

export function levelsText(levels: readonly Level[], comparison: Comparison, metric: Metric): string {
  const id = headlineOf[metric];
  const measure = comparison.measures.find((one) => one.id === id)!;
  const baseline = comparison.rows.find(({ key }) => key === comparison.baselineKey)!;
  const lines = (all: readonly Level[]): string[][] =>
    all.flatMap((level) => [
      [
        `${'  '.repeat(level.depth)}${level.name}: ${level.value === null ? 'none' : String(level.value)}`,
        formatCount(level.runs.length),
        measured(level.values[id]!),
        level.differences[id] ? signed(level.differences[id]) : absent,
      ],
      ...lines(level.levels),
    ]);
  const unit = metric === 'loss' ? `, ${measure.unit}` : '';
  return [
    `${measureInWords(measure, comparison.analysis)}${unit}`,
    '',
    columns(['group', 'runs', 'value', `against ${baseline.label}`], lines(levels)),
  ].join('\n');
}

function measured({ mean, standardError }: Summary): string {
  const { value, error } = formatMeasured(mean, standardError);
  return `${value} ± ${error}`;
}

function signed({ mean, standardError }: Summary): string {
  const decimals = decimalsFor(mean, standardError);
  return `${formatSigned(mean, decimals)} ± ${formatMeasured(mean, standardError, decimals).error}`;
}
