/** Tables of runs from files: JSON, one CSV with everything, or RegMix's pair of CSVs. */
import { z } from 'zod';
import { Refusal } from '#base/refusal';
import { numberIn, parseCsv, type CsvTable } from './csv.ts';
import type { LawTable } from './fit.ts';

const numbers = z.array(z.number());
const rowWise = z.object({
  groups: z.array(z.string()).min(1),
  targets: z.array(z.string()).optional(),
  runs: z.array(z.object({ proportions: numbers, losses: numbers, start: numbers.optional() })).min(1),
});
const columnWise = z.object({
  groups: z.array(z.string()).min(1),
  targets: z.array(z.string()).optional(),
  proportions: z.array(numbers).min(1),
  losses: z.array(numbers),
  starts: z.array(numbers).optional(),
});

/** Published mixtures are rounded, so their sums miss 1 a little; they are used as they are. */
const sumTolerance = 0.01;

/**
 * Checks a table in JSON: `{"groups", "runs": [{"proportions", "losses", "start"?}], "targets"?}`, or the same by
 * columns, `{"groups", "targets"?, "proportions", "losses", "starts"?}`. Other fields are left alone.
 *
 * @param content parsed JSON
 * @throws        Refusal `table_invalid` or `proportions_invalid`, naming run and entry
 */
export function parseLawTable(content: unknown, file?: string): LawTable {
  const isRowWise = typeof content === 'object' && content !== null && 'runs' in content;
  const parsed = isRowWise ? rowWise.safeParse(content) : columnWise.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new Refusal('table_invalid', `${issue.message}.`, {
      ...(file !== undefined && { file }),
      field: issue.path.join('.'),
      remedy: 'Give {"groups": [...], "runs": [{"proportions": [...], "losses": [...], "start"?: [...]}]}.',
    });
  }
  const { groups, targets = groups, ...rest } = parsed.data;
  if (!('runs' in rest)) {
    const { starts, ...table } = rest;
    return requireTable({ groups, targets, ...table, ...(starts && { starts }) }, file);
  }
  const starts = rest.runs.map(({ start }) => start);
  const given = starts.filter((start) => start !== undefined);
  if (given.length > 0 && given.length < starts.length) {
    const without = starts.indexOf(undefined);
    throw new Refusal('table_invalid', `Run ${without + 1} has no "start", others have.`, {
      ...(file !== undefined && { file }),
      field: `runs.${without}.start`,
      remedy: 'Give every run its losses before training, or none.',
    });
  }
  return requireTable(
    {
      groups,
      targets,
      proportions: rest.runs.map(({ proportions }) => proportions),
      losses: rest.runs.map(({ losses }) => losses),
      ...(given.length > 0 && { starts: given }),
    },
    file,
  );
}

/** A CSV whose header names columns `p_<group>`, `loss_<target>` and, if known, `start_<target>`; others are ignored. */
export function parseTableCsv(text: string, file?: string): LawTable {
  const table = parseCsv(text, file);
  const proportions = columnsWith(table, 'p_', file);
  const losses = columnsWith(table, 'loss_', file);
  if (proportions.names.length === 0 || losses.names.length === 0)
    throw new Refusal('table_invalid', 'The header names no columns p_<group> and loss_<target>.', {
      ...(file !== undefined && { file }),
      field: 'header',
      remedy: 'Name the columns p_<group> and loss_<target>; for a pair of files give the second with --losses.',
    });
  const starts = columnsWith(table, 'start_', file);
  return requireTable(
    {
      groups: proportions.names,
      targets: losses.names,
      proportions: proportions.rows,
      losses: losses.rows,
      ...(starts.names.length > 0 && { starts: ordered(starts, losses.names, file) }),
    },
    file,
  );
}

/**
 * RegMix's pair: `index,train_<group>,...` with the mixtures and `index,metric/<target>_val_loss,...` with the losses,
 * joined by index.
 *
 * @throws Refusal `table_invalid` when an index has no partner
 */
