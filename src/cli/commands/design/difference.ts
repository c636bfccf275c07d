import { existsSync } from 'node:fs';
import { Refusal } from '#base/refusal';
import type { EngineApi } from '#contract/api';
import { differencesOf } from '#contract/difference';
import { experimentSchema, type Experiment } from '#contract/experiment';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';
import { readExperimentFile } from '../../experiment-file.ts';
import { findExperiment } from '../../lookup.ts';
import { columns } from '../../tables.ts';

export const addDifference: Register = (group, streams) => {
  withCommonOptions(
    group.command('difference <one> <other>').description('how two experiments differ, field by field'),
  ).action(async (one: string, other: string, options: CommonOptions) => {
    const found = await withEngine(options, 'read', streams, async (engine) =>
      differencesOf(await experimentNamed(engine, one), await experimentNamed(engine, other)),
    );
    writeResult(streams, options, found, () =>
      found.length === 0
        ? 'They do not differ.'
        : columns(
            ['Field', one, other],
            found.map(({ label, before, after }) => [label, before ?? 'not there', after ?? 'left out']),
          ),
    );
  });
};

/** A file, or an experiment of the workspace by name or id. */
async function experimentNamed(
  engine: Pick<EngineApi, 'listExperiments' | 'listRuns' | 'experiment'>,
  named: string,
): Promise<Experiment> {
  if (!existsSync(named)) return engine.experiment((await findExperiment(engine, named)).id);
  const parsed = experimentSchema.safeParse(readExperimentFile(named));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new Refusal('experiment_invalid', `${named} is not an experiment.`, {
    file: named,
    ...(field === '' ? {} : { field }),
    remedy: 'See what `aioli estimate` says about it.',
  });
}
