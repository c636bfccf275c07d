/**
 * The part of YAML that mixture files are written in: sections of `name: number`, one level deep. Anything else (lists,
 * anchors, blocks of text) is refused rather than misread.
 */
import { Refusal } from '#base/refusal';

/** Scalars as written, without quotes and remarks; a section is a map of its own. */
export type FlatYaml = ReadonlyMap<string, string | ReadonlyMap<string, string>>;

const entry = /^( *)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'[\]{}&*!|>%@`#-][^:#]*?)\s*:(?:\s+(.*))?$/;

/** @throws Refusal `file_malformed`, naming the line */
export function parseFlatYaml(text: string, file?: string): FlatYaml {
  const top = new Map<string, string | Map<string, string>>();
  let section: Map<string, string> | undefined;
  let depth = 0;
  for (const [at, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = withoutRemark(raw);
    if (line.trim() === '' || line === '---') continue;
    const parts = entry.exec(line);
    if (!parts) throw malformed(`"${line.trim()}" is not "name: number"`, at + 1, file);
    const indent = parts[1]!.length;
    const name = unquoted(parts[2]!);
    const value = parts[3]?.trim() ?? '';
    const target = indent === 0 ? top : section;
    if (!target || (indent > 0 && depth > 0 && indent !== depth))
      throw malformed(`"${name}" is indented where nothing is open`, at + 1, file);
    if (target.has(name)) throw malformed(`"${name}" is named twice`, at + 1, file);
    if (indent > 0) {
      depth = indent;
      section!.set(name, unquoted(value));
    } else if (value === '') {
      section = new Map();
      depth = 0;
      top.set(name, section);
    } else {
      section = undefined;
      top.set(name, unquoted(value));
    }
  }
  return top;
}

/** A name as a key: quoted where it would be read as something else. */
export function yamlKey(name: string): string {
  return /^[A-Za-z_][\w .()/-]*$/.test(name) && !name.endsWith(' ') ? name : JSON.stringify(name);
}

/** A `#` at the start or after a blank begins a remark, outside quotes. */
function withoutRemark(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && (at === 0 || /\s/.test(line[at - 1]!))) return line.slice(0, at).trimEnd();
  }
  return line.trimEnd();
}

function unquoted(text: string): string {
  if (text.startsWith("'") && text.endsWith("'") && text.length > 1) return text.slice(1, -1).replaceAll("''", "'");
  if (!(text.startsWith('"') && text.endsWith('"') && text.length > 1)) return text;
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}

function malformed(complaint: string, line: number, file?: string): Refusal {
  return new Refusal('file_malformed', `Line ${line}: ${complaint}.`, {
    ...(file !== undefined && { file }),
    field: `line ${line}`,
    remedy: 'A mixture in YAML has a section "train:" and below it, indented, one "name: share" a line.',
  });
}
