/** Runs that another program logged, as a table that mixing laws are fitted to. */
import { Refusal } from '#base/refusal';
import type { LoggedRun } from '#contract/api';
import type { LawTable } from '#mixing/laws/fit';
import { requireTable } from '#mixing/laws/table-file';

/**
 * One row a run that has a share for every group and a loss for every target, in the order of `runs`. Groups and
 * targets are what follows the prefixes in the names of metrics and settings, in order of first appearance.
 *
 * @returns leftOut names of runs that lack a number
 * @throws Refusal `table_invalid` when no name begins with a prefix, or no run is complete
 */
export function lawTableOf(
  runs: readonly LoggedRun[],
  file: string,
  { proportions, losses }: { readonly proportions: string; readonly losses: string },
): { readonly table: LawTable; readonly runs: readonly string[]; readonly leftOut: readonly string[] } {
  const numbers = runs.map(lastNumbers);
  const groups = namesAfter(proportions, numbers, file);
  const targets = namesAfter(losses, numbers, file);
  const rows = runs.map((run, i) => ({
    run,
    shares: groups.map((name) => numbers[i]!.get(proportions + name)),
    values: targets.map((name) => numbers[i]!.get(losses + name)),
  }));
  const whole = rows.filter(({ shares, values }) => [...shares, ...values].every((x) => Number.isFinite(x)));
  if (whole.length === 0)
    throw new Refusal('table_invalid', `No run of ${file} has a number for every group and target.`, {
      file,
      remedy: `Each run needs ${[...groups.map((name) => proportions + name), ...targets.map((name) => losses + name)].join(', ')}.`,
    });
  const table: LawTable = {
    groups,
    targets,
    proportions: whole.map(({ shares }) => shares as number[]),
    losses: whole.map(({ values }) => values as number[]),
  };
  return {
    table: requireTable(table, file),
    runs: whole.map(({ run }) => run.name),
    leftOut: rows.filter((row) => !whole.includes(row)).map(({ run }) => run.name),
  };
}

/** The last value of each metric, and each setting that is a number. */
function lastNumbers({ metrics, settings }: LoggedRun): ReadonlyMap<string, number> {
  const fromSettings = Object.entries(settings).flatMap(([name, value]) =>
    value !== '' && Number.isFinite(Number(value)) ? [[name, Number(value)] as const] : [],
  );
  const fromMetrics = metrics.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last ? [[name, last.value] as const] : [];
  });
  return new Map([...fromSettings, ...fromMetrics]);
}

function namesAfter(prefix: string, numbers: readonly ReadonlyMap<string, number>[], file: string): string[] {
  const all = new Set(numbers.flatMap((run) => [...run.keys()]));
  const found = [...all].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  if (found.length > 0) return found;
  const some = [...all].slice(0, 12).join(', ');
  throw new Refusal('table_invalid', `No number in ${file} has a name that begins with "${prefix}".`, {
    file,
    field: prefix,
    remedy: `Say how the names begin with --proportions and --losses. There are ${some || 'no numbers at all'}.`,
  });
}