export function parseMixtureAndLosses(
  mixtures: string,
  losses: string,
  files: { mixtures?: string; losses?: string } = {},
): LawTable {
  const left = parseCsv(mixtures, files.mixtures);
  const right = parseCsv(losses, files.losses);
  const shares = columnsWith(left, '', files.mixtures);
  const values = columnsWith(right, '', files.losses);
  const at = new Map(values.keys.map((key, n) => [key, values.rows[n]!]));
  const joined = shares.keys.map((key) => {
    const found = at.get(key);
    if (found === undefined)
      throw new Refusal('table_invalid', `The mixture with index ${key} has no losses.`, {
        ...(files.losses !== undefined && { file: files.losses }),
        field: `index ${key}`,
        remedy: 'Give both files the same indices in their first column.',
      });
    return found;
  });
  return requireTable(
    {
      groups: shares.names.map((name) => name.replace(/^train_/, '')),
      targets: values.names.map((name) => name.replace(/^(metric|valid)[/_]/, '').replace(/_val_loss$|_loss$/, '')),
      proportions: shares.rows,
      losses: joined,
    },
    files.mixtures,
  );
}

/**
 * Checks shapes and numbers: losses finite, proportions >= 0 with a sum of 1 to within a hundredth.
 *
 * @throws Refusal `table_invalid` or `proportions_invalid`
 */
export function requireTable(table: LawTable, file?: string): LawTable {
  const place = file === undefined ? {} : { file };
  const { groups, targets, proportions, losses, starts } = table;
  const refuse = (message: string, field: string, remedy: string): never => {
    throw new Refusal('table_invalid', message, { ...place, field, remedy });
  };
  const twice =
    groups.find((name, j) => groups.indexOf(name) !== j) ?? targets.find((name, j) => targets.indexOf(name) !== j);
  if (twice !== undefined) refuse(`"${twice}" is named twice.`, 'groups', 'Give every group a name of its own.');
  const parts = [
    ['proportions', proportions, groups],
    ['losses', losses, targets],
    ...(starts ? ([['start', starts, targets]] as const) : []),
  ] as const;
  for (const [part, rows, names] of parts) {
    if (rows.length !== proportions.length)
      refuse(
        `There are ${rows.length} rows of ${part} for ${proportions.length} runs.`,
        part,
        'Give every run one row.',
      );
    rows.forEach((row, n) => {
      if (row.length !== names.length)
        refuse(
          `Run ${n + 1} has ${row.length} ${part} for ${names.length} groups.`,
          `runs.${n}.${part}`,
          `Give ${names.length}, in the order ${names.join(', ')}.`,
        );
      const wrong = row.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0)
        refuse(
          `Run ${n + 1}, ${names[wrong]!}: not a finite number.`,
          `runs.${n}.${part}.${wrong}`,
          'Leave the run out.',
        );
    });
  }
  proportions.forEach((row, n) => {
    const negative = row.findIndex((share) => share < 0);
    const sum = row.reduce((a, b) => a + b, 0);
    if (negative < 0 && Math.abs(sum - 1) <= sumTolerance) return;
    throw new Refusal(
      'proportions_invalid',
      negative < 0
        ? `The proportions of run ${n + 1} sum to ${sum.toPrecision(6)}.`
        : `Run ${n + 1} gives ${groups[negative]!} a share of ${row[negative]!}.`,
      {
        ...place,
        field: `runs.${n}.proportions${negative < 0 ? '' : `.${negative}`}`,
        remedy: 'Proportions are 0 or more and sum to 1.',
      },
    );
  });
  return table;
}

interface Columns {
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
  /** First cell of each row, as written. */
  readonly keys: readonly string[];
}

/** Columns whose name begins with `prefix`, without it; with an empty prefix all but the first. */
function columnsWith({ header, rows }: CsvTable, prefix: string, file?: string): Columns {
  const chosen = header.flatMap((name, j) => (name.startsWith(prefix) && (prefix !== '' || j > 0) ? [j] : []));
  return {
    names: chosen.map((j) => header[j]!.slice(prefix.length)),
    keys: rows.map((cells) => cells[0]!),
    rows: rows.map((cells, n) => chosen.map((j) => numberIn(cells[j], `row ${n + 1}, column ${header[j]!}`, file))),
  };
}

function ordered({ names, rows }: Columns, wanted: readonly string[], file?: string): number[][] {
  const order = wanted.map((name) => names.indexOf(name));
  const missing = order.indexOf(-1);
  if (missing >= 0)
    throw new Refusal('table_invalid', `There is no column start_${wanted[missing]!}.`, {
      ...(file !== undefined && { file }),
      field: 'header',
      remedy: 'Give every target its losses before training, or none.',
    });
  return rows.map((row) => order.map((j) => row[j]!));
}
