/**
 * How long it takes from a clone to a program that answers: `node bench/setup.mjs [warm|empty]`, both when absent. Clones this
 * checkout's last commit into a fresh folder and does what README.md says, with the caches of npm, pip and set-up as they are
 * (warm), or with none (empty: downloads about 1 GB). Prints the seconds of each step.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { projectFolder } from '../scripts/setup/places.mjs';

const asked = process.argv.slice(2);
for (const caches of asked.length > 0 ? asked : ['warm', 'empty']) measure(caches);

function measure(caches) {
  const place = mkdtempSync(join(tmpdir(), 'aioli-setup-'));
  const clone = join(place, 'clone');
  const empty = {
    XDG_CACHE_HOME: join(place, 'cache'),
    npm_config_cache: join(place, 'npm'),
    PIP_CACHE_DIR: join(place, 'pip'),
  };
  const env = { ...process.env, ...(caches === 'empty' && empty) };
  const steps = [
    ['git clone', 'git', ['clone', '--quiet', projectFolder, clone], place],
    ['npm install', 'npm', ['install', '--no-audit', '--no-fund', '--silent'], clone],
    ['npm run setup', 'npm', ['run', '--silent', 'setup'], clone],
    ['npm run build', 'npm', ['run', '--silent', 'build'], clone],
    ['aioli doctor, the first time', 'npm', ['run', '--silent', 'aioli', '--', 'doctor'], clone],
  ];
  try {
    const seconds = steps.map(([name, program, args, cwd]) => {
      const from = performance.now();
      execFileSync(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
      const took = (performance.now() - from) / 1000;
      console.log(`  ${caches} caches, ${name}: ${took.toFixed(1)} s`);
      return took;
    });
    console.log(`${caches} caches, all: ${seconds.reduce((sum, one) => sum + one, 0).toFixed(1)} s`);
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
}
