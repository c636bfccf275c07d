/** Runs out to, and in from, the programs of others. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Refusal } from '#base/refusal';
import type { ExchangeCalls } from '#contract/api';
import { unknownExperiment } from '../experiments/experiments.ts';
import { promised } from '../promised.ts';
import { diskFull } from '../store/database.ts';
import type { Store } from '../store/index.ts';
import type { ExchangeFormat } from './format.ts';
import { lawTableOf } from './law-table.ts';
import { loggedRun } from './logged-runs.ts';
import { mlflow } from './mlflow.ts';
import { tensorboard } from './tensorboard/index.ts';
import { trackio } from './trackio.ts';

export const exchangeFormats: readonly ExchangeFormat[] = [tensorboard, mlflow, trackio];

/** @throws Refusal `file_missing`, `file_malformed`; see `ExchangeCalls.readRuns` */
export function readLoggedRuns(place: string) {
  const found = resolve(place);
  if (!existsSync(found))
    throw new Refusal('file_missing', `There is nothing at ${found}.`, { file: found, remedy: 'Check the path.' });
  const format = exchangeFormats.find((one) => one.recognises(found));
  if (!format)
    throw new Refusal('file_malformed', `${found} holds no runs of a known program.`, {
      file: found,
      remedy:
        'Name a folder with TensorBoard event files, a folder `mlruns`, an `mlflow.db`, or the `.db` of a Trackio project.',
    });
  return { format: format.id, runs: format.read(found) };
}

/** @throws Refusal as `readLoggedRuns` and `lawTableOf` */
export function readLoggedTable(
  place: string,
  { proportions = 'proportions/', losses = 'test/loss/' }: Parameters<ExchangeCalls['readLawTable']>[1] = {},
) {
  return lawTableOf(readLoggedRuns(place).runs, resolve(place), { proportions, losses });
}

export function openExchange(store: Store): ExchangeCalls {
  return {
    exportRuns: (id, formatId, place) =>
      promised(() => {
        const experiment = store.experiments.get(id);
        if (!experiment) throw unknownExperiment(id);
        const format = exchangeFormats.find((one) => one.id === formatId);
        if (!format)
          throw new Refusal('option_invalid', `Runs cannot be written for "${formatId}".`, {
            field: 'format',
            remedy: `Choose ${exchangeFormats.map((one) => one.id).join(', ')}.`,
          });
        const runs = store.experiments.places(id).map(({ run }) => loggedRun(store, store.runs.get(run)!));
        const target = resolve(place);
        writeWholly(target, (draft) => format.write(draft, experiment.name, runs));
        return { place: target, runs: runs.length, howToOpen: format.howToOpen(target) };
      }),
    readRuns: (place) => promised(() => readLoggedRuns(place)),
    readLawTable: (place, prefixes) => promised(() => readLoggedTable(place, prefixes)),
  };
}

/** Writes a file or folder beside its place and moves it there when it is whole. */
function writeWholly(target: string, write: (draft: string) => void): void {
  if (existsSync(target))
    throw new Refusal('file_unwritable', `There is something at ${target} already.`, {
      file: target,
      remedy: 'Name a place that is not there yet. Nothing was changed.',
    });
  const draft = `${target}.${process.pid}.new`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    write(draft);
    renameSync(draft, target);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw diskFull(target, cause);
    if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') throw cause;
    throw new Refusal(
      'file_unwritable',
      `${target} cannot be written (${code}).`,
      { file: target, remedy: 'Choose a folder in which you may write.' },
      { cause },
    );
  }
}
