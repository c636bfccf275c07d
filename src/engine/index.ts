/** The engine as a process: opens the workspace named on its command line and answers whoever started it. */
import { Refusal } from '#base/refusal';
import type { EngineApi } from '#contract/api';
import { parseOpening, type EngineOpening } from '#contract/opening';
import { serve, type Message, type Port } from '#contract/wire';
import { openEngine } from './engine.ts';
import { refusalOf } from './store/database.ts';
import { listCopies, restoreCopy } from './upkeep/copies.ts';

const port: Port = {
  post: (message) => {
    if (process.connected) process.send!(message, undefined, {}, sayUnlessGone);
  },
  listen: (hear) => {
    const onMessage = (message: unknown): void => hear(message as Message);
    process.on('message', onMessage);
    return () => void process.off('message', onMessage);
  },
};

/** A window that closes in the middle of a call takes the channel with it; 'disconnect' then ends this process. */
function sayUnlessGone(error: Error | null): void {
  const isGone = error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_IPC_CHANNEL_CLOSED');
  if (error && !isGone) process.stderr.write(`${error}\n`);
}

/** A store that cannot be written, or a full disk, is told as something that a person can mend. */
function withRefusals(calls: EngineApi, folder: string): EngineApi {
  const wrapped = Object.entries(calls as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>).map(
    ([name, call]) => [
      name,
      (...args: unknown[]) =>
        call(...args).catch((error: unknown) => Promise.reject(refusalOf(error, folder) as Error)),
    ],
  );
  return Object.fromEntries(wrapped) as EngineApi;
}

function announce<K extends keyof EngineOpening>(news: K, content: EngineOpening[K]): void {
  port.post({ news, content });
}

async function main(args: readonly string[]): Promise<void> {
  const { folder, isSafe, isReadOnly, restores } = parseOpening(args);
  if (folder === undefined || !process.send) throw new Error('usage: engine FOLDER, from a process that listens');
  try {
    if (restores !== undefined) restoreCopy(folder, restores, new Date());
    const engine = await openEngine({ folder, access: isReadOnly ? 'read' : 'write', startsRuns: !isSafe });
    const { on: _on, onAny, idle: _idle, close, ...calls } = engine;
    process.once('disconnect', () => void close().finally(() => process.exit(0)));
    announce('engineOpened', { folder: (await engine.workspace()).folder });
    onAny((news, content) => port.post({ news, content }));
    serve<EngineApi>(withRefusals(calls, folder), port);
    port.post({ news: 'queueMoved', content: await engine.queue() }); // runs may have started before anyone listened
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, details } = error;
    announce('engineRefused', { code, message, remedy: details.remedy, copies: listCopies(folder) });
    process.disconnect();
  }
}

await main(process.argv.slice(2));
