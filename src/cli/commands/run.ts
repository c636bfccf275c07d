import { formatCompact, formatDuration, formatNumber } from '#base/format';
import type { RunState, RunSummary } from '#contract/api';
import { openEngine, type Engine } from '#engine/engine';
import { withCommonOptions, writeResult, type CommonOptions, type Register, type Streams } from '../command.ts';
import { Ended } from '../ended.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inFile } from '../files.ts';
import { openProgressLine, showTasks, type ProgressLine } from '../progress.ts';

const resting: readonly RunState[] = ['finished', 'diverged', 'failed', 'lost', 'stopped', 'paused'];

export const run: Register = (program, streams) => {
  withCommonOptions(
    program.command('run <file>').description('run an experiment to its end; what is unfinished goes on where it was'),
  ).action(async (file: string, options: CommonOptions) => {
    const content = readExperimentFile(file);
    const engine = await openEngine({ folder: options.workspace });
    const line = openProgressLine(streams.stderr);
    const stopTasks = showTasks(engine, streams.stderr);
    const interrupted = onInterrupt(line);
    try {
      const watch = watchRuns(engine, line);
      const { id, name } = await inFile(file, () => engine.startExperiment(content));
      line.say(`"${name}" (${id})`);
      await takeUp(engine, id);
      const runs = await Promise.race([watch(id), interrupted.promise]);
      if (runs === 'interrupted') throw new Ended(130);
      writeResult(streams, options, { experiment: id, name, runs }, () => endText(runs));
      const code = exitCodeOf(runs);
      if (code !== 0) throw new Ended(code);
    } finally {
      await close(engine, interrupted, streams);
      stopTasks();
      line.clear();
    }
  });
};

/** Runs of the experiment that rest unfinished are taken up again; a diverged one would only diverge again. */
async function takeUp(engine: Engine, id: string): Promise<void> {
  for (const { id: runId, state } of await engine.listRuns(id)) {
    if (state === 'paused') await engine.resumeRun(runId);
    else if (state === 'stopped' || state === 'lost' || state === 'failed') await engine.retryRun(runId);
  }
  await engine.resumeQueue();
}

/** Shows runs from now on. @returns a wait for all runs of an experiment to rest */
function watchRuns(engine: Engine, line: ProgressLine): (experiment: string) => Promise<readonly RunSummary[]> {
  engine.on('logged', ({ level, message }) => {
    if (level !== 'info') line.say(message);
  });
  return (experiment) =>
    new Promise((resolve, reject) => {
      const look = async (): Promise<void> => {
        const runs = await engine.listRuns(experiment);
        if (runs.every(({ state }) => resting.includes(state))) resolve(runs);
      };
      engine.on('runMoved', (moved) => {
        if (moved.state === 'running') void showMoved(engine, experiment, moved, line).catch(reject);
      });
      engine.on('runEnded', ({ run: ended }) => {
        void engine
          .run(ended)
          .then((summary) => line.say(ended && endedText(summary)))
          .then(look)
          .catch(reject);
      });
      look().catch(reject);
    });
}

async function showMoved(engine: Engine, experiment: string, moved: RunSummary, line: ProgressLine): Promise<void> {
  const [runs, queue] = [await engine.listRuns(experiment), await engine.queue()];
  const finished = runs.filter(({ state }) => resting.includes(state)).length;
  const learning = moved.learningSteps > 0 && moved.step === 0 ? `learning, ${moved.learningSteps} steps` : null;
  line.show(
    [
      `run ${Math.min(finished + 1, runs.length)} of ${runs.length}`,
      `${moved.label}, seed ${moved.seed}`,
      learning ?? `step ${moved.step} of ${moved.steps}`,
      moved.loss === null ? null : `loss ${formatNumber(moved.loss, 3)}`,
      moved.tokensPerSecond === null ? null : `${formatCompact(moved.tokensPerSecond)} tokens/s`,
      queue.secondsLeft === null ? null : `${formatDuration(queue.secondsLeft)} left`,
    ]
      .filter((part) => part !== null)
      .join(' · '),
  );
}

function endedText({ label, seed, state, loss, problem }: RunSummary): string {
  const found = loss === null ? '' : `, validation loss ${formatNumber(loss, 4)}`;
  return `${label}, seed ${seed}: ${state}${found}${problem === null ? '' : `\n  ${problem.replaceAll('\n', '\n  ')}`}`;
}

function endText(runs: readonly RunSummary[]): string {
  const finished = runs.filter(({ state }) => state === 'finished').length;
  const rest = runs.length - finished;
  return rest === 0
    ? `All ${runs.length} runs are finished. See them with: aioli compare`
    : `${finished} of ${runs.length} runs are finished; run the same command again to take up the others.`;
}

/** A diverged run is a result; a lost or broken one is not. */
function exitCodeOf(runs: readonly RunSummary[]): number {
  if (runs.some(({ state }) => state === 'failed')) return 3;
  return runs.some(({ state }) => state === 'lost' || state === 'paused' || state === 'stopped') ? 2 : 0;
}

interface Interrupt {
  readonly promise: Promise<'interrupted'>;
  readonly happened: () => boolean;
  readonly stop: () => void;
}

/** The first Ctrl-C ends the run at the next slice; a second one ends the process at once, which loses nothing either. */
function onInterrupt(line: ProgressLine): Interrupt {
  let happened = false;
  let resolve: (what: 'interrupted') => void;
  const promise = new Promise<'interrupted'>((r) => (resolve = r));
  const hear = (): void => {
    if (happened) process.exit(130);
    happened = true;
    line.say('Ending at the next slice; a checkpoint is written first …');
    resolve('interrupted');
  };
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  return {
    promise,
    happened: () => happened,
    stop: () => {
      process.off('SIGINT', hear);
      process.off('SIGTERM', hear);
    },
  };
}

async function close(engine: Engine, interrupted: Interrupt, { stderr }: Streams): Promise<void> {
  await engine.close();
  interrupted.stop();
  if (interrupted.happened()) stderr.write('Resumable: run the same command again.\n');
}
