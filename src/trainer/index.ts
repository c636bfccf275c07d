/** The trainer's process: started by the engine with an IPC channel of 'advanced' serialisation, ends with it. */
import { type Port, serve } from '#contract/wire';
import { createTrainer } from './trainer.ts';

const send = process.send?.bind(process);
if (!send) throw new Error('the trainer is started by the engine, over a channel');

const port: Port = {
  // An engine that is gone hears no answer; 'disconnect' then ends this process.
  post: (message) => void send(message, undefined, {}, (error) => error && process.stderr.write(`${error}\n`)),
  listen: (hear) => {
    process.on('message', hear);
    return () => void process.off('message', hear);
  },
};

process.on('disconnect', () => process.exit(0));
serve(createTrainer(), port);
