/** Trainers in processes of their own, as the engine starts them; a test that starts some ends them all. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Loss } from '#base/refusal';
import type { TrainerApi, TrainerNews } from '#contract/trainer';
import { connect, type Message } from '#contract/wire';

const children: ChildProcess[] = [];

/** @param execution kind of execution (AIOLI_TRAINER_EXECUTION); the backend's usual one unless given */
export function startTrainer(execution = ''): { child: ChildProcess; call: TrainerApi } {
  const child = fork(join(import.meta.dirname, '../index.ts'), [], {
    serialization: 'advanced',
    execArgv: [],
    silent: true,
    env: { ...process.env, AIOLI_TRAINER_EXECUTION: execution },
  });
  children.push(child);
  const connection = connect<TrainerApi, TrainerNews>({
    post: (message) => void child.send(message),
    listen: (hear) => {
      const listener = (message: unknown): void => hear(message as Message);
      child.on('message', listener);
      return () => void child.off('message', listener);
    },
  });
  child.on('exit', () => connection.close(new Loss('the trainer went away')));
  return { child, call: connection.call };
}

export function endTrainers(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL');
}
