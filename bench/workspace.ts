/** A workspace of made-up text for measurements, which is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { ExperimentInput } from '#contract/experiment';
import { openEngine, type Engine, type EngineOptions } from '#engine/engine';
import { writeGroupText } from '#engine/testing/small-experiment';

/** Documents of a group: enough for a full validation pass at the usual context. */
const documents = 600;

/** Seconds from handing in an experiment until all of its runs are finished. */
export async function secondsOf(engine: Engine, experiment: ExperimentInput): Promise<number> {
  const from = performance.now();
  const { id } = await engine.startExperiment(experiment);
  await engine.idle();
  const seconds = (performance.now() - from) / 1000;
  for (const { label, seed, state, problem } of await engine.listRuns(id))
    if (state !== 'finished') throw new Error(`${label} with seed ${seed} is ${state}: ${problem}`);
  return seconds;
}

/** @param work gets an engine in whose workspace the groups are ready and tokenised */
export async function inMadeUpWorkspace(
  groups: readonly string[],
  tokenizer: string,
  work: (engine: Engine) => Promise<void>,
  options: Partial<EngineOptions> = {},
): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'aioli-bench-'));
  const engine = await openEngine({ folder: join(place, 'workspace'), ...options });
  try {
    for (const name of groups) await engine.addGroup(writeGroupText(place, name, documents));
    await engine.tokenize(tokenizer);
    await work(engine);
  } finally {
    await engine.close();
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
}
