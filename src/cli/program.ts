/** All commands, and what becomes of their errors. */
import { Command, CommanderError } from 'commander';
import { describe, Loss, Refusal } from '#base/refusal';
import { toWire } from '#contract/errors';
import { version } from '#engine/machine/version';
import { commands } from './commands/index.ts';
import type { Streams } from './command.ts';
import { Ended } from './ended.ts';

/** @returns the exit code */
export async function runProgram(args: readonly string[], streams: Streams): Promise<number> {
  const program = new Command('aioli')
    .description('Design, run and compare data-mixing experiments for language models.')
    .version(version)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void streams.stdout.write(text),
      writeErr: (text) => void streams.stderr.write(text),
    });
  for (const register of commands) register(program, streams);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, args.includes('--json'), streams);
  }
}

/** Words for people on stderr; with --json the error is the document on stdout. */
function report(error: unknown, asJson: boolean, { stdout, stderr }: Streams): number {
  if (error instanceof Ended) return error.exitCode;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (asJson) stdout.write(asDocument(misuse(error)));
    return 1; // commander has said it to people already
  }
  if (asJson) stdout.write(asDocument(error));
  if (error instanceof Refusal) {
    stderr.write(`${describe(error)}\n`);
    return 1;
  }
  if (error instanceof Loss) {
    stderr.write(`${error.message}\nWhat was running can be resumed: run the same command again.\n`);
    return 2;
  }
  stderr.write(`This is a fault of the program. Please report it with these lines:\n${toText(error)}\n`);
  return 3;
}

function asDocument(error: unknown): string {
  return `${JSON.stringify({ error: toWire(error) }, null, 2)}\n`;
}

/** A command, argument or option that does not exist or is missing. */
function misuse({ message }: CommanderError): Refusal {
  return new Refusal('option_invalid', message.replace(/^error: /, ''), {
    remedy: 'Ask a command for its arguments and options with --help.',
  });
}

function toText(error: unknown): string {
  const wire = toWire(error);
  return wire.kind === 'bug' ? wire.stack || wire.message : wire.message;
}
