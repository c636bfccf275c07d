/** Tarballs of npm packages, fetched once by npm itself and checked by hash every time. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#base/refusal';

export interface PinnedPackage {
  readonly package: string;
  readonly version: string;
  /** Base64. */
  readonly sha512: string;
}

/** Where tarballs are kept between workspaces. */
export function defaultPackageCache(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'aioli-workbench', 'packages');
}

/**
 * Path of the tarball, from the cache or fetched into it.
 *
 * @throws Refusal `package_unavailable`
 */
export async function fetchPackage(pinned: PinnedPackage, cacheFolder: string, signal?: AbortSignal): Promise<string> {
  const kept = join(cacheFolder, `${pinned.package.replace(/^@/, '').replace('/', '-')}-${pinned.version}.tgz`);
  if ((await sha512Of(kept)) === pinned.sha512) return kept;
  await mkdir(cacheFolder, { recursive: true });
  const download = await mkdtemp(join(cacheFolder, '.download-'));
  try {
    await pack(pinned, download, signal);
    const name = (await readdir(download)).find((file) => file.endsWith('.tgz'));
    if (name === undefined) throw unavailable(pinned, 'npm fetched nothing');
    const file = join(download, name);
    if ((await sha512Of(file)) !== pinned.sha512)
      throw unavailable(pinned, 'what came is not the package that was expected: its checksum differs');
    await rename(file, kept);
    return kept;
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

/** Null when there is no such file. */
async function sha512Of(file: string): Promise<string | null> {
  const hash = createHash('sha512');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return hash.digest('base64');
}

/** Lets npm download the tarball, so that its registry, proxy and credentials are the person's own. */
function pack(pinned: PinnedPackage, folder: string, signal?: AbortSignal): Promise<void> {
  const args = [
    'pack',
    `${pinned.package}@${pinned.version}`,
    '--ignore-scripts',
    '--fetch-retries=1',
    '--loglevel=error',
  ];
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...(signal && { signal }) });
    let complaint = '';
    npm.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-4000)));
    npm.on('error', (error: NodeJS.ErrnoException) => {
      if (error.name === 'AbortError') reject(error);
      else reject(unavailable(pinned, error.code === 'ENOENT' ? 'npm is not on the PATH' : error.message, error));
    });
    npm.on('close', (code) => {
      if (code === 0) resolve();
      else reject(unavailable(pinned, firstWords(complaint) || `npm ended with code ${code}`));
    });
  });
}

/** What npm says before it goes into details: its code and its first sentence. */
function firstWords(complaint: string): string {
  const lines = complaint.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  return lines.filter(Boolean).slice(0, 2).join(', ');
}

function unavailable(pinned: PinnedPackage, reason: string, cause?: unknown): Refusal {
  return new Refusal(
    'package_unavailable',
    `The package ${pinned.package} ${pinned.version} could not be fetched: ${reason}.`,
    {
      remedy:
        'Check the connection and the registry that npm is set to, then try again; what was fetched already is kept. ' +
        'Groups of your own text need no download.',
    },
    { cause },
  );
}
