/**
 * Opens the window: `npm start [-- WORKSPACE]`. With `--dev` through electron-vite's development server, which reloads
 * the page on a change.
 */
import { join } from 'node:path';
import { ensureBuilt, forgetBuilt, sides } from './setup/bundle.mjs';
import { hasDisplay } from './setup/display.mjs';
import { launchEnvironment, readyParts, runInPlace, runScript } from './setup/launch.mjs';
import { modulesFolder, projectFolder } from './setup/places.mjs';
import { SetupFailure } from './setup/state.mjs';

const isRoot = process.getuid?.() === 0;

await runScript(async () => {
  const isDevelopment = process.argv.includes('--dev');
  const args = process.argv.slice(2).filter((argument) => argument !== '--dev');
  if (!hasDisplay())
    throw new SetupFailure(
      'There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.',
      'Start this in a desktop session, or under a virtual display (xvfb-run -a npm start), or work without a window: npm run -s aioli -- --help',
    );
  const parts = await readyParts();
  const { electron, node } = parts;
  if (electron.state !== 'ready') throw new SetupFailure(electron.reason, electron.remedy);
  if (electron.note) process.stderr.write(`${electron.note}\n`);
  const env = launchEnvironment(parts);
  delete env['ELECTRON_RUN_AS_NODE']; // it would start a Node without a window
  if (isDevelopment) {
    forgetBuilt(); // the server writes to out/ too
    const server = join(modulesFolder, 'electron-vite', 'bin', 'electron-vite.js');
    const own = isRoot ? { NO_SANDBOX: '1' } : {};
    return await runInPlace(node.path, [server, 'dev', '--', ...args], {
      cwd: projectFolder,
      env: { ...env, ...own, ELECTRON_EXEC_PATH: electron.path },
    });
  }
  await ensureBuilt(node, sides);
  // Chromium's sandbox refuses to run as root.
  const switches = isRoot ? ['--no-sandbox'] : [];
  return await runInPlace(electron.path, [...switches, projectFolder, ...args], { env });
});
