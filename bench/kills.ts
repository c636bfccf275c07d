/**
 * Kills a working engine at random steps, twenty times unless told otherwise, and compares what the runs found with
 * unbroken ones: `node bench/kills.ts [times]`. After each kill it looks at the workspace: no run may be called running,
 * and the queue must be whole. Prints how long a start takes that finds such a workspace.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { quantile } from 'd3';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine, type Engine } from '#engine/engine';
import { runHost } from '#engine/testing/killing';
import { smallExperiment, writeGroupText } from '#engine/testing/small-experiment';

const times = Number(process.argv[2] ?? 20);
const experiment: ExperimentInput = {
  ...smallExperiment,
  training: { ...smallExperiment.training, steps: 1500 },
  seeds: [0, 1, 2],
  methods: [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 300, lpRounds: 1, lpSteps: 3, eta: 0.5 } }],
};
const place = mkdtempSync(join(tmpdir(), 'aioli-kills-'));
const folders = { prepared: join(place, 'prepared'), unbroken: join(place, 'unbroken'), killed: join(place, 'killed') };

const first = await openEngine({ folder: folders.prepared });
for (const name of smallExperiment.groups) await first.addGroup(writeGroupText(folders.prepared, name));
await first.tokenize('byte');
await first.close();
cpSync(folders.prepared, folders.unbroken, { recursive: true });
cpSync(folders.prepared, folders.killed, { recursive: true });

const whole = await openEngine({ folder: folders.unbroken });
await whole.startExperiment(experiment);
await whole.idle();
const expected = await foundBy(whole);
await whole.close();

const starts: number[] = [];
let [kills, falseStates, lostRuns] = [0, 0, 0];
const host = [folders.killed, JSON.stringify(experiment)];
const movesBeforeNext = (): number => (kills < times ? 1 + Math.floor(Math.random() * 5) : Infinity);
while ((await runHost(host, movesBeforeNext())) === 'killed') {
  kills++;
  const began = performance.now();
  const looking = await openEngine({ folder: folders.killed, access: 'read' });
  const runs = await looking.listRuns();
  starts.push(performance.now() - began);
  falseStates += runs.filter(({ state }) => state === 'running').length;
  lostRuns += 6 - runs.length;
  await looking.close();
}
const last = await openEngine({ folder: folders.killed });
const found = await foundBy(last);
await last.close();
rmSync(place, { recursive: true, force: true });

process.stdout.write(
  [
    `kills                             ${kills} of ${times}`,
    `final numbers equal, every digit  ${found === expected ? 'yes' : 'NO'}`,
    `runs called running after a kill  ${falseStates}`,
    `runs lost                         ${lostRuns}`,
    `start and list after a kill       median ${(quantile(starts, 0.5) ?? NaN).toFixed(0)} ms, longest ${Math.max(...starts).toFixed(0)} ms`,
    '',
  ].join('\n'),
);
process.exitCode = found === expected && falseStates === 0 && lostRuns === 0 ? 0 : 1;

/** Everything that the runs found, as text; how long they took is left out. */
async function foundBy(engine: Engine): Promise<string> {
  const runs = await engine.listRuns();
  const all = await Promise.all(
    runs.map(async ({ id, state, step, loss }) => {
      const { train, validation, proportions } = await engine.runSeries(id, 0);
      return { id, state, step, loss, train, validation, proportions, notes: await engine.runNotes(id) };
    }),
  );
  const [study] = await engine.listExperiments();
  const { rows } = await engine.comparison(study!.id);
  return JSON.stringify({ all, tests: rows.map((row) => row.runs.map(({ testLosses }) => testLosses)) });
}
