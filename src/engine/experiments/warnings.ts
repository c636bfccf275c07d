/** What does not stop an experiment, but makes its result hard to trust: lopsided mixtures, and too little to judge by. */
import type { Experiment } from '#contract/experiment';
import type { RunSetting } from '#mixing/compose';
import type { ResolvedChoice } from '#mixing/knobs';
import { phasesOf } from '#mixing/plan';
import type { Finding } from './findings.ts';

/** A share above this leaves too little for the other groups to be learnt. */
const lopsidedShare = 0.9;
/** Fewer sequences than this make a validation loss that moves with each of them. */
const fewestSequences = 16;

/** Shares that are known before training, and would hardly be what was meant. @param field where the choice stands */
export function shareFindings(choice: ResolvedChoice, setting: RunSetting, field: string): readonly Finding[] {
  const { groups, batch } = setting;
  if (groups.length === 1 || learns(choice)) return [];
  return phasesOf(choice, setting).flatMap(({ proportions }) => {
    if (proportions === null) return [];
    const named = (test: (share: number) => boolean): string =>
      groups
        .filter((_group, i) => test(proportions[i]!))
        .map(({ name }) => `"${name}"`)
        .join(', ');
    const large = named((share) => share > lopsidedShare);
    const small = named((share) => share > 0 && share * batch < 1);
    return [
      ...(large === ''
        ? []
        : [
            note(
              field,
              `${large} gets more than 90 % of every batch.`,
              'If that is not meant, give the other groups more weight.',
            ),
          ]),
      ...(small === ''
        ? []
        : [
            note(
              field,
              `${small} gets less than one sequence of a batch of ${batch}.`,
              'Its sequences come every few steps only; a larger batch makes them steadier.',
            ),
          ]),
    ];
  });
}

/** A validation part that is too small to judge by. @param tokens of the group, per part */
export function fewValidationSequences(
  name: string,
  tokens: { readonly val: number; readonly test: number },
  { training, evaluation }: Experiment,
): readonly Pick<Finding, 'message' | 'remedy'>[] {
  const least = Math.min(fewestSequences, evaluation.sequences);
  const sequences = Math.floor(Math.min(tokens.val, tokens.test) / training.context);
  if (sequences >= least || sequences === 0) return [];
  return [
    {
      message: `"${name}" is judged by ${sequences} sequence${sequences === 1 ? '' : 's'} only; its loss will be noisy.`,
      remedy: 'Add text to the group, or shorten the context.',
    },
  ];
}

/** Shares of a method that learns are not known before, and asking it takes long. */
function learns({ method, after }: ResolvedChoice): boolean {
  return method.learnsBy !== undefined || (after !== null && learns(after));
}

function note(field: string, message: string, remedy: string): Finding {
  return { code: 'experiment_invalid', field, severity: 'warning', message, remedy };
}
