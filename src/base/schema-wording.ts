/** What a schema found wrong, in words for the person who wrote the file. */

/** An issue as zod reports it; only what the wording needs. */
export interface SchemaIssue {
  readonly code: string;
  readonly message: string;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
}

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text in quotes',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** A predicate without its subject: `is below 1`, `is missing`, `is none of auto, wasm`. */
export function wordIssue(issue: SchemaIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'is missing';
      return `is not ${kinds[String(issue.expected)] ?? String(issue.expected)}`;
    case 'too_small':
      if (issue.origin === 'array')
        return issue.minimum === 1 ? 'is an empty list' : `needs ${show(issue.minimum)} entries`;
      if (issue.origin === 'string') return 'is empty';
      return issue.inclusive === false ? `is not above ${show(issue.minimum)}` : `is below ${show(issue.minimum)}`;
    case 'too_big':
      if (issue.origin === 'string') return `is longer than ${show(issue.maximum)} characters`;
      return issue.inclusive === false ? `is not below ${show(issue.maximum)}` : `is above ${show(issue.maximum)}`;
    case 'invalid_value':
      return issue.values?.length === 1
        ? `is not ${show(issue.values[0])}`
        : `is none of ${(issue.values ?? []).map(show).join(', ')}`;
    case 'unrecognized_keys':
      return `has no field named ${(issue.keys ?? []).map((key) => `"${key}"`).join(', ')}`;
    default:
      return issue.message === 'Invalid input' ? 'has a value of the wrong kind' : issue.message;
  }
}

function show(value: unknown): string {
  return String(value);
}
