/** Experiments and runs as people name them. */
import { existsSync } from 'node:fs';
import { Refusal } from '#base/refusal';
import type { EngineApi, ExperimentSummary, RunSummary } from '#contract/api';
import { readJsonFile } from './files.ts';

type Lists = Pick<EngineApi, 'listExperiments' | 'listRuns'>;

/** By id, start of an id, name, or experiment file; the latest when nothing is named. @throws Refusal `experiment_unknown` */
export async function findExperiment(engine: Lists, named: string | undefined): Promise<ExperimentSummary> {
  const all = await engine.listExperiments();
  const wanted = named !== undefined && existsSync(named) ? nameIn(named) : named;
  const found =
    wanted === undefined
      ? all[0]
      : (all.find(({ id, name }) => id === wanted || name === wanted) ??
        single(all.filter(({ id }) => id.startsWith(wanted))));
  if (found) return found;
  throw new Refusal(
    'experiment_unknown',
    wanted === undefined ? 'This workspace has no experiment yet.' : `There is no experiment "${wanted}".`,
    {
      remedy:
        all.length > 0
          ? `The experiments are ${all.map(({ name, id }) => `"${name}" (${id})`).join(', ')}.`
          : 'Run one first: `aioli run FILE`.',
    },
  );
}

/** By id or the start of one. @throws Refusal `run_unknown` */
export async function findRun(engine: Lists, named: string): Promise<RunSummary> {
  const all = await engine.listRuns();
  const found =
    all.find(({ id }) => id === named) ?? single(all.filter(({ id }) => named !== '' && id.startsWith(named)));
  if (found) return found;
  const finished = all.slice(-8).map(({ id, label, seed }) => `${id} (${label}, seed ${seed})`);
  throw new Refusal('run_unknown', `There is no run ${named}, or more than one begins so.`, {
    remedy:
      finished.length > 0
        ? `The latest runs are ${finished.join(', ')}.`
        : 'Run an experiment first: `aioli run FILE`.',
  });
}

function nameIn(file: string): string {
  const content = readJsonFile(file);
  return content !== null && typeof content === 'object' && 'name' in content ? String(content.name).trim() : file;
}

function single<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
