/** The engine as a process: opens the workspace named on its command line and answers whoever started it. */
import { Refusal } from '#base/refusal';
import type { EngineApi } from '#contract/api';
import type { EngineOpening } from '#contract/opening';
import { serve, type Message, type Port } from '#contract/wire';
import { openEngine } from './engine.ts';

const port: Port = {
  post: (message) => {
    // A window that closes in the middle of a call takes the channel with it; 'disconnect' then ends this process.
    if (process.connected)
      process.send!(message, undefined, {}, (error) => error && process.stderr.write(`${error}\n`));
  },
  listen: (hear) => {
    const onMessage = (message: unknown): void => hear(message as Message);
    process.on('message', onMessage);
    return () => void process.off('message', onMessage);
  },
};

function announce<K extends keyof EngineOpening>(news: K, content: EngineOpening[K]): void {
  port.post({ news, content });
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined || !process.send) throw new Error('usage: engine FOLDER, from a process that listens');
  try {
    const engine = await openEngine({ folder });
    const { on: _on, onAny, idle: _idle, close, ...calls } = engine;
    process.once('disconnect', () => void close().finally(() => process.exit(0)));
    announce('engineOpened', { folder: (await engine.workspace()).folder });
    onAny((news, content) => port.post({ news, content }));
    serve<EngineApi>(calls, port);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    announce('engineRefused', { code: error.code, message: error.message, remedy: error.details.remedy });
    process.disconnect();
  }
}

await main(process.argv[2]);
