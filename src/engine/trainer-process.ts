/** Starts a trainer in a process of its own and notices when it goes away. */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Loss } from '#base/refusal';
import type { TrainerApi, TrainerNews } from '#contract/trainer';
import { connect, type Message, type Port } from '#contract/wire';

export interface Trainer {
  readonly call: TrainerApi;
  readonly pid: number | undefined;
  /** Ends the process. */
  close(): void;
}

export interface LaunchOptions {
  /** Of the native library; as many as there are cores when absent. */
  readonly threads?: number | undefined;
  /** The graphics card that it may use, as CUDA_VISIBLE_DEVICES names it; all when absent. */
  readonly card?: string | undefined;
}

/** @param hear takes what the trainer writes to its standard error, line by line */
export type LaunchTrainer = (hear: (line: string) => void, options?: LaunchOptions) => Trainer;

/** In its own layer in a checkout; in the bundle beside the entries, one folder up from shared chunks. */
function entry(): string {
  const places = import.meta.url.endsWith('.ts') ? ['../trainer/index.ts'] : ['./trainer.js', '../trainer.js'];
  const files = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return files.find((file) => existsSync(file)) ?? files[0]!;
}

export const launchTrainer: LaunchTrainer = (hear, options = {}) => {
  const child = fork(entry(), [], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...environmentOf(options) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true, // a Ctrl-C in the terminal is for the engine, which ends the slice first
  });
  let tail = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    const lines = (tail + text).split('\n');
    tail = lines.pop()!;
    for (const line of lines) if (line.trim() !== '') hear(line.trimEnd());
  });

  const port: Port = {
    post: (message) => void child.send(message),
    listen: (listener) => {
      const onMessage = (message: unknown): void => listener(message as Message);
      child.on('message', onMessage);
      return () => void child.off('message', onMessage);
    },
  };
  const connection = connect<TrainerApi, TrainerNews>(port);
  child.on('exit', (code, signal) => {
    const how = signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`;
    connection.close(new Loss(`The trainer process ${how}${tail ? `: ${tail}` : ''}.`));
  });
  child.on('error', (error) => connection.close(new Loss(`The trainer process: ${error.message}`, { cause: error })));

  return {
    call: connection.call,
    pid: child.pid,
    close: () => {
      connection.close(new Loss('The trainer process was ended by the engine.'));
      child.kill('SIGKILL'); // it owns nothing that must survive it
    },
  };
};

/** What the trainer's libraries read when they are loaded. A card's memory is not taken as a whole, so that two may share it. */
export function environmentOf({ threads, card }: LaunchOptions): Readonly<Record<string, string>> {
  return {
    ...(threads !== undefined && { AIOLI_TRAINER_THREADS: String(threads) }),
    ...(card !== undefined && { CUDA_VISIBLE_DEVICES: card, TF_FORCE_GPU_ALLOW_GROWTH: 'true' }),
  };
}
