/** Ctrl-C for commands that train: once to end at the next slice, twice to end at once. */
import type { Engine } from '#engine/engine';
import type { Streams } from './command.ts';
import type { ProgressLine } from './progress.ts';

export interface Interrupt {
  readonly promise: Promise<'interrupted'>;
  readonly happened: () => boolean;
  readonly stop: () => void;
}

/** The first Ctrl-C ends the run at the next slice; a second one ends the process at once, which loses nothing either. */
export function onInterrupt(line: ProgressLine): Interrupt {
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

/** Closes the engine, and says how to go on if it was interrupted. */
export async function closeAfter(engine: Engine, interrupted: Interrupt, { stderr }: Streams): Promise<void> {
  await engine.close();
  interrupted.stop();
  if (interrupted.happened()) stderr.write('Resumable: run the same command again.\n');
}
