/** Everything that is wrong with an experiment, found without starting anything. */
import type { z } from 'zod';
import { Refusal, type RefusalCode } from '#base/refusal';
import { wordIssue } from '#base/schema-wording';
import type { Problem } from '#contract/api';
import { experimentSchema, trainingSetting, type Experiment } from '#contract/experiment';
import { variantsOf } from '#contract/variants';
import { openTokenizer, tokenizerIds } from '#corpus/tokenizers/index';
import { complaintsOf } from '#mixing/compose';
import { resolveChoice, type ResolvedChoice } from '#mixing/knobs';
import { unknownGroup } from '../groups/groups.ts';
import { canonicalJson } from '../run-spec.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';
import { customShapeFindings } from './model-size.ts';
import { finalStepsOf, runSetting, settingFor, tokensOf } from './setting.ts';
import { fewValidationSequences, shareFindings } from './warnings.ts';

/** A problem with the code of the refusal that it would become. */
export interface Finding extends Problem {
  readonly code: RefusalCode;
}

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
    ...(await tokenizerFindings(experiment)),
    ...customShapeFindings(experiment),
    ...methodFindings(experiment, groups, store),
    ...seedFindings(experiment),
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

function findingOfIssue(issue: z.core.$ZodIssue): Finding {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return {
      ...error('experiment_invalid', [...path, issue.keys[0]!].join('.')),
      message: `There is no field named ${issue.keys.map((key) => `"${key}"`).join(', ')} here.`,
      remedy: 'Remove it, or correct its spelling; docs/experiment-file.md lists every field.',
    };
  return {
    ...error('experiment_invalid', path.join('.')),
    message: `${path.length > 0 ? `"${path.join('.')}"` : 'The experiment'} ${wordIssue(issue)}.`,
    remedy: remedyFor(issue),
  };
}

function remedyFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.origin === 'array') return 'Give at least one.';
  if (issue.code === 'too_small' && issue.origin !== 'string')
    return `Choose ${issue.inclusive === false ? 'more than ' : ''}${issue.minimum}${issue.inclusive === false ? '' : ' or more'}.`;
  if (issue.code === 'too_big' && issue.origin !== 'string')
    return `Choose ${issue.inclusive === false ? 'less than ' : ''}${issue.maximum}${issue.inclusive === false ? '' : ' or less'}.`;
  return 'Correct the field; docs/experiment-file.md says what it may hold.';
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

async function tokenizerFindings({ tokenizer }: Experiment): Promise<Finding[]> {
  if (tokenizerIds.includes(tokenizer)) return [];
  try {
    await openTokenizer(tokenizer);
    return [];
  } catch (reason) {
    if (reason instanceof Refusal) return [findingOfRefusal(reason, 'tokenizer')];
    throw reason;
  }
}

function methodFindings(experiment: Experiment, groups: readonly (StoredGroup | null)[], store: Store): Finding[] {
  const seen = new Map<string, number>();
  return experiment.methods.flatMap((choice, i): Finding[] => {
    const field = `methods.${i}`;
    let resolved: ResolvedChoice;
    try {
      resolved = resolveChoice(choice, field, experiment.groups.length);
    } catch (reason) {
      if (reason instanceof Refusal) return [findingOfRefusal(reason, field)];
      throw reason;
    }
    const key = canonicalJson({ id: choice.id, knobs: resolved.knobs, after: choice.after });
    const twin = seen.get(key);
    seen.set(key, i);
    const setting = settingFor(resolved, experiment, groups, store);
    const complaints: Finding[] = [
      ...totalFindings(resolved, experiment, groups, store, field),
      ...complaintsOf(resolved, setting, field).map((complaint) => ({
        field: complaint.field,
        message: complaint.message,
        remedy: complaint.remedy,
        severity: complaint.severity ?? ('error' as const),
        code: complaint.code ?? ('knob_invalid' as const),
      })),
    ];
    const isSound = complaints.every(({ severity }) => severity === 'warning');
    if (isSound && groups.every((group) => group !== null)) complaints.push(...shareFindings(resolved, setting, field));
    if (twin === undefined) return complaints;
    return [
      ...complaints,
      {
        ...error('experiment_invalid', field),
        message: `This method stands in the list twice with the same settings (also as methods.${twin}).`,
        remedy: 'Remove one of them, or change a setting.',
      },
    ];
  });
}

/** With learning counted towards the steps, something must be left for the final run. */
function totalFindings(
  choice: ResolvedChoice,
  experiment: Experiment,
  groups: readonly (StoredGroup | null)[],
  store: Store,
  field: string,
): Finding[] {
  if (finalStepsOf(choice, experiment, runSetting(experiment, groups, store)) !== null) return [];
  return [
    {
      ...error('steps_do_not_fit', field),
      message: `What it trains to learn takes all of the ${experiment.training.steps} steps, and nothing is left for the final run.`,
      remedy: 'Make its helper runs shorter or fewer, train longer, or do not count learning towards the steps.',
    },
  ];
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

function findingOfRefusal(refusal: Refusal, field: string): Finding {
  return {
    ...error(refusal.code, refusal.details.field ?? field),
    message: refusal.message,
    remedy: refusal.details.remedy,
  };
}

function error(code: RefusalCode, field: string) {
  return { code, field, severity: 'error' as const };
}

function warning(field: string) {
  return { code: 'experiment_invalid' as const, field, severity: 'warning' as const };
}
