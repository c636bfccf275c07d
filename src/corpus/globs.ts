/** Glob patterns as people write them for files: `*.md`, `docs/**`, `src/**\/*.{ts,js}`. */

/**
 * Compiles patterns into one test. A pattern without a slash is about the name alone, at any depth.
 * `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` is either, `[a-z]` one of a set.
 *
 * @returns a test of paths relative to the folder, with forward slashes
 */
export function matcherOf(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map((pattern) => {
    const isNameOnly = !pattern.includes('/');
    const regex = compile(pattern.replace(/^\.?\//, ''));
    return (path: string) => regex.test(isNameOnly ? path.slice(path.lastIndexOf('/') + 1) : path);
  });
  return (path) => tests.some((test) => test(path));
}

/** A pattern that makes no sense (`[z-a]`) finds nothing. */
function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^${sourceOf(pattern)}$`, 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return /(?!)/;
    throw error;
  }
}

const tokens = /\*\*\/|\*\*|\*|\?|\{[^{}]*\}|\[!?[^\]/]+\]|[^]/gu;

function sourceOf(pattern: string): string {
  return (pattern.match(tokens) ?? []).map(translate).join('');
}

function translate(token: string): string {
  if (token === '**/') return '(?:[^/]+/)*';
  if (token === '**') return '.*';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.length > 1 && token.startsWith('{')) return `(?:${token.slice(1, -1).split(',').map(sourceOf).join('|')})`;
  if (token.length > 1 && token.startsWith('['))
    return `[${token.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\').replaceAll('[', '\\[')}]`;
  return token.replace(/[\\^$.|+*?()[\]{}/]/u, '\\$&');
}
