import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../testing/small-trainer.ts';
import { chooseKind } from './choice.ts';
import type { Execution, ExecutionKind } from './execution.ts';

/** An execution that only takes note of its kind. */
function noted(lacks?: ExecutionKind): Execution {
  let kind: ExecutionKind = 'graph';
  return {
    get kind() {
      return kind;
    },
    run: (_name, inputs, compute) => {
      if (kind === lacks) kind = 'graph';
      return compute(inputs);
    },
    use: (next) => (kind = next),
    dispose: () => undefined,
  };
}

/** Chooses by steps that take so many milliseconds on a clock of their own. */
function choose(
  how: Execution,
  milliseconds: Partial<Record<ExecutionKind, number>>,
  folder: string,
  facts = {},
): void {
  let time = 0;
  const takeStep = (): void => {
    how.run('step', {}, () => ({}));
    time += milliseconds[how.kind] ?? 0;
  };
  chooseKind(how, facts, takeStep, folder, () => time);
}

function fail(): void {
  throw new Error('measured again');
}

test('the quicker kind is chosen, and chosen again without measuring', () => {
  const folder = freshFolder();
  const first = noted();
  choose(first, { graph: 20, xla: 10 }, folder, { shape: 1 });
  expect(first.kind).toBe('xla');

  const second = noted();
  chooseKind(second, { shape: 1 }, fail, folder);
  expect(second.kind).toBe('xla');
  expect(() => chooseKind(noted(), { shape: 2 }, fail, folder)).toThrow('measured again');
});

test('the plain graph stays where the compiled one is hardly quicker, or does not run', () => {
  const alike = noted();
  choose(alike, { graph: 10, xla: 9.8 }, freshFolder());
  expect(alike.kind).toBe('graph');

  const folder = freshFolder();
  const without = noted('xla');
  choose(without, { graph: 5 }, folder);
  expect(without.kind).toBe('graph');
  expect(readdirSync(folder)).toEqual([]);
});

test('a choice that cannot be remembered is not made', () => {
  const file = join(freshFolder(), 'a file');
  writeFileSync(file, '');
  const how = noted();
  choose(how, { graph: 20, xla: 2 }, file);
  expect(how.kind).toBe('graph');
});

test('a remembered choice that makes no sense is made again', () => {
  const folder = freshFolder();
  choose(noted(), { graph: 2, xla: 20 }, folder);
  const [name] = readdirSync(folder);
  writeFileSync(join(folder, name!), '{"kind":"magic"}');
  const how = noted();
  choose(how, { graph: 20, xla: 2 }, folder);
  expect(how.kind).toBe('xla');
});
