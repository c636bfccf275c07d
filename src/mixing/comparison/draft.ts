/** A row before its numbers are folded: its runs, each with the losses that are compared. */
import type { Analysis, ComparisonOptions, FinishedRun, MissingRun, RowChoice, RunResult } from './types.ts';
import { lossesAt } from './value-at.ts';

export type KnownChoice = RowChoice & { readonly key: string };

/** Key of a row: given, or made of method and label. */
export function rowKey({ row, method, label }: { row?: string; method: string; label: string }): string {
  return row ?? `${method}/${label}`;
}

export interface Draft extends KnownChoice {
  readonly runs: readonly RunResult[];
  /** Per run; those of the comparison unless the run has another tokenizer. */
  readonly tokensPerByte: readonly (readonly number[])[];
  readonly missing: readonly MissingRun[];
}

/** The row's finished runs by seed, with those that have no value where values are taken. */
export function draftOf(
  row: KnownChoice,
  sound: readonly FinishedRun[],
  analysis: Analysis,
  { groups, tokensPerByte }: ComparisonOptions,
): Draft {
  const own = sound.filter((run) => rowKey(run) === row.key).sort((a, b) => a.seed - b.seed);
  const at =
    typeof analysis.at === 'object' && 'totalSteps' in analysis.at
      ? { totalSteps: analysis.budgetSteps! }
      : analysis.at;
  const found = own.map((run) => ({ run, at: lossesAt(run, at) }));
  const there = found.flatMap(({ run, at: taken }) => ('why' in taken ? [] : [{ run, taken }]));
  return {
    ...row,
    runs: there.map(({ run, taken }) => resultOf(run, taken.step, aligned(taken.losses, run, groups))),
    tokensPerByte: there.map(({ run }) =>
      run.tokensPerByte ? aligned(run.tokensPerByte, run, groups) : tokensPerByte,
    ),
    missing: found.flatMap(({ run, at: taken }) =>
      'why' in taken ? [{ run: run.run, seed: run.seed, state: taken.why }] : [],
    ),
  };
}

/** In the comparison's order of groups; NaN where the run has none. */
function aligned(numbers: readonly number[], run: FinishedRun, groups: readonly string[]): readonly number[] {
  return run.groups ? groups.map((group) => numbers[run.groups!.indexOf(group)] ?? NaN) : numbers;
}

function resultOf(run: FinishedRun, step: number, losses: readonly number[]): RunResult {
  const { validation: _validation, groups: _groups, tokensPerByte: _tokensPerByte, ...rest } = run;
  return { ...rest, step, losses };
}
