/** Where set-up finds the project and keeps what it fetched. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const modulesFolder = join(projectFolder, 'node_modules');

/** Beside the packages it describes, so that a fresh `npm install` of everything also asks for a fresh set-up. */
export const stateFile = join(modulesFolder, '.aioli-setup.json');

/** Runtimes and libraries outlive node_modules here: `npm ci` empties that folder. */
export function cacheFolder(env = process.env, home = homedir()) {
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'aioli-workbench');
}
