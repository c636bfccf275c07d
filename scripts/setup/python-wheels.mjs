/**
 * Python wheels, fetched by name with pip and read as the zips they are. Nothing of Python is needed once they are read.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findProgram, lastLine, runProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';

/** Fixed, so that the same wheel comes whatever Python the machine has. */
const pythonVersion = '3.11';
/** Every tag that a machine with glibc 2.27 accepts; older pips do not derive them from the newest. */
const platformTags = ['2_27', '2_24', '2_17', '2014', '2_12', '2010', '2_5', '1'].map(
  (tag) => `manylinux${dashed(tag)}_x86_64`,
);
const downloadLimitSeconds = 3600;

/**
 * Downloads wheels without what they depend on.
 *
 * @param {readonly string[]} requirements  such as `tensorflow_cpu==2.21.0`
 * @param {string} folder  emptied first
 * @returns {Promise<string[]>} the files, in no particular order
 */
export async function downloadWheels(requirements, folder) {
  const python = await pythonWithPip();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const choice = [
    '--python-version',
    pythonVersion,
    '--only-binary=:all:',
    ...platformTags.flatMap((tag) => ['--platform', tag]),
  ];
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--disable-pip-version-check',
    ...choice,
    '--dest',
    folder,
    ...requirements,
  ];
  // pip would keep a second copy of gigabytes in its own cache.
  const result = await runProgram(python, [...args, '--no-cache-dir'], {
    shown: true,
    limitSeconds: downloadLimitSeconds,
  });
  if (!result.ok) {
    const reason = result.timedOut ? `it took longer than ${downloadLimitSeconds} s` : lastLine(result.tail);
    throw new SetupFailure(
      `pip could not download ${requirements.join(', ')}: ${reason}`,
      'Check the connection and the package index that pip is set to, then run `npm run setup` again.',
    );
  }
  return (await readdir(folder)).filter((name) => name.endsWith('.whl')).map((name) => join(folder, name));
}

/** @throws {SetupFailure} when the file is not the one that is known by this name */
export async function checkSum(file, expected) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== expected)
    throw new SetupFailure(
      `${file} is not the file that was expected: its sha256 is ${found}, not ${expected}.`,
      'Check which package index pip is set to, then run `npm run setup` again.',
    );
}

/**
 * What a wheel asks for under one of its extras.
 *
 * @param {string} metadata  the text of its METADATA file
 * @param {string} extra     such as `and-cuda`
 * @returns {string[]} requirements that pip understands
 */
export function requirementsOfExtra(metadata, extra) {
  return [...metadata.matchAll(/^Requires-Dist: ([^;\r\n]+);([^\r\n]*)$/gm)]
    .filter(([, , condition]) => new RegExp(`extra\\s*==\\s*["']${extra}["']`).test(condition))
    .map(([, requirement]) => requirement.replaceAll(/[\s()]/g, ''));
}

async function pythonWithPip() {
  const python = findProgram('python3');
  if (!python)
    throw new SetupFailure(
      'python3 is not installed; it is needed to download the TensorFlow library and to build its binding.',
      'Install it (Debian, Ubuntu: apt-get install python3 python3-pip), then run `npm run setup`.',
    );
  const pip = await runProgram(python, ['-m', 'pip', '--version'], { limitSeconds: 60 });
  if (!pip.ok)
    throw new SetupFailure(
      'python3 has no pip; it is needed to download the TensorFlow library.',
      'Install it (Debian, Ubuntu: apt-get install python3-pip), then run `npm run setup`.',
    );
  return python;
}

function dashed(tag) {
  return tag.includes('_') ? `_${tag}` : tag;
}
