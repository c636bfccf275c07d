import { formatCompact, formatDuration, formatNumber } from '#base/format';
import type { RunState, RunSummary } from '#contract/api';
import { openEngine, type Engine } from '#engine/engine';
import { withCommonOptions, writeResult, type CommonOptions, type Register } from '../command.ts';
import { Ended } from '../ended.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inFile } from '../files.ts';
import { closeAfter, onInterrupt } from '../interrupt.ts';
import { readNumber } from '../law-files.ts';
import { openProgressLine, showTasks, type ProgressLine } from '../progress.ts';

interface RunOptions extends CommonOptions {
  readonly slots?: string;
}

/** An experiment whose runs rest. */
interface Finished {
  readonly experiment: string;
  readonly name: string;
  readonly runs: readonly RunSummary[];
}

const resting: readonly RunState[] = ['finished', 'diverged', 'failed', 'lost', 'stopped', 'paused'];

export const run: Register = (program, streams) => {
  withCommonOptions(
    program.command('run <file>').description('run an experiment to its end; what is unfinished goes on where it was'),
  )
    .option('--slots <n>', 'trainers at a time: runs, or the trials of one; kept for the workspace')
    .action(async (file: string, options: RunOptions) => {
      const content = readExperimentFile(file);
      const slots = options.slots === undefined ? null : readNumber(options.slots, '--slots', [1, 64]);
      const engine = await openEngine({ folder: options.workspace });
      const line = openProgressLine(streams.stderr);
      const stopTasks = showTasks(engine, streams.stderr);
      const interrupted = onInterrupt(line);
      try {
        let hadFault = false;
        engine.on('runEnded', ({ isFault }) => (hadFault ||= isFault === true));
        const watch = watchRuns(engine, line);
        if (slots !== null) await engine.setSlots(slots);
        const started = await inFile(file, () => engine.startVariants(content));
        const ended: Finished[] = [];
        for (const { id, name } of started) {
          line.say(`"${name}" (${id})`);
          const warnings = (await engine.estimateReview(id))?.estimate.warnings ?? [];
          for (const { message, remedy } of warnings) line.say(`Warning: ${message} ${remedy}`);
        }
        for (const { id } of started) await takeUp(engine, id);
        for (const { id, name } of started) {
          const runs = await Promise.race([watch(id), interrupted.promise]);
          if (runs === 'interrupted') throw new Ended(130);
          ended.push({ experiment: id, name, runs });
        }
        const runs = ended.flatMap((one) => one.runs);
        const [only] = ended;
        writeResult(streams, options, ended.length === 1 ? only : { experiments: ended }, () => endText(runs));
        const code = exitCodeOf(runs, hadFault);
        if (code !== 0) throw new Ended(code);
      } finally {
        await closeAfter(engine, interrupted, streams);
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

/** Shows runs from now on. @returns a wait until all runs of an experiment rest, or none of them will start */
function watchRuns(engine: Engine, line: ProgressLine): (experiment: string) => Promise<readonly RunSummary[]> {
  engine.on('logged', ({ level, message }) => {
    if (level !== 'info') line.say(message);
  });
  return (experiment) =>
    new Promise((resolve, reject) => {
      const look = async (): Promise<void> => {
        const [runs, { isPaused, running }] = [await engine.listRuns(experiment), await engine.queue()];
        const nothingWillStart = isPaused && running.length === 0; // a full disk pauses the queue behind its run
        if (nothingWillStart || runs.every(({ state }) => resting.includes(state))) resolve(runs);
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
  const count = (state: RunState): number => runs.filter((run) => run.state === state).length;
  const [finished, diverged] = [count('finished'), count('diverged')];
  if (finished === runs.length) return `All ${runs.length} runs are finished. See them with: aioli compare`;
  const done = `${finished} of ${runs.length} runs are finished${diverged === 0 ? '' : `, ${diverged} diverged`}`;
  return finished + diverged === runs.length
    ? `${done}.`
    : `${done}; run the same command again to take up the others.`;
}

/** A diverged run is a result; a refused, lost or broken one is not. */
function exitCodeOf(runs: readonly RunSummary[], hadFault: boolean): number {
  if (runs.some(({ state }) => state === 'failed')) return hadFault ? 3 : 1;
  return runs.some(({ state }) => ['lost', 'paused', 'stopped', 'queued'].includes(state)) ? 2 : 0;
}
