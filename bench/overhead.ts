/**
 * What Aioli costs over stratified: `node bench/overhead.ts [pairs] [steps]`. Seven groups, `nano`, every knob at its default,
 * whole runs through the engine: each pair is one run of either, with a seed of its own, and pairs take turns in which goes
 * first. A run counts from handing in its experiment to its exported model.
 */
import type { ExperimentInput } from '#contract/experiment';
import { circumstances, spreadText } from './cells.ts';
import { inMadeUpWorkspace, secondsOf } from './workspace.ts';

const [pairs = 5, steps = 400] = process.argv.slice(2).map(Number);
const groups = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

console.log(`${groups.length} groups, ${steps} steps, ${pairs} pairs; ${circumstances()}`);
await inMadeUpWorkspace(groups, 'byte', async (engine) => {
  const seconds = { stratified: [] as number[], aioli: [] as number[] };
  for (let seed = 0; seed < pairs; seed++) {
    const methods = seed % 2 === 0 ? (['stratified', 'aioli'] as const) : (['aioli', 'stratified'] as const);
    for (const method of methods) seconds[method].push(await secondsOf(engine, experimentOf(method, seed)));
  }
  const ratios = seconds.aioli.map((aioli, pair) => aioli / seconds.stratified[pair]!);
  console.log(`  stratified ${spreadText(seconds.stratified, 1)} s`);
  console.log(`  Aioli ${spreadText(seconds.aioli, 1)} s`);
  console.log(`  Aioli over stratified, pair by pair: ${spreadText(ratios, 2)}`);
});

function experimentOf(method: string, seed: number): ExperimentInput {
  const name = `${method} ${seed}`;
  return { format: 1, name, groups, model: 'nano', training: { steps }, seeds: [seed], methods: [{ id: method }] };
}
