/**
 * The native TensorFlow backend: library, binding, and the proof that both work together.
 * The stock download of @tensorflow/tfjs-node-gpu is TensorFlow 2.9 for CUDA 11.2, which new GPUs and closed networks
 * cannot use. Without this part training still works, on the `wasm` backend.
 */
import { delimiter, join } from 'node:path';
import { areKernelsSettled, provideKernels } from './kernels.mjs';
import { say } from './progress.mjs';
import { lastLine, runProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';
import {
  bindingFile,
  checkBuildTools,
  isPlaced,
  packageFolder,
  placeAddon,
  provideAddon,
} from './tensorflow-addon.mjs';
import { hasNvidiaDriver, libraryFolder, provideLibrary, tensorflowVersion } from './tensorflow-library.mjs';

const choices = ['auto', 'cpu', 'cuda', 'off'];
const proofLimitSeconds = 180;

/**
 * @param {{ cache: string, node: { path: string }, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<object>} the fields of the ready part
 */
export async function provideTensorflow({ cache, node, env = process.env }) {
  checkPlatform();
  const notes = [];
  const flavours = flavoursToTry(tensorflowChoice(env), hasNvidiaDriver());
  for (const [index, flavour] of flavours.entries())
    try {
      const fields = await provideFlavour(flavour, cache, node, env);
      return notes.length > 0 ? { ...fields, note: notes.join(' ') } : fields;
    } catch (error) {
      if (!(error instanceof SetupFailure) || index === flavours.length - 1) throw error;
      notes.push(`TensorFlow with CUDA is not usable: ${error.message} ${error.remedy}`);
      say(notes.at(-1));
    }
  throw new Error('No flavour of TensorFlow was tried.');
}

/**
 * Whether a recorded part needs no work now, by looks at files only. With `retry` a failure is tried again, and so is a
 * flavour that was not the first choice.
 *
 * @param {import('./state.mjs').Part | undefined} part
 */
export function isTensorflowSettled(part, { env = process.env, cache, retry = false, hasNvidia = hasNvidiaDriver }) {
  if (part === undefined || part.choice !== tensorflowChoice(env)) return false;
  if (part.state === 'failed') return !retry;
  if (part.state !== 'ready') return true;
  if (retry && flavoursToTry(part.choice, hasNvidia())[0] !== part.flavour) return false;
  if (part.flavour === 'cpu' && !areKernelsSettled(part)) return false;
  return part.version === tensorflowVersion && isPlaced(libraryFolder(cache, part.flavour));
}

export function tensorflowChoice(env) {
  return env['AIOLI_TENSORFLOW'] || 'auto';
}

/**
 * @param {string} choice  AIOLI_TENSORFLOW
 * @param {boolean} hasNvidia
 * @returns {('cpu' | 'cuda')[]} in order of preference
 */
export function flavoursToTry(choice, hasNvidia) {
  if (!choices.includes(choice))
    throw new SetupFailure(
      `AIOLI_TENSORFLOW is "${choice}"; it can be ${choices.join(', ')}.`,
      'Set it to one of these, or unset it.',
    );
  if (choice === 'off')
    throw new SetupFailure(
      'AIOLI_TENSORFLOW=off: the native backend was not set up.',
      'Unset it and run `npm run setup`.',
      {
        state: 'off',
      },
    );
  if (choice !== 'auto') return [choice];
  return hasNvidia ? ['cuda', 'cpu'] : ['cpu'];
}

/**
 * The environment that trainers, and what starts them, need for the recorded part.
 *
 * @param {object | undefined} part  `parts.tensorflow` of the state
 * @param {NodeJS.ProcessEnv} env  what is set already; a person's own choice stays
 * @param {string} cache
 */
export function tensorflowEnvironment(part, env, cache) {
  const quiet = { TF_CPP_MIN_LOG_LEVEL: env['TF_CPP_MIN_LOG_LEVEL'] ?? '2' };
  if (part?.state !== 'ready' || part.flavour !== 'cuda') return quiet;
  const library = libraryFolder(cache, 'cuda');
  const compiler = join(library, 'nvidia', 'cuda_nvcc');
  return {
    ...quiet,
    LD_LIBRARY_PATH: prefixed(join(library, 'lib'), env['LD_LIBRARY_PATH']),
    PATH: prefixed(join(compiler, 'bin'), env['PATH']), // ptxas
    XLA_FLAGS: env['XLA_FLAGS'] ?? `--xla_gpu_cuda_data_dir=${compiler}`, // libdevice
    // Several trainers may share a device: take memory as it is needed, not all at once.
    TF_FORCE_GPU_ALLOW_GROWTH: env['TF_FORCE_GPU_ALLOW_GROWTH'] ?? 'true',
  };
}

async function provideFlavour(flavour, cache, node, env) {
  checkBuildTools(cache);
  const library = await provideLibrary(cache, flavour);
  const addon = await provideAddon(cache, library, node);
  await placeAddon(addon, library);
  const proof = await prove(flavour, cache, node, env);
  // A graphics card's memory is out of the kernels' reach.
  const kernels = flavour === 'cpu' ? await provideKernels({ cache, library, node, env }) : {};
  return { path: bindingFile, version: tensorflowVersion, flavour, device: proof.device, source: library, ...kernels };
}

/** Multiplies two matrices through the placed binding, in a process that may crash without harm. */
async function prove(flavour, cache, node, env) {
  const environment = { ...env, ...tensorflowEnvironment({ state: 'ready', flavour }, env, cache) };
  const program = `
    require('util').isNullOrUndefined ??= (value) => value == null;
    const tf = require(${JSON.stringify(packageFolder)});
    const product = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync();
    if (product.join() !== '3,3,3,3') throw new Error('wrong product ' + product.join());
    console.log(JSON.stringify({
      version: tf.backend().binding.TF_Version, device: tf.backend().isUsingGpuDevice ? 'gpu' : 'cpu',
    }));`;
  const result = await runProgram(node.path, ['-e', program], { env: environment, limitSeconds: proofLimitSeconds });
  if (!result.ok) {
    const telling = result.tail.split('\n').find((line) => /Error: /.test(line)) ?? lastLine(result.tail);
    throw new SetupFailure(
      `TensorFlow was set up but does not work: ${telling.trim()}`,
      `Remove ${libraryFolder(cache, flavour)} and run \`npm run setup\` again.`,
    );
  }
  const proof = JSON.parse(lastLine(result.stdout));
  if (flavour === 'cuda' && proof.device !== 'gpu')
    throw new SetupFailure(
      'TensorFlow found no usable NVIDIA device.',
      'Check the driver with `nvidia-smi`, then run `npm run setup` again.',
    );
  return proof;
}

function checkPlatform() {
  process.report.excludeNetwork = true; // else the report asks the name servers
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupFailure(
      `The native TensorFlow backend is set up on Linux x64 only, and this is ${process.platform} ${process.arch}.`,
      'Nothing to do: training uses webgpu or wasm here.',
      { state: 'unsupported' },
    );
  if (!glibc || Number(glibc.split('.')[0]) < 2 || Number(glibc.split('.')[1]) < 27)
    throw new SetupFailure(
      `TensorFlow needs glibc 2.27 or newer, and this system has ${glibc ?? 'another C library'}.`,
      'Nothing to do: training uses webgpu or wasm here.',
      { state: 'unsupported' },
    );
}

function prefixed(first, rest) {
  return rest ? `${first}${delimiter}${rest}` : first;
}
