import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { refusalCodes } from '#base/refusal';
import { parseSimulation } from '#mixing/simulate';
import { commands } from './commands/index.ts';

const docs = new URL('../../docs/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, docs), 'utf8');

test('every refusal has an entry with an example and a remedy', () => {
  const entries = new Map(
    read('errors.md')
      .split(/^### /m)
      .slice(1)
      .map((entry) => [entry.slice(0, entry.indexOf('\n')).trim(), entry] as const),
  );
  expect([...entries.keys()].sort()).toEqual([...refusalCodes].sort());
  const bare = [...entries].filter(([, entry]) => !/^> .+\n\n\S/m.test(entry)).map(([code]) => code);
  expect(bare).toEqual([]);
});

test('every command and every option is on the page of the command line', () => {
  const program = new Command('aioli');
  for (const register of commands) register(program, process);
  const page = read('command-line.md');
  expect(wordsOf(program, 'aioli').filter((word) => !page.includes(word))).toEqual([]);
});

test('the simulation on the page can be played', () => {
  const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(read('command-line.md'))![1]!);
  expect(parseSimulation(example).steps).toBe(400);
});

/** `aioli groups add`, `--reader`, ... of a command and those below it. */
function wordsOf(command: Command, path: string): string[] {
  const below = command.commands.flatMap((child) => wordsOf(child, `${path} ${child.name()}`));
  const own = command.commands.length > 0 ? [] : [path];
  return [...own, ...command.options.map((option) => option.long!), ...below];
}
