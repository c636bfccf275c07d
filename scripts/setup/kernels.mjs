/**
 * The trainer's own operations (src/trainer/kernels), compiled for this machine's processor against the
 * TensorFlow library, kept in the cache, put beside the binding, and proved there. Training works without them, slower.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keepFolder } from './kept-folder.mjs';
import { projectFolder } from './places.mjs';
import { say } from './progress.mjs';
import { lastLine, runProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';
import { kernelsFile, packageFolder } from './tensorflow-addon.mjs';
import { tensorflowVersion } from './tensorflow-library.mjs';

const sources = join(projectFolder, 'src', 'trainer', 'kernels');
const buildLimitSeconds = 300;
const proofLimitSeconds = 60;

/** Levels of the x86-64 psABI, best first, and a flag of each that Linux names. */
const levels = [
  ['x86-64-v4', ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl']],
  ['x86-64-v3', ['avx2', 'fma', 'bmi2', 'f16c', 'movbe']],
];

/** What no number may change by: sums in another order, flushed tiny numbers. What may: fused multiply and add. */
const options = [
  '-std=c++20',
  '-O3',
  '-mprefer-vector-width=512',
  '-fopenmp-simd',
  '-fno-math-errno',
  '-fno-trapping-math',
  '-fno-signed-zeros',
  '-ffp-contract=fast',
  '-fPIC',
  '-shared',
  '-fvisibility=hidden',
  '-pthread',
];

/** @returns {string | undefined} the best level that the processor has; undefined on older ones */
export function processorLevel(facts = readFileSync('/proc/cpuinfo', 'utf8')) {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(facts)?.[1]?.trim().split(/\s+/) ?? []);
  return levels.find(([, needed]) => needed.every((flag) => flags.has(flag)))?.[0];
}

/** Stands for sources, processor, options and library: other key, other kernels. */
export function kernelsKey(level = processorLevel()) {
  const files = readdirSync(sources).filter((name) => /\.[ch]pp$/.test(name));
  const texts = files.sort().map((name) => readFileSync(join(sources, name), 'utf8'));
  const parts = [texts, level, options, tensorflowVersion];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/**
 * Builds, places and proves the kernels.
 *
 * @returns {Promise<{ kernels: string, kernelsKey: string }>} for the ready part: the level, or why there are none
 */
export async function provideKernels({ cache, library, node, env }) {
  const level = processorLevel();
  const key = kernelsKey(level);
  try {
    if (!level) throw new SetupFailure('The processor lacks AVX2.', 'Nothing to do: the step is slower.');
    const folder = join(cache, `kernels-${key}`);
    await keepFolder(folder, (temporary) => build(temporary, level, library));
    const temporary = `${kernelsFile}.${process.pid}`;
    copyFileSync(join(folder, 'aioli_kernels.node'), temporary);
    renameSync(temporary, kernelsFile);
    await prove(node, env);
    return { kernels: level, kernelsKey: key };
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    await rm(kernelsFile, { force: true });
    say(`Training does without its own kernels: ${error.message}`);
    return { kernels: `none: ${error.message}`, kernelsKey: key };
  }
}

/** Whether what was recorded is what this source and processor ask for. */
export function areKernelsSettled(part) {
  if (part.kernelsKey !== kernelsKey()) return false;
  return part.kernels.startsWith('none') || existsSync(kernelsFile);
}

async function build(folder, level, library) {
  say('Building the kernels of the training step (some seconds, once per machine) ...');
  const lib = join(library, 'lib');
  const result = await runProgram(
    'g++',
    [
      ...options,
      `-march=${level}`,
      '-o',
      join(folder, 'aioli_kernels.node'),
      join(sources, 'kernels.cpp'),
      `-L${lib}`,
      '-l:libtensorflow_framework.so.2',
      `-Wl,-rpath,${lib}`,
    ],
    { limitSeconds: buildLimitSeconds },
  );
  if (result.ok) return;
  const telling = result.tail.split('\n').find((line) => /\berror\b/.test(line)) ?? lastLine(result.tail);
  throw new SetupFailure(`The kernels could not be built: ${telling.trim()}`, 'Install a g++ that knows C++20.');
}

/** Loads them as the trainer does, in a process that may crash without harm. */
async function prove(node, env) {
  const program = `
    require('util').isNullOrUndefined ??= (value) => value == null;
    const tf = require(${JSON.stringify(packageFolder)});
    process.dlopen({ exports: {} }, ${JSON.stringify(kernelsFile)});
    const [y] = tf.backend().executeMultipleOutputs('AioliGelu', [], [tf.tensor2d([[0, 1, -1]])], 1);
    const distance = Math.max(...y.dataSync().map((value, i) => Math.abs(value - [0, 0.8413447, -0.1586553][i])));
    if (!(distance < 1e-6)) throw new Error('wrong values ' + y.dataSync().join());`;
  const result = await runProgram(node.path, ['-e', program], { env, limitSeconds: proofLimitSeconds });
  if (result.ok) return;
  const telling = result.tail.split('\n').find((line) => /Error: |Check failed/.test(line)) ?? lastLine(result.tail);
  throw new SetupFailure(`The kernels do not work here: ${telling.trim()}`, 'Nothing to do: the step is slower.');
}
