/**
 * How soon a workspace of many long runs can be looked at: lists it, reads the curves of a run and of all runs, and what
 * is new of a run that trains.
 *
 *     node bench/many-runs.ts FOLDER [RUNS] [STEPS]     (1000 runs of 10 000 steps; made when FOLDER has none)
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../src/engine/engine.ts';
import { openStore } from '../src/engine/store/index.ts';
import { openWorkspace } from '../src/engine/workspace.ts';

const [folder, runs = '1000', steps = '10000'] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: many-runs.ts FOLDER [RUNS] [STEPS]');
if (!existsSync(join(folder, 'workspace.sqlite'))) fill(folder, Number(runs), Number(steps));

const engine = await timed('open the workspace', () => openEngine({ folder, startsRuns: false }));
const all = await timed('list the runs and the queue', async () => {
  const [list] = await Promise.all([engine.listRuns(), engine.queue()]);
  return list;
});
const one = all[Math.floor(all.length / 2)]!;
await timed('curves of one run, summed up to 1000 spans', () => engine.runSeries(one.id, 0, 1000));
await timed('curves of one run, every step', () => engine.runSeries(one.id, 0));
await timed('what is new after all but 50 of its steps', () => engine.runSeries(one.id, one.steps - 50, 1000));
await timed('validation curves of all runs', () => engine.runCurves(one.experiment));
await engine.close();

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  console.log(`${what.padEnd(48)} ${(performance.now() - from).toFixed(0).padStart(6)} ms`);
  return result;
}

/** Runs as training leaves them, with made-up losses of three groups. */
function fill(place: string, count: number, length: number): void {
  const workspace = openWorkspace(place);
  const store = openStore(workspace.store);
  const groups = ['law', 'code', 'math'].map((name) => ({ name, version: name, shards: name }));
  const training = { batch: 8 };
  const shape = { context: 64, hiddenSize: 32, layers: 2, vocabularySize: 257 };
  store.experiments.put('many', { name: 'Many runs', methods: [], groups: [] } as never, new Date().toISOString());
  for (let seed = 0; seed < count; seed++)
    store.transaction(() => {
      const id = `run-${seed}`;
      const choice = { id: seed % 2 === 0 ? 'stratified' : 'aioli' };
      const spec = { groups, training, shape, steps: length, seed, choice, backend: 'cpu' };
      const cost = { learningSteps: 0, measuringSteps: 0, finalSteps: length, evaluations: 0 };
      store.runs.add({ id, method: choice.id, label: choice.id, spec, cost } as never, new Date().toISOString());
      store.experiments.place('many', { methodIndex: seed % 2, seed, run: id });
      const loss = (step: number, group: number): number =>
        1.5 + group / 10 + 4 / Math.sqrt(1 + step / 50) + seed / 1e4;
      store.stepMetrics.add(
        id,
        Array.from({ length }, (_, i) => ({
          step: i + 1,
          loss: loss(i + 1, 1),
          gradientNorm: 1,
          learningRate: 1e-3,
          counts: [3, 3, 2],
          groupLosses: [0, 1, 2].map((group) => loss(i + 1, group)),
        })),
      );
      for (let point = 0; point <= 20; point++)
        store.evaluations.add(id, 'val', (point * length) / 20, {
          losses: [0, 1, 2].map((group) => loss((point * length) / 20, group)),
          sequences: [64, 64, 64],
        });
      store.runs.setProgress(id, {
        step: length,
        learningSteps: 0,
        computedSteps: length,
        seconds: 100,
        loss: loss(length, 1),
        tokensPerSecond: 5000,
      });
      store.runs.setState(id, 'finished', { endedAt: new Date().toISOString() });
    });
  store.close();
  workspace.release();
}
