/** Rows with every measure folded over seeds and held against the baseline. */
import { holm } from '#base/holm';
import { foldColumns, mean } from '#base/statistics';
import { differenceOf, estimateOf } from './difference.ts';
import type { Draft } from './draft.ts';
import { regionOf, valueOf } from './measures.ts';
import { isBlocked, mixedRuns, obstaclesBetween } from './obstacles.ts';
import type { Analysis, Cell, ComparisonOptions, ComparisonRow, Measure, Obstacle, RunCost } from './types.ts';

type Frame = Pick<ComparisonOptions, 'experiment' | 'groups' | 'tokensPerByte'>;

/** @param baseline key of the row that others are measured against */
export function judgedRows(
  drafts: readonly Draft[],
  baseline: string,
  measures: readonly Measure[],
  analysis: Analysis,
  frame: Frame,
): ComparisonRow[] {
  const against = drafts.find(({ key }) => key === baseline)!;
  const obstacles = drafts.map((draft) => (draft === against ? [] : obstaclesOf(draft, against, analysis)));
  const cells = drafts.map((draft, i) =>
    measures.map((measure) => cellOf(measure, draft, against, obstacles[i]!, analysis, frame)),
  );
  const corrected = cells.map(() => [] as Cell[]);
  for (const m of measures.keys())
    for (const [row, cell] of correctedColumn(cells.map((all) => all[m]!)).entries()) corrected[row]!.push(cell);
  return drafts.map((draft, i) =>
    rowOf(draft, Object.fromEntries(measures.map(({ id }, m) => [id, corrected[i]![m]!])), obstacles[i]!, frame),
  );
}

function obstaclesOf(draft: Draft, against: Draft, { at }: Analysis): Obstacle[] {
  const [own, other] = [draft, against].map(({ runs }) => runs.flatMap((run) => run.circumstances ?? []));
  const isOneStep = typeof at === 'object' && !('share' in at); // then runs of other lengths are taken where they are equal
  const found = own![0] && other![0] ? obstaclesBetween(own![0], other![0]) : [];
  return [...found.filter(({ what }) => !(isOneStep && what === 'budget')), ...mixedRuns(own!)];
}

function cellOf(
  measure: Measure,
  draft: Draft,
  against: Draft,
  obstacles: readonly Obstacle[],
  analysis: Analysis,
  frame: Frame,
): Cell {
  const values = (row: Draft) =>
    row.runs.map(({ seed, losses }, i) => ({
      seed,
      value: valueOf(measure, { groups: frame.groups, losses, tokensPerByte: row.tokensPerByte[i]! }),
    }));
  const own = values(draft);
  const label = `${draft.key} ${measure.id}`;
  const other = values(against);
  const region = regionOf(measure, analysis.region, mean(other.map(({ value }) => value)), frame);
  return {
    perRun: own.map(({ value }) => value),
    value: estimateOf(
      own.map(({ value }) => value),
      analysis,
      label,
    ),
    difference:
      draft === against || isBlocked({ obstacles }, measure.metric)
        ? null
        : differenceOf(own, other, analysis, region, label),
  };
}

/** P values of one measure, corrected for the rows that were tested. */
function correctedColumn(cells: readonly Cell[]): Cell[] {
  const adjusted = holm(cells.map(({ difference }) => difference?.p ?? null));
  return cells.map((cell, i) =>
    cell.difference === null ? cell : { ...cell, difference: { ...cell.difference, pAdjusted: adjusted[i]! } },
  );
}

function rowOf(
  { runs, key, method, label, experiment, experimentName, settings, missing }: Draft,
  cells: Readonly<Record<string, Cell>>,
  obstacles: readonly Obstacle[],
  frame: Frame,
): ComparisonRow {
  const shares = foldColumns(runs.map((run) => run.proportions)).map((share) => share.mean);
  return {
    key,
    experiment: experiment ?? frame.experiment,
    experimentName: experimentName ?? frame.experiment,
    method,
    label,
    settings: settings ?? [],
    seeds: runs.map((run) => run.seed),
    runs,
    cells,
    proportions: runs.length > 0 ? shares : frame.groups.map(() => NaN),
    cost: meanCost(runs.map((run) => run.cost)),
    missing,
    obstacles,
  };
}

/** A part that one run does not know is left out of the row. */
function meanCost(costs: readonly RunCost[]): RunCost {
  const of = (part: keyof RunCost): number | undefined => {
    const known = costs.flatMap((cost) => cost[part] ?? []);
    return known.length === costs.length ? mean(known) : undefined;
  };
  const [measuringSteps, tokens, flops] = [of('measuringSteps'), of('tokens'), of('flops')];
  return {
    learningSteps: of('learningSteps')!,
    finalSteps: of('finalSteps')!,
    computedSteps: of('computedSteps')!,
    seconds: of('seconds')!,
    ...(measuringSteps !== undefined && { measuringSteps }),
    ...(tokens !== undefined && { tokens }),
    ...(flops !== undefined && { flops }),
  };
}
