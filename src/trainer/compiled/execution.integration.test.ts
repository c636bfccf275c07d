/** Recorded functions against the same functions run eagerly, where the native library is set up. */
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { randomFor } from '#base/random';
import type { Precision } from '#contract/trainer';
import { startBackend } from '../backends/index.ts';
import { gptNeoX, initialParameters } from '../model.ts';
import { decayMask, type OptimiserState, updateScalars } from '../optimiser.ts';
import { step } from '../step.ts';
import { settingOn, freshFolder, tinyShape, vocabulary } from '../testing/small-trainer.ts';
import { createTrainer } from '../trainer.ts';
import { execution, type Execution, type ExecutionKind, wantedKind } from './execution.ts';
import { record } from './recorder.ts';
import { openSession } from './session.ts';

const states = await createTrainer().backends();
const isSetUp = states.some(({ backend, usable }) => backend === 'tensorflow' && usable);
const { running } = await startBackend(isSetUp ? 'tensorflow' : 'cpu');
const compiled: readonly ExecutionKind[] = isSetUp ? ['graph', 'xla'] : [];
const { training } = settingOn(freshFolder(), 'cpu');
const shape = { ...tinyShape, layers: 2, context: 12 };
const report = vi.fn<(line: string) => void>();

afterEach(() => {
  vi.unstubAllEnvs();
  report.mockReset();
});

/** Losses and gradient norms of real steps on made-up tokens. */
function train(
  kind: ExecutionKind,
  steps: number,
  precision?: Precision,
): { numbers: number[][]; tensorsLeft: number } {
  const how = execution(running, kind, report, precision);
  const model = gptNeoX(shape, running.operations);
  const random = randomFor(0, 'compiled');
  const parameters = tf.tensor1d(initialParameters(shape, random));
  const mask = tf.tensor1d(decayMask(model.parameters));
  const weights = tf.fill<tf.Rank.R1>([3], 1 / 3);
  let state: OptimiserState = { parameters, first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };
  const take = (number: number): number[] => {
    const drawn = Int32Array.from({ length: 3 * shape.context }, () => random.below(vocabulary));
    const tokens = tf.tensor2d(drawn, [3, shape.context], 'int32');
    const scalars = updateScalars(training, 3e-3, number);
    const { losses, gradientNorm, ...next } = how.run('step', { ...state, mask, tokens, weights, scalars }, (inputs) =>
      step(model, training, inputs),
    );
    const read = [...losses.dataSync(), ...gradientNorm.dataSync()];
    tf.dispose([...Object.values(state as Record<string, tf.Tensor>), tokens, scalars, losses, gradientNorm]);
    state = next;
    return read;
  };
  const numbers = [take(1)];
  const before = tf.memory().numTensors;
  for (let number = 2; number <= steps; number++) numbers.push(take(number));
  const tensorsLeft = tf.memory().numTensors - before;
  tf.dispose([...Object.values(state as Record<string, tf.Tensor>), mask, weights]);
  expect(how.kind).toBe(kind);
  how.dispose();
  model.dispose();
  return { numbers, tensorsLeft };
}

test.each(compiled)('%s: fifty steps agree with eager ones to a hundred-thousandth', (kind) => {
  const eager = train('eager', 50).numbers.flat();
  const { numbers, tensorsLeft } = train(kind, 50);
  const deviations = numbers.flat().map((value, i) => Math.abs(value / eager[i]! - 1));
  expect(Math.max(...deviations)).toBeLessThan(1e-5);
  expect(tensorsLeft).toBe(0);
  expect(report).not.toHaveBeenCalled();
});

