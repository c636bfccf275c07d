/** A comparison as a table: methods as rows with their seeds below, measures, differences, verdicts and costs as columns. */
import { cellOf, decimalsOf, emptyCell, foldedCell, usualWidth, type Cell, type TableColumn } from '#base/table/cells';
import { filterRows } from '#base/table/filter';
import { sortRows } from '#base/table/sort';
import { rangeOfNumbers, type Range, type RowChoice, type Table, type TableRow } from '#base/table/table';
import { isKnown, type ColumnKind, type Value } from '#base/table/values';
import type { Folded } from '#base/statistics';
import { groupMeasureId, headlineOf } from './measures.ts';
import type { Comparison, ComparisonRow, Measure, Metric, MissingRun, RunCost, RunResult } from './types.ts';

/** A method, one of its finished runs, or a run that is not in the means. */
export interface MethodRow extends TableRow {
  readonly below: readonly MethodRow[];
  readonly of: ComparisonRow;
  readonly run: RunResult | null;
  readonly missing: MissingRun | null;
}

export interface MethodChoice extends RowChoice {
  readonly metric: Metric;
  /** What the columns of groups show. */
  readonly cells: 'values' | 'differences';
  /** Leaves out rows that cannot be compared with the baseline. */
  readonly onlyComparable: boolean;
}

/** How a column finds its numbers. */
interface Reader {
  readonly column: TableColumn;
  readonly ofRow: (row: ComparisonRow) => Folded | Value;
  /** Index of the run in its row. */
  readonly ofRun: (run: RunResult, index: number, row: ComparisonRow) => Value;
}

export function methodTable(comparison: Comparison, choice: MethodChoice): Table<MethodRow> {
  const readers = new Map(readersOf(comparison, choice).map((reader) => [reader.column.id, reader]));
  const folded = (row: ComparisonRow, column: string): Folded | null => {
    const found = readers.get(column)?.ofRow(row) ?? null;
    return typeof found === 'object' ? found : null;
  };
  const valueOf = ({ of, run, missing }: MethodRow, column: string): Value => {
    const reader = readers.get(column);
    if (!reader || missing) return null;
    if (run) return reader.ofRun(run, of.runs.indexOf(run), of);
    const found = reader.ofRow(of);
    return found !== null && typeof found === 'object' ? (found.n > 0 ? found.mean : null) : found;
  };
  const all = comparison.rows.map(rowOf);
  const comparable = choice.onlyComparable ? all.filter((row) => !isBlocked(row.of)) : all;
  const shown = filterRows(
    comparable,
    choice.filters,
    choice.search,
    valueOf,
    ({ of }) => `${of.label} ${of.method} ${of.experimentName}`,
  );
  const rows = sortRows(shown, choice.sorting, valueOf);
  const decimals = new Map(
    [...readers].flatMap(([id, { column }]) => {
      const all = comparison.rows.flatMap((row) => folded(row, id) ?? []);
      return all.length > 0 ? [[id, decimalsOf(all, column.kind)] as const] : [];
    }),
  );
  const ranges = new Map<string, Range | null>();

  return {
    columns: [...readers.values()].map(({ column }) => column),
    rows,
    total: comparison.rows.length,
    valueOf,
    cellOf: (row, id): Cell => {
      const reader = readers.get(id);
      if (!reader || row.missing) return emptyCell;
      const { kind } = reader.column;
      const digits = decimals.get(id) ?? plainDecimals;
      if (row.run) {
        const value = valueOf(row, id);
        return isKnown(value) ? cellOf(value, kind, isMeasured(kind) ? digits + 1 : undefined) : emptyCell;
      }
      const found = reader.ofRow(row.of);
      if (found !== null && typeof found === 'object') return foldedCell(found, kind, digits);
      return cellOf(found, kind, isMeasured(kind) ? digits : undefined);
    },
    rangeOf: (id) => {
      if (!ranges.has(id)) ranges.set(id, rangeOfNumbers(all.map((row) => valueOf(row, id))));
      return ranges.get(id)!;
    },
  };
}

/** Whether something stands between a row and the baseline in every measure. */
export function isBlocked({ obstacles }: Pick<ComparisonRow, 'obstacles'>): boolean {
  return obstacles.some(({ severity, affects }) => severity === 'blocks' && affects === 'every measure');
}

/** The measure that a column of this table shows or differs in; null for names, verdicts aside, and costs. */
export function measureOfColumn(comparison: Comparison, metric: Metric, column: string): Measure | null {
  const id = judged.has(column)
    ? headlineOf[metric]
    : column.startsWith('group/')
      ? groupMeasureId(metric, column.slice('group/'.length))
      : column;
  return comparison.measures.find((measure) => measure.id === id) ?? null;
}

