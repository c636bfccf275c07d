/** The experiment file as text beside the form: read back with what is wrong on which line. */
import { wordIssue } from '#base/schema-wording';
import { experimentSchema, type Experiment } from '#contract/experiment';

export interface TextError {
  /** From 1. */
  readonly line: number;
  /** Dotted; empty where the text is no JSON. */
  readonly field: string;
  readonly message: string;
}

export type ReadText =
  | { readonly experiment: Experiment; readonly errors: readonly [] }
  | { readonly experiment: null; readonly errors: readonly TextError[] };

/** The file that `aioli run` reads. */
export function experimentText(experiment: Experiment): string {
  return `${JSON.stringify(experiment, null, 2)}\n`;
}

export function readExperimentText(text: string): ReadText {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const message = (cause as Error).message;
    return { experiment: null, errors: [{ line: lineOfFault(text, message), field: '', message: faultOf(message) }] };
  }
  const parsed = experimentSchema.safeParse(content);
  if (parsed.success) return { experiment: parsed.data, errors: [] };
  const lines = linesOf(text);
  return {
    experiment: null,
    errors: parsed.error.issues.map((issue) => {
      const path = issue.path.map(String);
      const field = [...path, ...(issue.code === 'unrecognized_keys' ? [issue.keys[0]!] : [])].join('.');
      return { line: lineAt(lines, field), field, message: `It ${wordIssue(issue)}.` };
    }),
  };
}

/** Line of a field, or of the nearest part of the text that holds it. */
export function lineAt(lines: ReadonlyMap<string, number>, field: string): number {
  for (let path = field; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const line = lines.get(path);
    if (line !== undefined) return line;
  }
  return 1;
}

/** The line of every field of a text that is JSON. */
export function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g;
  const open: { readonly isList: boolean; readonly path: string; name: string; count: number }[] = [];
  let line = 1;
  const here = (): string => {
    const top = open.at(-1);
    if (!top) return '';
    const own = top.isList ? String(top.count) : top.name;
    return top.path === '' ? own : `${top.path}.${own}`;
  };
  let expectsName = false;
  for (const [found] of text.matchAll(token)) {
    const top = open.at(-1);
    if (found === '\n') line++;
    else if (found === '{' || found === '[') {
      if (top) lines.set(here(), line);
      open.push({ isList: found === '[', path: here(), name: '', count: 0 });
      expectsName = found === '{';
    } else if (found === '}' || found === ']') {
      open.pop();
      expectsName = false;
    } else if (found === ',') {
      if (top?.isList) top.count++;
      else expectsName = true;
    } else if (found === ':') expectsName = false;
    else if (expectsName && top) {
      top.name = JSON.parse(found) as string;
      lines.set(here(), line);
    } else if (top) lines.set(here(), line);
  }
  return lines;
}

/**
 * V8 names the place as `line 3 column 5`, as `position 45`, by ten characters of the text on either side, or not at all
 * when the text ends too early.
 */
function lineOfFault(text: string, message: string): number {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  return text.slice(0, positionOfFault(text, message)).split('\n').length;
}

function positionOfFault(text: string, message: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const [, token = '', before, around = ''] =
    /token '(.+?)', (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not/.exec(message) ?? [];
  if (around === '') return text.length;
  return text.indexOf(around) + (before === undefined ? Math.max(0, around.indexOf(token)) : 10);
}

function faultOf(message: string): string {
  return `This is not JSON: ${message.replace(/ in JSON at position[\s\S]*$/, '').replace(/, (?:\.\.\.)?"[\s\S]*$/, '')}.`;
}
