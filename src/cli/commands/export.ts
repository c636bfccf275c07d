import { resolve } from 'node:path';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../command.ts';
import { findRun } from '../lookup.ts';

export const exportModel: Register = (program, streams) => {
  withCommonOptions(
    program.command('export <run> <dir>').description("write a finished run's model as a Hugging Face folder"),
  ).action(async (named: string, dir: string, options: CommonOptions) => {
    const folder = resolve(dir);
    const id = await withEngine(options, 'read', streams, async (engine) => {
      const found = await findRun(engine, named);
      await engine.exportModel(found.id, folder);
      return found.id;
    });
    writeResult(streams, options, { run: id, folder }, () => `Wrote config.json and model.safetensors to ${folder}.`);
  });
};