/** Digits of numbers that are not folded: percent and chances. */
const plainDecimals = 2;

const judged: ReadonlySet<string> = new Set(['rank', 'difference', 'share', 'verdict', 'p', 'better-seeds']);

function rowOf(row: ComparisonRow): MethodRow {
  const runs = row.runs.map((run): MethodRow => ({
    key: `${row.key} ${run.run}`,
    depth: 1,
    below: [],
    of: row,
    run,
    missing: null,
  }));
  const missing = row.missing.map((one): MethodRow => ({
    key: `${row.key} seed ${one.seed}`,
    depth: 1,
    below: [],
    of: row,
    run: null,
    missing: one,
  }));
  return { key: row.key, depth: 0, below: [...runs, ...missing], of: row, run: null, missing: null };
}

function isMeasured(kind: ColumnKind): boolean {
  return kind === 'number' || kind === 'difference' || kind === 'percent';
}

function readersOf(comparison: Comparison, { metric, cells }: MethodChoice): readonly Reader[] {
  const { rows, measures, groups } = comparison;
  const headline = measures.find(({ id }) => id === headlineOf[metric])!;
  const baseline = rows.find(({ key }) => key === comparison.baselineKey)?.label ?? comparison.baseline;
  const order = sortRows(rows, [{ column: 'value', isDescending: false }], (row) => meanOf(row, headline.id));
  const others = measures.filter(
    (measure) =>
      measure.over !== 'group' && measure.id !== headline.id && (measure.metric === metric || isOfPaper(measure)),
  );
  return [
    text('method', 'Method', 'One row a method; its seeds are below it', (row) => row.label, 220),
    text('experiment', 'Experiment', 'Where the runs come from', (row) => row.experimentName, 160, {
      isHidden: rows.every((row) => row.experiment === rows[0]!.experiment),
    }),
    single('rank', 'Rank', `Place by ${headline.title.toLowerCase()} among all methods`, 'count', 'Result', (row) =>
      row.runs.length > 0 ? order.indexOf(row) + 1 : null,
    ),
    single('seeds', 'Seeds', 'Finished seeds, which the means are over', 'count', 'Result', (row) => row.runs.length),
    measured(headline, headline.title),
    difference(headline, `Against ${baseline}`),
    single(
      'share',
      'Difference, %',
      `Mean difference as a share of ${baseline}, over the paired seeds`,
      'percent',
      'Result',
      (row) => differenceOf(row, headline.id)?.share ?? null,
    ),
    single(
      'verdict',
      'Verdict',
      'Better, no practical difference, worse: how likely each is. Sorts by the chance of being better',
      'share',
      'Result',
      (row) => differenceOf(row, headline.id)?.verdict?.better ?? null,
      { width: 128, isLeft: true },
    ),
    single(
      'p',
      'p, Holm',
      'Chance of such a difference when there is none, corrected after Holm for the methods tested',
      'number',
      'Result',
      (row) => differenceOf(row, headline.id)?.pAdjusted ?? null,
      { isHidden: true },
    ),
    single(
      'better-seeds',
      'Better seeds',
      `Seeds in which the method is better than ${baseline}`,
      'count',
      'Result',
      (row) => differenceOf(row, headline.id)?.betterSeeds ?? null,
      { isHidden: true },
    ),
    ...others.map((measure) => measured(measure, measure.title)),
    ...groups.map((group) => {
      const measure = measures.find(({ id }) => id === groupMeasureId(metric, group))!;
      const column = cells === 'values' ? measured(measure, group) : difference(measure, group);
      const hint = cells === 'values' ? column.column.hint : `${group}: difference to ${baseline}, ${measure.unit}`;
      return { ...column, column: { ...column.column, id: `group/${group}`, section: 'Groups', hint } };
    }),
    ...costs(rows),
    ...groups.map((group, i): Reader => ({
      column: columnOf(`p/${group}`, `Share of ${group}`, 'Proportions', 'share', {
        hint: `Share of ${group} in the last batches, %`,
        isHidden: true,
      }),
      ofRow: (row) => row.proportions[i] ?? null,
      ofRun: (run) => run.proportions[i] ?? null,
    })),
    ...settingsOf(rows),
  ];
}

/** Perplexity is averaged in two ways that can rank mixtures differently; both are always there. */
function isOfPaper({ metric, over }: Measure): boolean {
  return metric === 'perplexity' && over !== 'worst';
}

function columnOf(
  id: string,
  title: string,
  section: string,
  kind: ColumnKind,
  facts: Partial<TableColumn> = {},
): TableColumn {
  return { id, title, section, kind, hint: title, isLowerBetter: false, width: usualWidth(kind, title), ...facts };
}

