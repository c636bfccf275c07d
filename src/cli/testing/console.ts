/** The command line as a function: arguments in, texts and exit code out. */
import { runProgram } from '../program.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON. */
  readonly json: unknown;
}

export async function aioli(...args: readonly string[]): Promise<Said> {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return {
    code,
    stdout,
    stderr,
    get json(): unknown {
      return JSON.parse(stdout) as unknown;
    },
  };
}