test.runIf(isSetUp)('products in bfloat16 train as well, and are the same each time', () => {
  const exact = train('graph', 50).numbers;
  const rounded = train('graph', 50, 'bfloat16').numbers;
  expect(train('graph', 50, 'bfloat16').numbers).toEqual(rounded);
  expect(rounded).not.toEqual(exact);
  // Made-up tokens cannot be learned beyond how often each comes, so both end at the same loss.
  const last = (numbers: number[][]): number =>
    numbers
      .at(-1)!
      .slice(0, 3)
      .reduce((sum, loss) => sum + loss) / 3;
  expect(Math.abs(last(rounded) / last(exact) - 1)).toBeLessThan(2e-3);
});

test('bfloat16 is refused where there are no graphs, and never becomes float32 in silence', () => {
  expect(() => execution({ graphs: 'none' }, 'graph', report, 'bfloat16')).toThrow('float32 only');
  if (!isSetUp) return;
  const how = execution(running, 'graph', report, 'bfloat16');
  const x = tf.tensor1d([1, 2]);
  const peek = (): unknown => how.run('step', { x }, (inputs) => ({ y: tf.scalar(inputs.x.dataSync()[0]!) }));
  expect(peek).toThrow('a number is read before the end');
});

const double = (how: Execution, x: tf.Tensor): number[] => {
  const { twice } = how.run('double', { x }, (inputs) => ({ twice: tf.mul(inputs.x, 2) }));
  return [...twice.dataSync()];
};

test.each(compiled)('%s: a graph is recorded once per shape and keeps nothing from call to call', (kind) => {
  const how = execution(running, kind, report);
  expect([double(how, tf.tensor1d([1, 2])), double(how, tf.tensor1d([3, 4]))]).toEqual([[2, 4], [6, 8]]); // prettier-ignore
  expect(double(how, tf.tensor1d([5]))).toEqual([10]);
  how.dispose();
});

test.each(compiled)('%s: a function that cannot be recorded runs eagerly, and a line says why', (kind) => {
  const how = execution(running, kind, report);
  const x = tf.tensor1d([1, 2]);
  const { scaled } = how.run('peek', { x }, (inputs) => {
    const largest = tf.max(inputs.x).dataSync()[0]!;
    return { scaled: tf.div(inputs.x, largest) };
  });
  expect([...scaled.dataSync()]).toEqual([0.5, 1]);
  expect(how.kind).toBe('eager');
  expect(report.mock.lastCall?.[0]).toContain('goes on as eager: a number is read before the end');
});

test.runIf(isSetUp)('a graph is kept under its content; a damaged or unwritable cache does not matter', () => {
  const folder = freshFolder();
  const recording = record([tf.tensor1d([1])], ([x]) => [tf.add(x!, 1)]);
  const addOne = (place: string): number => {
    const session = openSession(recording, false, place);
    const [sum] = session.run([tf.tensor1d([41])]);
    session.dispose();
    return sum!.dataSync()[0]!;
  };
  expect([addOne(folder), addOne(folder)]).toEqual([42, 42]);
  const kept = readdirSync(folder);
  expect(kept).toHaveLength(1);
  const file = join(folder, kept[0]!, 'saved_model.pb');
  const { size } = statSync(file);
  truncateSync(file, 3);
  expect([addOne(folder), statSync(file).size]).toEqual([42, size]);
  writeFileSync(join(folder, 'a file'), '');
  expect(addOne(join(folder, 'a file'))).toBe(42);
});

test('a backend without graphs is always eager', () => {
  const how = execution({ graphs: 'none' }, 'graph', report);
  how.use('xla');
  expect(how.kind).toBe('eager');
});

test('the environment chooses the kind; an unknown one is refused', () => {
  expect(wantedKind({ graphs: 'usual' })).toBe('graph');
  expect(wantedKind({ graphs: 'possible' })).toBe('eager');
  vi.stubEnv('AIOLI_TRAINER_EXECUTION', 'xla');
  expect(wantedKind({ graphs: 'usual' })).toBe('xla');
  vi.stubEnv('AIOLI_TRAINER_EXECUTION', 'fast');
  expect(() => wantedKind({ graphs: 'usual' })).toThrow('AIOLI_TRAINER_EXECUTION is "fast"');
});
