/** `npm run demo`: from nothing to a comparison of methods on real text, in ./workspace. */
import { join } from 'node:path';
import { launchEnvironment, readyParts, runInPlace, runScript } from './setup/launch.mjs';
import { projectFolder } from './setup/places.mjs';

const steps = [
  ['Building the sample workspace from the installed packages', ['sample']],
  ['Training every method of the demo experiment', ['run', join('resources', 'demo.experiment.json')]],
  ['Comparing them', ['compare']],
];

await runScript(async () => {
  const parts = await readyParts();
  const launcher = join(projectFolder, 'scripts', 'aioli.mjs');
  for (const [title, args] of steps) {
    process.stdout.write(`\n== ${title}: aioli ${args.join(' ')}\n`);
    const options = { cwd: projectFolder, env: launchEnvironment(parts) };
    const code = await runInPlace(parts.node.path, [launcher, ...args, '--workspace', 'workspace'], options);
    if (code !== 0) return code;
  }
  process.stdout.write('\nThe runs are in ./workspace. Open them in the window with: npm start -- workspace\n');
  return 0;
});
