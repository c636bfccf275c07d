/**
 * The `aioli` command from a checkout: `npm run -s aioli -- doctor`. Looks that set-up and build are there, then runs
 * the command line on a Node that is new enough. stdout carries the command's own output and nothing else.
 */
import { join } from 'node:path';
import { ensureBuilt } from './setup/bundle.mjs';
import { launchEnvironment, readyParts, runInPlace, runScript } from './setup/launch.mjs';
import { projectFolder } from './setup/places.mjs';

await runScript(async () => {
  const parts = await readyParts();
  await ensureBuilt(parts.node, ['main']);
  const program = join(projectFolder, 'out', 'main', 'cli.js');
  return await runInPlace(parts.node.path, [program, ...process.argv.slice(2)], { env: launchEnvironment(parts) });
});
