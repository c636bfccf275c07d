/** What every command shares: its options, the engine that it opens, and where it writes. */
import type { Command } from 'commander';
import { openEngine, type Engine } from '#engine/engine';
import { showTasks } from './progress.ts';

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Streams {
  /** Results and nothing else. */
  readonly stdout: Stream;
  /** Progress, logs, errors. */
  readonly stderr: Stream;
}

/** Adds a command to the program. */
export type Register = (program: Command, streams: Streams) => void;

export interface CommonOptions {
  readonly workspace: string;
  readonly json?: boolean;
}

/** The options that every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('-w, --workspace <dir>', 'folder of the workspace', 'workspace')
    .option('--json', 'one JSON document on stdout');
}

/** Writes the result: as JSON when asked for, else as text. */
export function writeResult({ stdout }: Streams, { json }: CommonOptions, value: unknown, text: () => string): void {
  const result = json ? JSON.stringify(value, null, 2) : text();
  stdout.write(result.endsWith('\n') ? result : `${result}\n`);
}

/**
 * Opens the workspace for as long as `work` lasts.
 *
 * @param access 'read' for commands that only look and 'beside' for those that change the queue, so that both work beside
 *   a window or a run
 */
export async function withEngine<T>(
  { workspace }: CommonOptions,
  access: 'read' | 'write' | 'beside',
  streams: Streams,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({ folder: workspace, access });
  const stop = showTasks(engine, streams.stderr);
  try {
    return await work(engine);
  } finally {
    stop();
    await engine.close();
  }
}
