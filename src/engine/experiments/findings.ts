/** What is wrong with a field of an experiment, as the parts of the check write it down. */
import type { z } from 'zod';
import type { Refusal, RefusalCode } from '#base/refusal';
import { wordIssue } from '#base/schema-wording';
import type { Problem } from '#contract/api';

/** A problem with the code of the refusal that it would become. */
export interface Finding extends Problem {
  readonly code: RefusalCode;
}

/** What the schema says about a field. */
export function findingOfIssue(issue: z.core.$ZodIssue): Finding {
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

export function findingOfRefusal(refusal: Refusal, field: string): Finding {
  return {
    ...error(refusal.code, refusal.details.field ?? field),
    message: refusal.message,
    remedy: refusal.details.remedy,
  };
}

export function error(code: RefusalCode, field: string) {
  return { code, field, severity: 'error' as const };
}

export function warning(field: string) {
  return { code: 'experiment_invalid' as const, field, severity: 'warning' as const };
}
