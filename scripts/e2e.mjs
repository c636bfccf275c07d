/** `npm run e2e [-- PLAYWRIGHT ARGUMENTS]`: the journeys in e2e/ on the real window, under a display of their own if need be. */
import { join } from 'node:path';
import { ensureBuilt, sides } from './setup/bundle.mjs';
import { hasDisplay, startVirtualDisplay } from './setup/display.mjs';
import { launchEnvironment, readyParts, runInPlace, runScript } from './setup/launch.mjs';
import { modulesFolder, projectFolder } from './setup/places.mjs';
import { SetupFailure } from './setup/state.mjs';

await runScript(async () => {
  const parts = await readyParts();
  const { electron, node } = parts;
  if (electron.state !== 'ready') throw new SetupFailure(electron.reason, electron.remedy);
  await ensureBuilt(node, sides);
  const virtual = hasDisplay() ? undefined : await startVirtualDisplay();
  try {
    const env = { ...launchEnvironment(parts), AIOLI_ELECTRON: electron.path };
    if (virtual) env['DISPLAY'] = virtual.display;
    delete env['ELECTRON_RUN_AS_NODE'];
    const program = join(modulesFolder, 'playwright', 'cli.js');
    const args = ['test', '--config', join('e2e', 'playwright.config.ts'), ...process.argv.slice(2)];
    return await runInPlace(node.path, [program, ...args], { cwd: projectFolder, env });
  } finally {
    virtual?.stop();
  }
});
