/**
 * The TensorFlow C library and the headers the binding includes, taken out of the Python wheel into the cache:
 *
 *     tensorflow-2.21.0-cpu-linux-x64/
 *       lib/      libtensorflow_cc.so.2, libtensorflow_framework.so.2, the names the linker asks for as links;
 *                 with CUDA also a link to every NVIDIA library
 *       include/  headers
 *       nvidia/   (with CUDA) the NVIDIA wheels as they are
 *
 * The CUDA flavour was downloaded, unpacked and loaded where this was written, but on a machine without a device. The
 * proof in tensorflow.mjs decides on each machine, and the CPU flavour is used when the proof fails.
 */
import { existsSync, symlinkSync } from 'node:fs';
import { mkdir, readdir, rm, statfs, symlink, writeFile } from 'node:fs/promises';
import { basename, join, posix, relative } from 'node:path';
import { isKept, keepFolder } from './kept-folder.mjs';
import { meter, say } from './progress.mjs';
import { findProgram } from './programs.mjs';
import { checkSum, downloadWheels, requirementsOfExtra } from './python-wheels.mjs';
import { SetupFailure } from './state.mjs';
import { placeBelow, withZip } from './zip.mjs';

export const tensorflowVersion = '2.21.0';

const flavours = {
  cpu: {
    requirement: `tensorflow_cpu==${tensorflowVersion}`,
    neededBytes: 1.3e9,
    size: '270 MB',
  },
  cuda: {
    requirement: `tensorflow==${tensorflowVersion}`,
    neededBytes: 9.5e9,
    size: '570 MB',
  },
};

/** Wheels whose content is known. Others (NVIDIA's) are trusted as far as pip trusts its index. */
const knownSums = {
  'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};

const libraries = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'];
const headerRoot = 'tensorflow/include/';
/** What the binding's sources name; what these include in turn is followed. */
const headers = ['tensorflow/c/c_api.h', 'tensorflow/c/eager/c_api.h', 'tensorflow/core/platform/ctstring_internal.h'];

/** Whether this machine has an NVIDIA driver that is loaded. */
export function hasNvidiaDriver({ exists = existsSync, find = findProgram } = {}) {
  return exists('/proc/driver/nvidia/version') || find('nvidia-smi') !== undefined;
}

export function libraryFolder(cache, flavour) {
  return join(cache, `tensorflow-${tensorflowVersion}-${flavour}-linux-x64`);
}

/**
 * @param {string} cache
 * @param {'cpu' | 'cuda'} flavour
 * @returns {Promise<string>} the folder with lib/ and include/
 */
export async function provideLibrary(cache, flavour) {
  const folder = libraryFolder(cache, flavour);
  if (isKept(folder)) return folder;
  const { requirement, neededBytes, size } = flavours[flavour];
  await mkdir(cache, { recursive: true });
  await checkSpace(cache, neededBytes);
  const downloads = join(cache, `wheels.part-${process.pid}`);
  try {
    return await keepFolder(folder, async (temporary) => {
      say(`Downloading the TensorFlow ${tensorflowVersion} library (${size}, once per machine) ...`);
      const [wheel] = await downloadWheels([requirement], downloads);
      const sum = knownSums[basename(wheel)];
      if (sum) await checkSum(wheel, sum);
      const metadata = await takeLibrary(wheel, temporary);
      if (flavour === 'cuda') await takeCuda(requirementsOfExtra(metadata, 'and-cuda'), downloads, temporary);
    });
  } finally {
    await rm(downloads, { recursive: true, force: true });
  }
}

/** Takes libraries and headers out of the wheel and returns its metadata. */
async function takeLibrary(wheel, folder) {
  return await withZip(wheel, async ({ entries, read, extract }) => {
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    const wanted = libraries.map((name) => byName.get(name));
    if (wanted.includes(undefined))
      throw new SetupFailure(
        `${basename(wheel)} does not hold ${libraries.join(' and ')}.`,
        'Report this: the recipe in scripts/setup does not fit this wheel.',
      );
    const seen = meter('unpacking TensorFlow:', total(wanted));
    for (const entry of wanted) await extract(entry, join(folder, 'lib', basename(entry.name)), seen);
    await takeHeaders(byName, read, join(folder, 'include'));
    await symlink('libtensorflow_cc.so.2', join(folder, 'lib', 'libtensorflow.so'));
    await symlink('libtensorflow_framework.so.2', join(folder, 'lib', 'libtensorflow_framework.so'));
    const metadata = entries.find(({ name }) => name.endsWith('.dist-info/METADATA'));
    return metadata ? (await read(metadata)).toString('utf8') : '';
  });
}

/** Writes the headers and, from there, every header of the wheel that they include. */
async function takeHeaders(byName, read, folder) {
  const waiting = [...headers];
  const known = new Set(waiting);
  while (waiting.length > 0) {
    const name = waiting.pop();
    const entry = byName.get(headerRoot + name);
    if (!entry) continue; // a header of the system
    const text = (await read(entry)).toString('utf8');
    const file = placeBelow(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
    for (const included of includesOf(text, name))
      if (!known.has(included)) {
        known.add(included);
        waiting.push(included);
      }
  }
}

/** The paths a header may mean: as written, from the root, and beside itself. */
export function includesOf(text, name) {
  return [...text.matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm)].flatMap(([, path]) => [
    path,
    posix.join(posix.dirname(name), path),
  ]);
}

/**
 * Unpacks the NVIDIA wheels side by side, as Python would: TensorFlow's own search path leads to ../nvidia from lib/.
 * Every library is linked into lib/ as well, so that one folder in LD_LIBRARY_PATH serves where that is not enough.
 */
async function takeCuda(requirements, downloads, folder) {
  if (requirements.length === 0)
    throw new SetupFailure('The wheel names no CUDA libraries.', 'Set AIOLI_TENSORFLOW=cpu and run `npm run setup`.');
  say(`Downloading ${requirements.length} NVIDIA libraries (2.8 GB, once per machine) ...`);
  const wheels = await downloadWheels(requirements, downloads);
  for (const wheel of wheels)
    await withZip(wheel, async ({ entries, extract }) => {
      const wanted = entries.filter(({ name }) => isOfCudaRuntime(name));
      const seen = meter(`unpacking ${basename(wheel).split('-')[0]}:`, total(wanted));
      for (const entry of wanted) await extract(entry, placeBelow(folder, entry.name), seen);
    });
  const nvidia = join(folder, 'nvidia');
  for (const part of await readdir(nvidia)) {
    const lib = join(nvidia, part, 'lib');
    if (!existsSync(lib)) continue;
    for (const name of await readdir(lib))
      if (name.includes('.so') && !existsSync(join(folder, 'lib', name)))
        symlinkSync(relative(join(folder, 'lib'), join(lib, name)), join(folder, 'lib', name));
  }
}

/** Libraries, ptxas and libdevice; not headers and static libraries. */
export function isOfCudaRuntime(name) {
  return /^nvidia\/[^/]+\/(lib\/.*\.so[^/]*|bin\/[^/]+|nvvm\/(bin|libdevice)\/[^/]+)$/.test(name);
}

async function checkSpace(folder, neededBytes) {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < neededBytes)
    throw new SetupFailure(
      `TensorFlow needs ${gigabytes(neededBytes)} GB in ${folder}, and ${gigabytes(free)} GB are free.`,
      'Free some space or point XDG_CACHE_HOME at a larger disk, then run `npm run setup`.',
    );
}

function gigabytes(bytes) {
  return (bytes / 1e9).toFixed(1);
}

function total(entries) {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
