/** Processes that run an experiment and are killed on the way, as a power cut would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const host = fileURLToPath(new URL('./host.ts', import.meta.url));

/**
 * @param args       of the host: folder, and optionally an experiment and a number of slots
 * @param afterMoves kills the process when it has told that often of its runs
 */
export function runHost(args: readonly string[], afterMoves: number): Promise<'killed' | 'ended'> {
  const child = spawn(process.execPath, [host, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let moves = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    moves += text.split('\n').length - 1;
    if (moves >= afterMoves) kill(child.pid!);
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('ended');
      else reject(new Error(`the host ended with ${code}`));
    });
  });
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error; // it has ended already
  }
}
