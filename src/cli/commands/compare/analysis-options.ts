/** How values are taken and judged, from the words of the command line. */
import { Refusal } from '#base/refusal';
import type { AnalysisChoice, IntervalKind, TestId, ValueAt } from '#mixing/comparison';

export interface AnalysisOptions {
  readonly at?: string;
  readonly budget?: string;
  readonly test?: TestId;
  readonly oneSided?: true;
  readonly interval?: IntervalKind;
  readonly level?: string;
  readonly rope?: string;
}

/** Help of the options that take one of a few names. */
export const choices = {
  test: 'of paired differences: t, signed-rank or sign-flip; t unless given',
  interval: 't, percentile or bca (bootstrap); t unless given',
};

/** @throws Refusal `option_invalid` for what is no number or no place; ranges and names are checked by the comparison */
export function analysisOf({ at, budget, test, oneSided, interval, level, rope }: AnalysisOptions): AnalysisChoice {
  if (at !== undefined && budget !== undefined)
    throw new Refusal('option_invalid', 'Values cannot be taken at a place and at a budget at once.', {
      field: 'budget',
      remedy: 'Give either --at or --budget.',
    });
  return {
    ...(at !== undefined && { at: placeOf(at) }),
    ...(budget !== undefined && { at: budgetOf(budget) }),
    ...(test !== undefined && { test }),
    ...(oneSided && { alternative: 'less' }),
    ...(interval !== undefined && { interval }),
    ...(level !== undefined && { level: numberOf('level', level) }),
    ...(rope !== undefined && { region: numberOf('rope', rope) }),
  };
}

function placeOf(text: string): ValueAt {
  if (text === 'test' || text === 'last' || text === 'best') return text;
  if (text.endsWith('%')) return { share: numberOf('at', text.slice(0, -1)) / 100 };
  return { step: numberOf('at', text) };
}

function budgetOf(text: string): ValueAt {
  return { totalSteps: text === 'equal' ? 'least' : numberOf('budget', text) };
}

function numberOf(field: string, text: string): number {
  const n = Number(text);
  if (text.trim() !== '' && Number.isFinite(n)) return n;
  throw new Refusal('option_invalid', `"${text}" is no number.`, { field, remedy: remedies[field]! });
}

const remedies: Readonly<Record<string, string>> = {
  at: 'Give test, last, best, a step such as 120, or a share such as 50%.',
  budget: 'Give equal, or a number of steps.',
  level: 'Give a share such as 0.95.',
  rope: 'Give nats of loss such as 0.005.',
};
