import type { Register } from '../../command.ts';
import { queueLog } from './log.ts';
import { hold, move, only, pause, release, resume, rule } from './change.ts';
import { status } from './status.ts';
import { summary } from './summary.ts';

/** `aioli queue ...`: look at the queue and change it, also while a window or another command works on it. */
export const queue: Register = (program, streams) => {
  const command = program
    .command('queue')
    .description('the queue: how it stands, its order, pauses; also beside a window or a run');
  for (const register of [status, pause, resume, move, hold, release, only, summary, queueLog, rule])
    register(command, streams);
};
