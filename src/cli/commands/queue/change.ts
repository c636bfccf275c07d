/** Changes of the queue. They act at once when no engine has the workspace open, and within a second on one that has. */
import type { EngineApi, RunId, StopRule } from '#contract/api';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Register } from '../../command.ts';
import { readNumber } from '../../law-files.ts';
import { findRun } from '../../lookup.ts';
import { statusText } from './status.ts';

/** Makes a change and shows the queue that it leaves. */
async function change(
  options: CommonOptions,
  streams: Parameters<Register>[1],
  work: (engine: EngineApi) => Promise<unknown>,
): Promise<void> {
  const found = await withEngine(options, 'beside', streams, async (engine) => {
    await work(engine);
    return { queue: await engine.queue(), runs: await engine.listRuns() };
  });
  writeResult(streams, options, found, () => statusText(found.queue, found.runs));
}

async function idsOf(engine: EngineApi, named: readonly string[]): Promise<readonly RunId[]> {
  return Promise.all(named.map(async (name) => (await findRun(engine, name)).id));
}

export const pause: Register = (program, streams) => {
  withCommonOptions(
    program.command('pause').description('start nothing more; what trains goes on to its end (stop after these runs)'),
  ).action((options: CommonOptions) => change(options, streams, (engine) => engine.pauseQueue()));
};

export const resume: Register = (program, streams) => {
  withCommonOptions(
    program.command('resume').description('let runs start again; they start where a window or `aioli run` is at work'),
  ).action((options: CommonOptions) => change(options, streams, (engine) => engine.resumeQueue()));
};

export const move: Register = (program, streams) => {
  withCommonOptions(
    program.command('move <run> <place>').description('put a waiting run at a place: a number from 1, top or bottom'),
  ).action((named: string, place: string, options: CommonOptions) =>
    change(options, streams, async (engine) => {
      const { id } = await findRun(engine, named);
      const wanted = { top: 1, bottom: Number.MAX_SAFE_INTEGER }[place] ?? readNumber(place, 'place', [1, 1e9]);
      await engine.moveRun(id, wanted - 1);
    }),
  );
};

export const hold: Register = (program, streams) => {
  withCommonOptions(
    program.command('hold <runs...>').description('pass waiting runs over until they are released'),
  ).action((named: readonly string[], options: CommonOptions) =>
    change(options, streams, async (engine) => engine.holdRuns(await idsOf(engine, named))),
  );
};

export const release: Register = (program, streams) => {
  withCommonOptions(program.command('release <runs...>').description('let held runs start in their turn')).action(
    (named: readonly string[], options: CommonOptions) =>
      change(options, streams, async (engine) => engine.releaseRuns(await idsOf(engine, named))),
  );
};

export const only: Register = (program, streams) => {
  withCommonOptions(program.command('only <runs...>').description('hold every waiting run but these')).action(
    (named: readonly string[], options: CommonOptions) =>
      change(options, streams, async (engine) => engine.runOnly(await idsOf(engine, named))),
  );
};

interface RuleOptions extends CommonOptions {
  readonly above?: string;
  readonly evaluations?: string;
  readonly off?: boolean;
}

export const rule: Register = (program, streams) => {
  withCommonOptions(
    program.command('rule').description('the stop rule for losses that explode: show it, change it, or turn it off'),
  )
    .option('--above <nats>', 'nats per token above the validation before the first step')
    .option('--evaluations <n>', 'validations in a row')
    .option('--off', 'end runs only for numbers that are not finite')
    .action(async (options: RuleOptions) => {
      const { above, evaluations, off } = options;
      const changes = above !== undefined || evaluations !== undefined || off === true;
      const found = await withEngine(options, changes ? 'beside' : 'read', streams, async (engine) => {
        const before = (await engine.stopRule()) ?? { above: 1, evaluations: 3 };
        if (changes)
          await engine.setStopRule(
            off === true
              ? null
              : {
                  above: above === undefined ? before.above : readNumber(above, '--above', [1e-6, 1000]),
                  evaluations:
                    evaluations === undefined
                      ? before.evaluations
                      : readNumber(evaluations, '--evaluations', [1, 1000]),
                },
          );
        return engine.stopRule();
      });
      writeResult(streams, options, found, () => ruleText(found));
    });
};

function ruleText(rule: StopRule | null): string {
  if (!rule) return 'Off: a run is ended only when a loss or gradient is not a finite number.';
  const times = rule.evaluations === 1 ? 'one validation' : `${rule.evaluations} validations in a row`;
  return `A run is ended when its mean validation loss is more than ${rule.above} nats per token above where it began, for ${times}.`;
}
