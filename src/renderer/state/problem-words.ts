/** Findings as a form says them: beside a field its path is noise, in a list its label is the handle. */
import type { Problem } from '#contract/api';
import type { Experiment } from '#contract/experiment';
import { labelOf } from '#contract/field-labels';

/** What is wrong and what to do, without the path that a file's reader needs: `It is below 1. Correct the field.` */
export function saidOf({ message, remedy }: Problem): string {
  return `${message.replace(/^"[\w.]+"(?: of [^"]*?)? (?=(?:is|must|has|holds|cannot|needs)\b)/, 'It ')} ${remedy}`;
}

export interface ListedProblem {
  readonly problem: Problem;
  /** What the field is called; empty for a finding about the whole. */
  readonly label: string;
}

/** Errors, then warnings, each with the name of its field. */
export function listed(problems: readonly Problem[], experiment: Experiment): readonly ListedProblem[] {
  const isError = ({ severity }: Problem): boolean => severity === 'error';
  const inOrder = [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))];
  return inOrder.map((problem) => ({
    problem,
    label: problem.field === '' ? '' : labelOf(problem.field, experiment),
  }));
}
