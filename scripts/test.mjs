/**
 * `npm test`: everything that is checked, one stage after the other, and one line of counts at the end.
 *
 *     npm test -- --bail              stop at the first stage that fails
 *     npm test -- --only lint,unit    these stages only
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, sides } from './setup/bundle.mjs';
import { launchEnvironment, readyParts, runInPlace, runScript } from './setup/launch.mjs';
import { projectFolder } from './setup/places.mjs';
import { SetupFailure } from './setup/state.mjs';
import { readableParts } from './setup/summary.mjs';
import { closingLine, stageCounts } from './setup/test-report.mjs';

const reports = mkdtempSync(join(tmpdir(), 'aioli-test-'));
const reportOf = (name) => join(reports, `${name}.json`);
const vitestReport = (name) => ['--reporter=default', '--reporter=json', `--outputFile=${reportOf(name)}`];

/** In this order: what is quick to fail comes first, and the window is never tested beside other work. */
const stages = [
  { name: 'lint' },
  { name: 'check' },
  { name: 'unit', args: vitestReport('unit') },
  { name: 'integration', args: vitestReport('integration'), needs: ['main'] },
  { name: 'build', needs: sides },
  {
    name: 'e2e',
    args: ['--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportOf('e2e'), PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf('e2e') },
  },
];

await runScript(async () => {
  const chosen = chosenStages(process.argv.slice(2));
  const startedSetup = performance.now();
  const parts = await readyParts();
  process.stdout.write(`${readableParts(parts)}\n`);
  const rows = [];
  const env = launchEnvironment(parts);
  try {
    for (const stage of chosen) {
      process.stdout.write(`\n== ${stage.name}\n`);
      const row = await runStage(stage, parts.node, env);
      rows.push(row);
      if (!row.isGood && process.argv.includes('--bail')) break;
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  const setupSeconds = (performance.now() - startedSetup) / 1000 - rows.reduce((sum, { seconds }) => sum + seconds, 0);
  process.stdout.write(`\n${summary([{ name: 'set-up', isGood: true, seconds: setupSeconds }, ...rows])}\n`);
  process.stdout.write(`\n${closingLine(rows.map(({ counts }) => counts))}\n`);
  return rows.every(({ isGood }) => isGood) ? 0 : 1;
});

function chosenStages(args) {
  const at = args.indexOf('--only');
  if (at === -1) return stages;
  const names = (args[at + 1] ?? '').split(',');
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined)
    throw new SetupFailure(
      `There is no stage "${unknown}".`,
      `Choose from ${stages.map(({ name }) => name).join(', ')}, separated by commas.`,
    );
  return stages.filter(({ name }) => names.includes(name));
}

async function runStage({ name, args = [], env: own = {}, needs = [] }, node, env) {
  const started = performance.now();
  const isGood =
    (await isBuilt(node, needs)) && (name === 'build' || (await runNpm(name, args, { ...env, ...own })) === 0);
  return { name, isGood, seconds: (performance.now() - started) / 1000, counts: stageCounts(isGood, reportOf(name)) };
}

async function isBuilt(node, needs) {
  try {
    await ensureBuilt(node, needs);
    return true;
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stdout.write(`${error.message}\n${error.remedy}\n`);
    return false;
  }
}

/** The npm that started this script, so that every tool runs on the Node that npm links. */
function runNpm(script, args, env) {
  const npm = process.env['npm_execpath'];
  const command = npm ? [process.execPath, npm] : ['npm'];
  const options = { cwd: projectFolder, env, shell: !npm && process.platform === 'win32' };
  return runInPlace(command[0], [...command.slice(1), 'run', script, '--', ...args], options);
}

function summary(rows) {
  return rows
    .map(({ name, isGood, seconds, counts }) => {
      const tests = counts ? `  ${closingLine([counts])}` : '';
      const retried = counts?.retried ? `  (warning: ${counts.retried} passed only when tried again)` : '';
      return `${isGood ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s${tests}${retried}`;
    })
    .join('\n');
}
