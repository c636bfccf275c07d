/** Everything that is wrong with an experiment, found without starting anything. */
import { Refusal } from '#base/refusal';
import { experimentSchema, trainingSetting, type Experiment } from '#contract/experiment';
import { variantsOf } from '#contract/variants';
import { openTokenizer, tokenizerIds } from '#corpus/tokenizers/index';
import { unknownGroup } from '../groups/groups.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import { error, findingOfIssue, findingOfRefusal, warning, type Finding } from './findings.ts';
import { methodFindings } from './method-findings.ts';
import { customShapeFindings } from './model-size.ts';
import { precisionFindings, precisionWarnings } from './precision.ts';
import { tokensOf } from './setting.ts';
import { sharingFindings } from './sharing.ts';
import { fewValidationSequences } from './warnings.ts';

export interface Checked {
  /** Null when the content is no experiment at all. */
  readonly experiment: Experiment | null;
  readonly findings: readonly Finding[];
}

/** More passes than this over a group begin to teach it by heart. */
const manyEpochs = 4;

export async function checkExperiment(content: unknown, store: Store): Promise<Checked> {
  const parsed = experimentSchema.safeParse(content);
  if (!parsed.success) return { experiment: null, findings: parsed.error.issues.map(findingOfIssue) };
  const experiment = parsed.data;
  const variants = await Promise.all(variantsOf(experiment).map((variant) => findingsOf(variant, store)));
  const findings = variants.flatMap((own, i) =>
    own.filter((finding) => !variants.slice(0, i).flat().some(isSame(finding))),
  );
  return { experiment, findings };
}

async function findingsOf(experiment: Experiment, store: Store): Promise<readonly Finding[]> {
  const groups = experiment.groups.map((name) => store.groups.named(name));
  return [
    ...groupFindings(experiment, groups, store),
    ...(await tokenizerFindings(experiment, store)),
    ...customShapeFindings(experiment),
    ...precisionFindings(experiment),
    ...methodFindings(experiment, groups, store),
    ...seedFindings(experiment),
    ...sharingFindings(experiment),
    ...dataFindings(experiment, groups, store),
  ];
}

const isSame =
  (one: Finding) =>
  ({ field, message }: Finding): boolean =>
    field === one.field && message === one.message;

/** Throws the first error among findings; a form shows them all, a command the first. */
export function refuse(findings: readonly Finding[], file?: string): void {
  const first = findings.find((finding) => finding.severity === 'error');
  if (!first) return;
  throw new Refusal(first.code, first.message, {
    ...(file === undefined ? {} : { file }),
    ...(first.field === '' ? {} : { field: first.field }),
    remedy: first.remedy,
  });
}

function groupFindings(experiment: Experiment, groups: readonly (StoredGroup | null)[], store: Store): Finding[] {
  return experiment.groups.flatMap((name, i) => {
    const field = `groups.${i}`;
    if (experiment.groups.indexOf(name) < i)
      return [
        {
          ...error('experiment_invalid', field),
          message: `The group "${name}" is named twice.`,
          remedy: 'Name each group once; its share is what the methods decide.',
        },
      ];
    return groups[i]
      ? groupWarnings(groups[i], groups.slice(0, i), field)
      : [findingOfRefusal(unknownGroup(name, store, field), field)];
  });
}

/** What speaks against a group that is there: it is switched off, or one before it holds the very same text. */
function groupWarnings(group: StoredGroup, before: readonly (StoredGroup | null)[], field: string): Finding[] {
  const twin = before.find((other) => other?.version === group.version);
  return [
    ...(group.isEnabled
      ? []
      : [
          {
            ...warning(field),
            message: `The group "${group.name}" is switched off.`,
            remedy: 'Switch it on, or leave it out.',
          },
        ]),
    ...(twin
      ? [
          {
            ...warning(field),
            message: `"${group.name}" and "${twin.name}" hold the very same text: it counts twice.`,
            remedy: 'Leave one of them out.',
          },
        ]
      : []),
  ];
}

/** Of the tokenizer, and of what depends on its vocabulary. */
async function tokenizerFindings(experiment: Experiment, store: Store): Promise<Finding[]> {
  const { tokenizer, training } = experiment;
  if (tokenizerIds.includes(tokenizer) && training.precision !== 'bfloat16') return [];
  try {
    return precisionWarnings(experiment, (await openTokenizer(tokenizer)).vocabularySize, store);
  } catch (reason) {
    if (reason instanceof Refusal) return [findingOfRefusal(reason, 'tokenizer')];
    throw reason;
  }
}

function seedFindings({ seeds }: Experiment): Finding[] {
  if (new Set(seeds).size < seeds.length)
    return [
      { ...error('experiment_invalid', 'seeds'), message: 'A seed is named twice.', remedy: 'Name each seed once.' },
    ];
  if (seeds.length > 1) return [];
  return [
    {
      ...warning('seeds'),
      message: 'With one seed there is no standard error: a difference may be luck.',
      remedy: 'Add at least one more seed.',
    },
  ];
}

/** What the amount of text says; counted once the groups are tokenised, judged before. */
export function dataFindings(experiment: Experiment, groups: readonly (StoredGroup | null)[], store: Store): Finding[] {
  const { context, batch, steps } = experiment.training;
  const { warmupSteps } = trainingSetting(experiment);
  const found: Finding[] = groups.flatMap((group, i): Finding[] => {
    if (!group) return [];
    const tokens = tokensOf(group, experiment, store);
    const short = (['train', 'val', 'test'] as const).find((split) => tokens[split] < context);
    if (short)
      return [
        {
          ...error('group_too_small', `groups.${i}`),
          message: `"${group.name}" has ${tokens[short]} tokens in its ${short} part, less than one sequence of ${context}.`,
          remedy: 'Add text to the group, or shorten training.context.',
        },
      ];
    const few = fewValidationSequences(group.name, tokens, experiment);
    const epochs = (steps * batch * context) / (experiment.groups.length * tokens.train);
    if (epochs <= manyEpochs) return few.map((found) => ({ ...warning(`groups.${i}`), ...found }));
    return [
      ...few.map((found) => ({ ...warning(`groups.${i}`), ...found })),
      {
        ...warning(`groups.${i}`),
        message: `At equal shares the run passes ${epochs.toFixed(1)} times over "${group.name}".`,
        remedy: 'Train fewer steps, or add text to the group.',
      },
    ];
  });
  if (warmupSteps >= steps)
    found.push({
      ...warning('training.warmupSteps'),
      message: `The learning rate warms up for ${warmupSteps} of ${steps} steps and never comes down.`,
      remedy: 'A tenth of the steps is usual.',
    });
  return found;
}
