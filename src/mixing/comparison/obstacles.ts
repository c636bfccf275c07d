/** What keeps two rows from being compared: they were trained or judged on something else. */
import { formatCount, listed } from '#base/format';
import { sharingInWords } from './sharing.ts';
import type { Circumstances, Metric, Obstacle } from './types.ts';

/** Compared only where both are known. @param other of the baseline */
export function obstaclesBetween(own: Circumstances, other: Circumstances): Obstacle[] {
  return checks.flatMap((check) => check(own, other) ?? []);
}

/** Whether something forbids to hold a row against the baseline in this metric. */
export function isBlocked({ obstacles }: { readonly obstacles: readonly Obstacle[] }, metric: Metric): boolean {
  return obstacles.some(
    ({ severity, affects }) => severity === 'blocks' && (affects === 'every measure' || metric !== 'bits-per-byte'),
  );
}

/** Runs of one row that differ among themselves: their mean is of two things. */
export function mixedRuns(all: readonly Circumstances[]): Obstacle[] {
  const [first, ...others] = all;
  if (first === undefined) return [];
  const found = others
    .flatMap((other) => obstaclesBetween(other, first))
    .filter(({ severity }) => severity === 'blocks');
  return found.length === 0
    ? []
    : [
        {
          what: 'mixed',
          severity: 'blocks',
          affects: 'every measure',
          sentence: `Its own runs differ: ${found[0]!.sentence}`,
          remedy: 'Start the experiment again, so that all its runs read the same data.',
        },
      ];
}

type Check = (own: Circumstances, other: Circumstances) => Obstacle | null;

const checks: readonly Check[] = [
  (own, other) => {
    const [names, wanted] = [own, other].map(({ data }) => data.map(({ group }) => group)) as [string[], string[]];
    const more = names.filter((name) => !wanted.includes(name));
    const fewer = wanted.filter((name) => !names.includes(name));
    if (more.length + fewer.length === 0) return null;
    const parts = [
      ...(more.length > 0 ? [`it has ${listed(more)}, which the baseline has not`] : []),
      ...(fewer.length > 0 ? [`it lacks ${listed(fewer)}`] : []),
    ];
    return blocks('groups', `Other groups: ${parts.join(', and ')}.`, 'Run the method on the groups of the baseline.');
  },
  (own, other) => {
    const moved = own.data.filter(({ group, version }) =>
      other.data.some((theirs) => theirs.group === group && theirs.version !== version),
    );
    if (moved.length === 0) return null;
    const versions = moved.map(({ group, version }) => `${group} ${version.slice(0, 8)}`);
    return blocks(
      'data',
      `Other data: it read ${listed(versions)}; the baseline read ${listed(
        moved.map(({ group }) => other.data.find((theirs) => theirs.group === group)!.version.slice(0, 8)),
      )}.`,
      'Start its experiment again: runs on the data of now are added, the old ones are kept.',
    );
  },
  (own, other) =>
    own.tokenizer === other.tokenizer
      ? null
      : {
          what: 'tokenizer',
          severity: 'blocks',
          affects: 'measures per token',
          sentence: `Other tokenizer: ${own.tokenizer}; the baseline uses ${other.tokenizer}. Losses per token are of other tokens.`,
          remedy: 'Compare bits per byte, or run both with one tokenizer.',
        },
  (own, other) =>
    own.evaluationSequences === other.evaluationSequences && own.context === other.context
      ? null
      : blocks(
          'evaluation',
          `Judged on other text: ${evaluation(own)}; the baseline on ${evaluation(other)}.`,
          'Give both experiments the same evaluation sequences and context.',
        ),
  (own, other) => {
    const [tokens, wanted] = [own, other].map(({ steps, batch, context }) => steps * batch * context) as [
      number,
      number,
    ];
    // Where learning counts towards the budget, final runs differ by what was learned and totals are equal.
    const hasEqualTotal = own.totalSteps * own.batch * own.context === other.totalSteps * other.batch * other.context;
    return tokens === wanted || hasEqualTotal
      ? null
      : blocks(
          'budget',
          `Other token budget: ${formatCount(tokens)} tokens a run; the baseline ${formatCount(wanted)}.`,
          'Compare at equal total budget, or run both for the same steps, batch and context.',
        );
  },
  (own, other) =>
    own.model === other.model
      ? null
      : blocks('model', `Other model: ${own.model}; the baseline ${other.model}.`, 'Run both with one model.'),
  (own, other) => {
    const moved = Object.keys(own.training).filter((name) => own.training[name] !== other.training[name]);
    if (moved.length === 0) return null;
    const valuesOf = ({ training }: Circumstances): string =>
      listed(moved.map((name) => `${name} ${String(training[name])}`));
    return caution(
      'training',
      `Trained with ${valuesOf(own)}; the baseline with ${valuesOf(other)}.`,
      'Give both experiments one training section.',
    );
  },
  (own, other) => {
    const [precision, wanted] = [own, other].map((one) => one.precision ?? 'float32');
    return precision === wanted
      ? null
      : caution(
          'precision',
          `Products of matrices in ${precision}; the baseline’s in ${wanted}. A small difference may come from rounding.`,
          'Give both experiments one training.precision.',
        );
  },
  (own, other) =>
    own.learning === other.learning
      ? null
      : caution(
          'learning',
          `Learning of proportions: ${own.learning}; the baseline: ${other.learning}.`,
          'Give both one budget section.',
        ),
  (own, other) => {
    if (!own.sharing || !other.sharing || sharingInWords(own.sharing) === sharingInWords(other.sharing)) return null;
    return caution(
      'sharing',
      `Proportions ${sharingInWords(own.sharing)}; the baseline’s ${sharingInWords(other.sharing)}.`,
      'Give both experiments one sharing section.',
    );
  },
  (own, other) =>
    own.backend === other.backend
      ? null
      : caution(
          'backend',
          `Computed by ${own.backend}; the baseline by ${other.backend}. Numbers differ in the last digits.`,
          'Name one backend in both experiments.',
        ),
];

function evaluation({ evaluationSequences, context }: Circumstances): string {
  return `at most ${String(evaluationSequences)} sequences of ${String(context)} tokens a group`;
}

function blocks(what: Obstacle['what'], sentence: string, remedy: string): Obstacle {
  return { what, severity: 'blocks', affects: 'every measure', sentence, remedy };
}

function caution(what: Obstacle['what'], sentence: string, remedy: string): Obstacle {
  return { ...blocks(what, sentence, remedy), severity: 'caution' };
}
