/** The `aioli` command. Exit codes: 0 done, 1 a refusal, 2 a loss, 3 a bug, 130 ended by Ctrl-C. */
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
});
