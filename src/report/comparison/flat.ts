/** One line per row of a comparison, every number in full, with what identifies it: for whatever reads tables. */
import type { Cell, Comparison, ComparisonRow, Interval, Measure } from '#mixing/comparison';

/** Header first; the last line is what byte frequencies alone reach. */
export function flatTable(comparison: Comparison): string[][] {
  const columns = columnsOf(comparison);
  return [
    columns.map(([name]) => name),
    ...comparison.rows.map((row) => columns.map(([, of]) => toText(of(row)))),
    ['byte frequencies alone', ...columns.slice(1).map(([name]) => toText(entropyIn(comparison, name)))],
  ];
}

type Value = string | number | null | undefined;
type Column = readonly [name: string, of: (row: ComparisonRow) => Value];

function columnsOf({ groups, measures, rows, baselineKey, analysis }: Comparison): Column[] {
  const data = [
    ...new Set(
      rows.flatMap(({ runs }) => runs.flatMap((run) => run.circumstances?.data ?? [])).map(({ group }) => group),
    ),
  ];
  return [
    ['method', ({ method }) => method],
    ['label', ({ label }) => label],
    ['experiment', ({ experimentName }) => experimentName],
    ['seeds', ({ seeds }) => seeds.join(' ')],
    ['is baseline', ({ key }) => (key === baselineKey ? 'yes' : 'no')],
    ['losses of', () => analysis.split],
    ['steps', ({ runs }) => distinct(runs.map(({ step }) => String(step)))],
    ...measures.flatMap(valueColumns),
    ...measures.flatMap(differenceColumns),
    ...groups.map((group, i): Column => [`proportion ${group}`, ({ proportions }) => proportions[i]]),
    ['learning steps', ({ cost }) => cost.learningSteps],
    ['final steps', ({ cost }) => cost.finalSteps],
    ['measuring steps', ({ cost }) => cost.measuringSteps],
    ['computed steps', ({ cost }) => cost.computedSteps],
    ['tokens', ({ cost }) => cost.tokens],
    ['operations', ({ cost }) => cost.flops],
    ['seconds', ({ cost }) => cost.seconds],
    ['missing', ({ missing }) => missing.map(({ seed, state }) => `${String(seed)}: ${state}`).join('; ')],
    ['cannot be compared', ({ obstacles }) => obstaclesOf(obstacles, 'blocks')],
    ['compare with care', ({ obstacles }) => obstaclesOf(obstacles, 'caution')],
    ['row', ({ key }) => key],
    ['experiment id', ({ experiment }) => experiment],
    ['run ids', ({ runs }) => runs.map(({ run }) => run).join(' ')],
    ['tokenizer', ({ runs }) => distinct(runs.flatMap((run) => run.circumstances?.tokenizer ?? []))],
    ...data.map((group): Column => [`data ${group}`, (row) => versionsOf(row, group)]),
    ['models', ({ runs }) => runs.flatMap(({ model }) => model ?? []).join(' ')],
  ];
}

function valueColumns({ id }: Measure): Column[] {
  const of = (read: (cell: Cell) => Value) => (row: ComparisonRow) => read(row.cells[id]!);
  return [
    [`${id} mean`, of(({ value }) => value.mean)],
    [`${id} sd`, of(({ value }) => value.sd)],
    [`${id} se`, of(({ value }) => value.standardError)],
    [`${id} low`, of(({ value }) => value.interval?.low)],
    [`${id} high`, of(({ value }) => value.interval?.high)],
  ];
}

function differenceColumns({ id }: Measure): Column[] {
  const of = (name: string, read: (difference: NonNullable<Cell['difference']>) => Value): Column => [
    `difference of ${id} ${name}`,
    (row) => {
      const { difference } = row.cells[id]!;
      return difference && read(difference);
    },
  ];
  const bound = (side: keyof Interval) => (difference: NonNullable<Cell['difference']>) => difference.interval?.[side];
  return [
    of('mean', ({ mean }) => mean),
    of('se', ({ standardError }) => standardError),
    of('low', bound('low')),
    of('high', bound('high')),
    of('share', ({ share }) => share),
    of('pairs', ({ n }) => n),
    of('better seeds', ({ betterSeeds }) => betterSeeds),
    of('p', ({ p }) => p),
    of('p Holm', ({ pAdjusted }) => pAdjusted),
    of('effect', ({ effect }) => effect),
    of('chance below zero', ({ probabilityBetter }) => probabilityBetter),
    of('chance better', ({ verdict }) => verdict?.better),
    of('chance equal', ({ verdict }) => verdict?.equal),
    of('chance worse', ({ verdict }) => verdict?.worse),
  ];
}

function obstaclesOf(obstacles: ComparisonRow['obstacles'], severity: 'blocks' | 'caution'): string {
  return obstacles
    .filter((obstacle) => obstacle.severity === severity)
    .map(({ sentence }) => sentence)
    .join(' ');
}

function versionsOf({ runs }: ComparisonRow, group: string): string {
  return distinct(runs.flatMap((run) => run.circumstances?.data.find((one) => one.group === group)?.version ?? []));
}

function distinct(words: readonly string[]): string {
  return [...new Set(words)].join(' ');
}

function entropyIn({ groups, unigramBitsPerByte }: Comparison, column: string): Value {
  const i = groups.findIndex((group) => column === `bits-per-byte of ${group} mean`);
  return i < 0 ? null : unigramBitsPerByte[i];
}

function toText(value: Value): string {
  return value === null || value === undefined || Number.isNaN(value) ? '' : String(value);
}
