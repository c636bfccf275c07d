/**
 * The first message of an engine process, before it answers any call: whether the workspace is open. Posted once as
 * news, `{ news: 'engineOpened', content }` or `{ news: 'engineRefused', content }`; after a refusal the process exits.
 */
import type { KeptCopy, OpeningChoice } from './calls/shell.ts';

export interface EngineOpening {
  engineOpened: { readonly folder: string };
  engineRefused: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly copies: readonly KeptCopy[];
  };
}

/** The arguments of an engine process after its program: the folder, and how to open it. */
export function openingArguments(folder: string, { isSafe, isReadOnly, restores }: OpeningChoice): readonly string[] {
  return [
    folder,
    ...(isSafe ? ['--safe'] : []),
    ...(isReadOnly ? ['--read-only'] : []),
    ...(restores === undefined ? [] : [`--restore=${restores}`]),
  ];
}

export function parseOpening(args: readonly string[]): OpeningChoice & { readonly folder: string | undefined } {
  const restores = args.find((arg) => arg.startsWith('--restore='))?.slice('--restore='.length);
  return {
    folder: args[0],
    isSafe: args.includes('--safe'),
    isReadOnly: args.includes('--read-only'),
    ...(restores === undefined ? {} : { restores }),
  };
}