function text(
  id: string,
  title: string,
  hint: string,
  of: (row: ComparisonRow) => string,
  width: number,
  facts: Partial<TableColumn> = {},
): Reader {
  return {
    column: columnOf(id, title, 'Result', 'text', { hint, width, ...facts }),
    ofRow: of,
    ofRun: (run, _index, row) => (id === 'method' ? `seed ${run.seed}` : of(row)),
  };
}

/** A number that a method has and its runs have not. */
function single(
  id: string,
  title: string,
  hint: string,
  kind: ColumnKind,
  section: string,
  of: (row: ComparisonRow) => number | null,
  facts: Partial<TableColumn> = {},
): Reader {
  return { column: columnOf(id, title, section, kind, { hint, ...facts }), ofRow: of, ofRun: () => null };
}

function measured(measure: Measure, title: string): Reader {
  return {
    column: columnOf(measure.id, title, 'Result', 'number', {
      hint: `${measure.title}, ${measure.unit}. ${measure.formula}`,
      isLowerBetter: true,
      width: Math.max(118, usualWidth('number', title)),
    }),
    ofRow: (row) => row.cells[measure.id]?.value ?? null,
    ofRun: (_run, index, row) => row.cells[measure.id]?.perRun[index] ?? null,
  };
}

function difference(measure: Measure, title: string): Reader {
  return {
    column: columnOf('difference', title, 'Result', 'difference', {
      hint: `${measure.title} minus that of the baseline, paired by seed, ${measure.unit}; below zero is better`,
      isLowerBetter: true,
      width: Math.max(138, usualWidth('difference', title)),
    }),
    ofRow: (row) => differenceOf(row, measure.id),
    ofRun: (run, _index, row) => {
      const found = differenceOf(row, measure.id);
      const place = found?.seeds.indexOf(run.seed) ?? -1;
      return found?.perSeed[place] ?? null;
    },
  };
}

function differenceOf(row: ComparisonRow, measure: string) {
  return row.cells[measure]?.difference ?? null;
}

function meanOf(row: ComparisonRow, measure: string): number | null {
  const value = row.cells[measure]?.value;
  return value && value.n > 0 ? value.mean : null;
}

function costs(rows: readonly ComparisonRow[]): readonly Reader[] {
  const hasLearning = rows.some(({ cost }) => cost.learningSteps > 0);
  const hasMeasuring = rows.some(({ cost }) => (cost.measuringSteps ?? 0) > 0);
  const cost = (
    id: string,
    title: string,
    hint: string,
    of: (cost: RunCost) => number | undefined,
    facts: Partial<TableColumn> & { kind?: ColumnKind } = {},
  ): Reader => ({
    column: columnOf(id, title, 'Cost', facts.kind ?? 'count', { hint, ...facts }),
    ofRow: (row) => (row.runs.length > 0 ? (of(row.cost) ?? null) : null),
    ofRun: (run) => of(run.cost) ?? null,
  });
  return [
    cost(
      'learning-steps',
      'Learning steps',
      'Steps before the final run, per seed: references, proxies, sweeps',
      (one) => one.learningSteps,
      { isHidden: !hasLearning },
    ),
    cost(
      'final-steps',
      'Final steps',
      'Steps of the final run, per seed; measuring inside the run is part of them',
      (one) => one.finalSteps,
    ),
    cost(
      'measuring-steps',
      'Measuring',
      'Those of the final steps that only measured what a mixture does',
      (one) => one.measuringSteps,
      { isHidden: !hasMeasuring },
    ),
    cost(
      'asked-steps',
      'Total steps',
      'Learning and final steps together: what the method asked for',
      (one) => one.learningSteps + one.finalSteps,
      { isHidden: !hasLearning },
    ),
    cost(
      'computed-steps',
      'Computed',
      'Steps really computed: trials shared with other runs count once',
      (one) => one.computedSteps,
    ),
    cost('tokens', 'Tokens', 'Tokens of learning and final steps', (one) => one.tokens, { isHidden: true }),
    cost('seconds', 'Time', 'Time spent training and evaluating, per seed', (one) => one.seconds, { kind: 'duration' }),
  ];
}

function settingsOf(rows: readonly ComparisonRow[]): readonly Reader[] {
  const names = new Set(rows.flatMap((row) => row.settings.map(({ name }) => name)));
  return [...names].map((name) => {
    const of = (row: ComparisonRow): Value => {
      const value = row.settings.find((setting) => setting.name === name)?.value;
      return value === undefined
        ? null
        : typeof value === 'number' || typeof value === 'string'
          ? value
          : JSON.stringify(value);
    };
    return {
      column: columnOf(`setting/${name}`, name, 'Settings', 'number', {
        hint: `Setting ${name} of the method`,
        isHidden: true,
        isSetting: true,
      }),
      ofRow: of,
      ofRun: (_run, _index, row) => of(row),
    };
  });
}
